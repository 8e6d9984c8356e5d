/** What the kernel hears of a learner's cells; the classes are tslab's in the end-to-end test. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import type { ShowOutput } from "../../../src/cell";
import { baseOf, followCells } from "../../../src/course/kernel/learner-cells";
import { removeFolder } from "../../remove-folder";
import { FIRST, write } from "../work/small-course";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "learner-cells-"));
const base = path.join(folder, "01-small.ipynb");
afterAll(() => {
  removeFolder(folder);
});

type Written = [stream: string, text: string][];
let ran = 0;
let kept: [string, string][] = [];
let isLesson = true;
let shown: string[] = [];
let ask: (
  cellId: string,
  code: string,
) => Promise<{ reply: Record<string, unknown>; out: Written }>;

beforeEach(() => {
  write(base, FIRST);
  ran = 0;
  kept = [];
  shown = [];
  isLesson = true;
  class Handler {
    execCount = 4;
    handleExecute({ code }: { code: string }): Promise<Record<string, unknown>> {
      return Promise.resolve({ status: code.includes("throw") ? "error" : "ok" });
    }
  }
  followCells(
    { prototype: Handler.prototype },
    {
      base,
      get isLesson() {
        return isLesson;
      },
      ran: () => ran++,
      keep(cell, text) {
        kept.push([cell, text]);
        return "kept.ipynb";
      },
    },
  );
  const handler = new Handler() as {
    handleExecute: (...all: unknown[]) => Promise<Record<string, unknown>>;
  };
  const out: Written = [];
  const toStream = (stream: string, text: string): void => void out.push([stream, text]);
  const show: ShowOutput = ({ data }) => shown.push(data["text/plain"] as string);
  ask = async (cellId, code) => ({
    reply: await handler.handleExecute({ code, cellId }, toStream, show),
    out,
  });
});

it("a cell that was changed says that the text is about the original, in a lesson alone", async () => {
  await ask("knobs", "const rate = 1;\n");
  await ask("mine", "const own = 3;");
  expect(shown).toEqual([]);
  await ask("knobs", "const rate = 7;");
  expect(shown).toEqual([
    expect.stringMatching(/^You changed this cell\..* describe the original/),
  ]);
  isLesson = false;
  await ask("knobs", "const rate = 7;");
  expect(shown).toHaveLength(1);
});

it("a notebook was run to its end when its last code cell came to its end", async () => {
  await ask("train", "train(rate);");
  await ask("end", "throw 1");
  expect(ran).toBe(0);
  await ask("end", "show();");
  expect(ran).toBe(1);
});

it("reset() in the first line puts a cell back, and what stood below it is kept", async () => {
  const { reply, out } = await ask("knobs", "reset()\nconst rate = 7;");
  expect(reply).toMatchObject({
    status: "ok",
    execution_count: 5,
    payload: [{ source: "set_next_input", text: "const rate = 1;", replace: true }],
  });
  expect(kept).toEqual([["knobs", "const rate = 7;"]]);
  expect(out).toEqual([["stdout", expect.stringContaining("kept in kept.ipynb")]]);
  await ask("knobs", " reset( ); ");
  expect(kept).toHaveLength(1); // nothing stood there
});

it("reset() says so in a cell that did not come with the course", async () => {
  const { reply, out } = await ask("mine", "reset();");
  expect(reply).toMatchObject({ status: "error" });
  expect(out).toEqual([["stderr", expect.stringContaining("did not come with the course")]]);
});

it.each(["model.reset()", "reset(3)", "const x = 1;\nreset()", "reset().then(f)"])(
  "%j is code like any other",
  async (code) => {
    const { reply, out } = await ask("knobs", code);
    expect(reply).toEqual({ status: "ok" });
    expect(out).toEqual([]);
  },
);

it("what a copy was made from lies beside the copies; another notebook is its own", () => {
  const [work, bases] = ["/c/work", "/c/work/.course"];
  expect(baseOf("/c/work/labs/01-a/lab.ipynb", work, bases)).toBe(
    path.join(bases, "labs", "01-a", "lab.ipynb"),
  );
  expect(baseOf("/c/notebooks/01.ipynb", work, bases)).toBe("/c/notebooks/01.ipynb");
});
