/** Notebooks as students would hand them in: the lab solved, untouched, or answered wrongly. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import { withoutMarkers } from "./markers";
import type { LabRelease } from "./files";
import type { WrongAnswer } from "./wrong";

/** The student's notebook with the solution in it. */
export function solvedSubmission(release: LabRelease): INotebookContent {
  return fill(release, (id) => solutionOf(release, id));
}

/** The student's notebook as it was handed out. */
export function stubSubmission(release: LabRelease): INotebookContent {
  return structuredClone(release.student);
}

/** The student's notebook with the solution in it, but for the cells that the wrong answer replaces. */
export function wrongSubmission(release: LabRelease, wrong: WrongAnswer): INotebookContent {
  return fill(release, (id) => {
    const { task } = release.manifest.cells.find(({ gradeId }) => gradeId === id)!;
    const own = release.manifest.cells.filter(
      (cell) => cell.task === task && ["solution", "quiz", "text"].includes(cell.role),
    );
    const planted = wrong.cells.filter((cell) => cell.task === task);
    const nth = own.findIndex(({ gradeId }) => gradeId === id);
    return nth >= 0 && nth < planted.length ? planted[nth].text : solutionOf(release, id);
  });
}

function fill({ student }: LabRelease, textOf: (id: string) => string): INotebookContent {
  const copy = structuredClone(student);
  for (const cell of copy.cells) cell.source = textOf(cell.id as string);
  return copy;
}

function solutionOf({ solution }: LabRelease, id: string): string {
  const cell = solution.cells.find((each) => each.id === id)!;
  return withoutMarkers(cell.source as string);
}
