import type { ICodeCell, INotebookContent } from "@jupyterlab/nbformat";
import { isCode } from "@jupyterlab/nbformat";

/** A copy that shares nothing, with the outputs of every cell that is going to run removed. */
export function copyForRun(notebook: INotebookContent): INotebookContent {
  const copy = structuredClone(notebook);
  for (const { cell } of codeCells(copy)) {
    if (isSkipped(cell)) continue;
    cell.outputs = [];
    cell.execution_count = null;
  }
  return copy;
}

/** The code cells with their indices among all cells. */
export function codeCells(notebook: INotebookContent): { cell: ICodeCell; index: number }[] {
  return notebook.cells.flatMap((cell, index) => (isCode(cell) ? [{ cell, index }] : []));
}

/** Kept as it is, outputs included. */
export function isSkipped(cell: ICodeCell): boolean {
  return hasTag(cell, "skip-execution");
}

/** May fail: the run goes on. */
export function mayFail(cell: ICodeCell): boolean {
  return hasTag(cell, "raises-exception");
}

function hasTag({ metadata }: ICodeCell, tag: string): boolean {
  const { tags } = metadata as { tags?: unknown };
  return Array.isArray(tags) && tags.includes(tag);
}
