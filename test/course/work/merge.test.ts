import { describe, expect, it } from "vitest";
import type { INotebookContent } from "@jupyterlab/nbformat";
import { sourceOf } from "../../../src/course/notebook";
import { mergeNotebooks } from "../../../src/course/work/merge";
import { cell, FIRST, notebook, rewritten } from "./small-course";

const show = ({ cells }: INotebookContent): string[] =>
  cells.map((each) => `${each.id as string}: ${sourceOf(each)}`);
const merged = (mine: INotebookContent, theirs: INotebookContent) =>
  mergeNotebooks(FIRST, mine, theirs);

describe("a newer version with the learner's work in it", () => {
  it("follows the course where the learner did not edit", () => {
    const theirs = rewritten(FIRST, "train", "train(rate, 2);", "train2");
    const { notebook: made, kept, told } = merged(FIRST, theirs);
    expect(show(made)).toEqual(show(theirs));
    expect([kept, told]).toEqual([0, 0]);
  });

  it("keeps an edited cell and its output, which the course left as it was", () => {
    const mine = rewritten(FIRST, "knobs", "const rate = 7;");
    mine.cells[1].outputs = [{ output_type: "stream", name: "stdout", text: "mine" }];
    const theirs = rewritten(FIRST, "train", "train(rate, 2);", "train2");
    const { notebook: made, kept, told } = merged(mine, theirs);
    expect(show(made)[1]).toBe("knobs: const rate = 7;");
    expect(show(made)[2]).toBe("train2: train(rate, 2);");
    expect(made.cells[1].outputs).toEqual(mine.cells[1].outputs);
    expect([kept, told]).toEqual([1, 0]);
  });

  it("keeps an edited cell that the course rewrote under another id, and tells of the new text", () => {
    const mine = rewritten(FIRST, "knobs", "const rate = 7;");
    const theirs = rewritten(FIRST, "knobs", "const rate = 1; // slow", "knobs2");
    const { notebook: made, kept, told } = merged(mine, theirs);
    expect(show(made).slice(0, 3)).toEqual([
      "intro: # Small",
      "knobs2: const rate = 7;",
      expect.stringMatching(
        /^knobs2-note: > \*\*The course has changed.*```ts\nconst rate = 1; \/\/ slow\n```$/s,
      ),
    ]);
    expect([kept, told]).toEqual([1, 1]);
    // and the note is gone when the next version comes
    const later = rewritten(theirs, "end", "show(2);", "end2");
    const next = mergeNotebooks(theirs, made, later);
    expect(next.notebook.cells.map(({ id }) => id)).toEqual(["intro", "knobs2", "train", "end2"]);
    expect([next.kept, next.told]).toEqual([1, 0]);
  });

  it("tells of the new text where a cell keeps its id, as in a lab", () => {
    const mine = rewritten(FIRST, "train", "train(rate); // mine");
    const theirs = rewritten(FIRST, "train", "train(rate, { seed });");
    const { notebook: made, told } = merged(mine, theirs);
    expect(show(made)[2]).toBe("train: train(rate); // mine");
    expect(show(made)[3]).toContain("train(rate, { seed });");
    expect(told).toBe(1);
    expect(merged(rewritten(FIRST, "train", "train(rate, { seed });"), theirs).told).toBe(0);
  });

  it("keeps what the course no longer has, when it was edited, and the learner's own cells in their places", () => {
    const added = cell("mine-1", "// my own\n");
    const [intro, knobs, train, end] = FIRST.cells;
    const mine = notebook(
      intro,
      knobs,
      added,
      { ...train, source: "train(3);" },
      end,
      cell("mine-2", "2"),
    );
    const { notebook: made, kept } = merged(mine, notebook(intro, knobs, end));
    expect(made.cells.map(({ id }) => id)).toEqual([
      ...["intro", "knobs", "mine-1", "train", "train-note", "end", "mine-2"],
    ]);
    expect(kept).toBe(1);
  });

  it("leaves out what the learner deleted, and brings what is new", () => {
    const [intro, knobs, train, end] = FIRST.cells;
    const theirs = notebook(intro, cell("new", "const more = 2;"), knobs, train, end);
    const { notebook: made } = merged(notebook(intro, knobs, end), theirs);
    expect(made.cells.map(({ id }) => id)).toEqual(["intro", "new", "knobs", "end"]);
  });

  it("quotes a text in a fence that the text cannot end", () => {
    const mine = rewritten(FIRST, "train", "mine");
    const theirs = rewritten(FIRST, "train", "`````\n``` `");
    expect(show(merged(mine, theirs).notebook)[3]).toContain("``````ts\n`````\n``` `\n``````");
  });

  it("changes none of the three", () => {
    const texts = [FIRST, rewritten(FIRST, "end", "x"), rewritten(FIRST, "end", "y")];
    const before = JSON.stringify(texts);
    mergeNotebooks(texts[0], texts[1], texts[2]);
    expect(JSON.stringify(texts)).toBe(before);
  });
});
