/** The cells of a release → the notebook a student opens, and the one with the solutions. */
import type { ICell, INotebookContent } from "@jupyterlab/nbformat";
import { notebookCell, notebookOf } from "../../course/convert";
import { hashJson } from "../../course/hash";
import type { ManifestCell, QuizAnswers, ReleaseManifest } from "../contract";
import type { Lab } from "./lab";
import { nbgraderMetadata } from "./nbgrader";
import { NBGRADER_KIND, type ReleaseCell } from "./release";

/** What is handed out. The manifest says all of it, so that a damaged copy can be mended. */
export function studentNotebook(manifest: ReleaseManifest): INotebookContent {
  const cells = manifest.cells.map((cell) =>
    toCell(cell, cell.source, {
      ...metadataOf(cell, true),
      ...(cell.quiz && { extended_cell: extendedCell(cell.quiz, []) }),
    }),
  );
  return notebook(cells, { lab: manifest.lab, title: manifest.title });
}

/** The solutions in place, between their markers: also what nbgrader takes for the source of an assignment. */
export function solutionNotebook(lab: Lab, cells: readonly ReleaseCell[]): INotebookContent {
  const solved = cells.map(({ cell, solution }) =>
    toCell(cell, solution, {
      ...metadataOf(cell, false),
      ...(cell.quiz && { extended_cell: extendedCell(cell.quiz, cell.quiz.correct) }),
    }),
  );
  return notebook(solved, { lab: lab.name, title: lab.title, solution: true });
}

function metadataOf(cell: ManifestCell, released: boolean): Record<string, unknown> {
  return nbgraderMetadata({ ...cell, kind: NBGRADER_KIND[cell.role] }, released);
}

/** e2xgrader's own: which choices are taken, and of how many. */
function extendedCell(quiz: QuizAnswers, chosen: readonly number[]): Record<string, unknown> {
  return {
    type: quiz.kind === "single" ? "singlechoice" : "multiplechoice",
    choice: chosen.map(String),
    num_of_choices: quiz.choices.length,
  };
}

function toCell(
  { cellType, gradeId }: ManifestCell,
  text: string,
  metadata: Record<string, unknown>,
): ICell {
  return notebookCell(gradeId, { kind: cellType, metadata, text });
}

function notebook(cells: ICell[], own: Record<string, unknown>): INotebookContent {
  const built = hashOfCells(
    cells.map(({ id, source }) => ({ id: id as string, source: source as string })),
  );
  return notebookOf(cells, { ...own, built });
}

/** By which it shows whether somebody worked in a notebook. */
export function hashOfCells(cells: readonly { id: string; source: string }[]): string {
  return hashJson(cells.map(({ id, source }) => [id, source]));
}
