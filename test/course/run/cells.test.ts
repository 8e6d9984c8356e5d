import { expect, test } from "vitest";
import type { ICodeCell, INotebookContent } from "@jupyterlab/nbformat";
import { codeCells, copyForRun, isSkipped, mayFail } from "../../../src/course/run/cells";
import { sourceOf } from "../../../src/course/notebook";

const stale = { output_type: "stream", name: "stdout", text: "old" };
const code = (tags: unknown): ICodeCell => ({
  cell_type: "code",
  source: ["1 +\n", "1"],
  metadata: { tags } as ICodeCell["metadata"],
  outputs: [stale],
  execution_count: 3,
});
const notebook: INotebookContent = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: "markdown", source: "text", metadata: {} },
    code(undefined),
    code(["skip-execution"]),
  ],
};

test("a copy for a run has no old outputs, but those of skipped cells", () => {
  const before = structuredClone(notebook);
  const copy = copyForRun(notebook);
  expect(copy.cells[1]).toMatchObject({ outputs: [], execution_count: null });
  expect(copy.cells[2]).toEqual(notebook.cells[2]);
  copy.cells[0].source = "changed";
  expect(notebook).toEqual(before);
});

test("code cells keep their place among all cells", () => {
  expect(codeCells(notebook).map(({ index }) => index)).toEqual([1, 2]);
});

test("a source may be text or lines", () => {
  expect(sourceOf(notebook.cells[0])).toBe("text");
  expect(sourceOf(notebook.cells[1])).toBe("1 +\n1");
});

test("only the exact tags count", () => {
  expect(
    [["skip-execution"], ["skip"], "skip-execution", undefined].map((t) => isSkipped(code(t))),
  ).toEqual([true, false, false, false]);
  expect([["a", "raises-exception"], ["raises"], null].map((t) => mayFail(code(t)))).toEqual([
    true,
    false,
    false,
  ]);
});
