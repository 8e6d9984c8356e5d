/**
 * Mutants of a lab's solution: the solution with one change in it, which the checks of its task must notice.
 *
 * Only tasks of the kind "code" have some. What solves an open task is right by what it reaches, however it is
 * written; quizzes and texts are no programs.
 */
import type { INotebookContent } from "@jupyterlab/nbformat";
import type * as TypeScript from "typescript";
import { seeded } from "../../random";
import type { LabRelease } from "../lab/files";
import { solutionLines, withoutMarkers } from "../lab/markers";
import { solvedSubmission } from "../lab/submission";
import { applyEdit, oneLine, type Edit } from "./edit";
import { strykerEdits } from "./stryker";
import { termEdits } from "./terms";
import { toldSpans } from "./told";

export interface Mutant {
  readonly task: string;
  /** Of the cell that is changed. */
  readonly gradeId: string;
  /** Where the change begins in the lab's source, from 1. */
  readonly line: number;
  /** The code that is replaced, on one line. */
  readonly was: string;
  /** What stands there instead; "" where it was removed. */
  readonly becomes: string;
  /** The whole cell with the change, as a student would hand it in. */
  readonly text: string;
}

interface SolutionCell {
  readonly task: string;
  readonly gradeId: string;
  readonly text: string;
  readonly line: number;
}

/** All mutants of a lab's solution, by cell and place. Equal labs give equal lists. */
export async function mutantsOf(release: LabRelease): Promise<Mutant[]> {
  const cells = solutionCells(release);
  const edits = await strykerEdits(cells.map(({ text }) => text));
  return cells.flatMap((cell, index) => mutantsOfCell(cell, edits[index]));
}

/** The student's notebook with the solution in it, but for the mutant's one change. */
export function mutantSubmission(release: LabRelease, mutant: Mutant): INotebookContent {
  const notebook = solvedSubmission(release);
  for (const cell of notebook.cells) if (cell.id === mutant.gradeId) cell.source = mutant.text;
  return notebook;
}

/** At most so many of the mutants, taken from every task in turn, by chance in a task; in their order. */
export function sampleMutants(mutants: readonly Mutant[], most: number, seed = 1): Mutant[] {
  const random = seeded(seed).stream("mutants");
  const tasks = [...new Set(mutants.map(({ task }) => task))].map((task) => {
    const own = mutants.filter((mutant) => mutant.task === task);
    return [...random.stream(task).shuffle(own.length)].map((index) => own[index]);
  });
  const longest = Math.max(0, ...tasks.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, turn) =>
    tasks.flatMap((own) => own.slice(turn, turn + 1)),
  );
  const taken = new Set(inTurn.flat().slice(0, most));
  return mutants.filter((mutant) => taken.has(mutant));
}

/** The cells that students write for tasks of code. A release keeps their order. */
function solutionCells({ lab, manifest }: LabRelease): SolutionCell[] {
  return lab.tasks
    .filter(({ kind }) => kind === "code")
    .flatMap(({ id: task }) => {
      const released = manifest.cells.filter(
        (cell) => cell.role === "solution" && cell.task === task,
      );
      return lab.cells
        .filter((cell) => cell.role === "solution" && cell.task === task)
        .map(({ text, line }, nth) => ({ task, gradeId: released[nth].gradeId, text, line }));
    });
}

function mutantsOfCell(cell: SolutionCell, others: readonly Edit[]): Mutant[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only authors of labs have it
  const ts = require("typescript") as typeof TypeScript;
  const { text, line, task, gradeId } = cell;
  const program = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022, true);
  const own = new Set(solutionLines(text, { file: "lab.ts", line: 0 }).map((each) => each.line));
  const told = toldSpans(ts, program);
  const lineOf = (at: number): number => program.getLineAndCharacterOfPosition(at).line;
  const isMutated = ({ start, end }: Edit): boolean => {
    const lines = Array.from(
      { length: lineOf(end) - lineOf(start) + 1 },
      (_, i) => lineOf(start) + i,
    );
    return (
      lines.every((each) => own.has(each)) &&
      !told.some((span) => span.start <= start && end <= span.end)
    );
  };
  const found = new Map<string, Mutant>();
  const edits = [...others, ...termEdits(ts, program)].filter(isMutated);
  for (const edit of edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const was = oneLine(text.slice(edit.start, edit.end));
    const becomes = oneLine(edit.becomes);
    const key = JSON.stringify([edit.start, edit.end, edit.becomes.replace(/\s+/g, " ")]);
    if (was === becomes || found.has(key)) continue;
    const changed = withoutMarkers(applyEdit(text, edit));
    found.set(key, { task, gradeId, line: line + lineOf(edit.start), was, becomes, text: changed });
  }
  return [...found.values()];
}
