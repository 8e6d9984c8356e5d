/** A lab's copy, and a newer version with a learner's work in it, are what the grader takes for the lab. */
import fs from "node:fs";
import path from "node:path";
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { describe, expect, it } from "vitest";
import { formatNotebook } from "../../../src/course/format-notebook";
import { readNotebook, sourceOf } from "../../../src/course/notebook";
import { ROOT } from "../../../src/course/paths";
import { workCopyOf } from "../../../src/course/work/copy";
import { mergeNotebooks } from "../../../src/course/work/merge";
import { documents } from "../../../src/course/work/places";
import type { ReleaseManifest } from "../../../src/grader/contract";
import { readSubmissionBytes } from "../../../src/grader/submission/read";
import { isRejection, type Submission } from "../../../src/grader/submission/submission";
import { cell } from "./small-course";

const labs = documents().filter(({ kind }) => kind === "lab");

function graded(notebook: INotebookContent, manifest: ReleaseManifest): Submission {
  const read = readSubmissionBytes(Buffer.from(formatNotebook(notebook)), manifest);
  if (isRejection(read)) throw new Error(read.reason);
  return read;
}

describe.each(labs)("lab $name", ({ name, from }) => {
  const file = path.join(ROOT, "solutions", name, "manifest.json");
  const manifest = JSON.parse(fs.readFileSync(file, "utf8")) as ReleaseManifest;
  const today = workCopyOf(readNotebook(from));
  const roleOf = new Map(manifest.cells.map(({ gradeId, role }) => [gradeId, role]));
  const isOf = (each: ICell, ...roles: string[]): boolean =>
    roles.includes(roleOf.get(each.id as string) ?? "");

  it("as it is copied: nothing is odd, nothing is answered", () => {
    const { flags, untouched } = graded(today, manifest);
    expect(flags).toEqual([]);
    expect(untouched).toHaveLength(manifest.tasks.length);
  });

  it("with work from before the course was mended: every answer is there, nothing is odd", () => {
    const [first] = today.cells.filter((each) => isOf(each, "solution"));
    const before = {
      ...today,
      cells: today.cells.map((each): ICell => {
        if (each === first) return { ...each, source: `// old words\n${sourceOf(each)}` };
        return isOf(each, "readonly") && each.cell_type === "markdown"
          ? { ...each, id: `${each.id as string}-old`, source: `${sourceOf(each)}, told badly` }
          : each;
      }),
    };
    const answer = (each: ICell): string => `${sourceOf(each)}\n// answered ${each.id as string}`;
    const mine = {
      ...before,
      cells: before.cells.flatMap((each): ICell[] =>
        isOf(each, "solution", "text")
          ? [{ ...each, source: answer(each) }, cell(`own-${each.id as string}`, "1 + 1")]
          : [each],
      ),
    };
    const { notebook, told } = mergeNotebooks(before, mine, today);
    expect(told).toBe(1);
    const { flags, cells } = graded(notebook, manifest);
    expect(flags).toEqual([]);
    for (const { gradeId, role } of manifest.cells) {
      if (role !== "solution" && role !== "text") continue;
      const found = cells.find((each) => each.gradeId === gradeId);
      expect(found).toMatchObject({ from: "student" });
      expect(found!.text).toContain(`// answered ${gradeId}`);
    }
  });
});
