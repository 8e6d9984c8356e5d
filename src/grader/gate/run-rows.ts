/** The solution, the stub and the wrong answers: does each get what it should, in every run? */
import { sourceOf } from "../../course/notebook";
import type { LabTask, SubmissionReport, TaskResult } from "../contract";
import type { LabRelease } from "../lab/files";
import { solvedSubmission, stubSubmission, wrongSubmission } from "../lab/submission";
import type { WrongAnswer } from "../lab/wrong";
import { showPoints } from "../points";
import type { GateRow, GradeNotebook } from "./row";
import { surpriseLines, surprisesOf, type Surprise } from "./surprises";

/** Full marks, but for texts, which wait for a person. */
export async function solutionRow(
  release: LabRelease,
  grade: GradeNotebook,
  runs: number,
): Promise<GateRow> {
  const notebook = solvedSubmission(release);
  const reports = await inRuns(runs, (seed) => grade("solution", notebook, seed));
  const texts = release.lab.tasks.filter(({ kind }) => kind === "text");
  const sum = (tasks: readonly LabTask[]): number =>
    tasks.reduce((all, { points }) => all + points, 0);
  const full = sum(release.lab.tasks) - sum(texts);
  const byHand = texts.length === 0 ? "" : `, and ${showPoints(sum(texts))} by hand`;
  return row(
    "solution",
    reports,
    isSolved(release),
    (good) => `full marks in ${good} of ${runs} runs: ${showPoints(full)} points${byHand}`,
  );
}

/** No points, and "not implemented" for the reason. */
export async function stubRow(
  release: LabRelease,
  grade: GradeNotebook,
  runs: number,
): Promise<GateRow> {
  const notebook = stubSubmission(release);
  const reports = await inRuns(runs, (seed) => grade("stub", notebook, seed));
  const isUntouched = ({ task, outcome, points }: TaskResult): boolean =>
    points === 0 &&
    (outcome === "not implemented" || (isText(release, task) && outcome === "needs grading"));
  return row(
    "stub",
    reports,
    isUntouched,
    (good) => `0 points through "not implemented" alone in ${good} of ${runs} runs`,
  );
}

/**
 * No points either once somebody wrote a word into every cell: then the stubs are run, and a check that passes
 * whatever it gets is found out.
 */
export async function workedStubRow(
  release: LabRelease,
  grade: GradeNotebook,
  runs: number,
): Promise<GateRow> {
  const notebook = stubSubmission(release);
  const written = release.manifest.cells.filter(({ role }) => role === "solution");
  for (const cell of notebook.cells) {
    if (written.some(({ gradeId }) => gradeId === cell.id)) {
      cell.source = `${sourceOf(cell)}\n// begun`;
    }
  }
  const reports = await inRuns(runs, (seed) => grade("stub, begun", notebook, seed));
  return row(
    "stub, begun",
    reports,
    ({ points }) => points === 0,
    (good) => `0 points in ${good} of ${runs} runs with a comment in every cell`,
  );
}

/**
 * Each loses its tasks and no other. The first run is of the whole notebook, all others only of the tasks to be lost:
 * that the rest passes with every seed is seen with the solution.
 */
export async function wrongRow(
  release: LabRelease,
  wrong: readonly WrongAnswer[],
  grade: GradeNotebook,
  runs: number,
): Promise<GateRow> {
  const found = await Promise.all(
    wrong.map(async (answer) => {
      const { name, loses } = answer;
      const notebook = wrongSubmission(release, answer);
      const reports = await inRuns(runs, (seed) =>
        grade(`wrong/${name}`, notebook, seed, seed === 1 ? undefined : loses),
      );
      const expected = isSolved(release);
      const surprises = reports.flatMap((report) =>
        surprisesOf(report, (task) => {
          if (loses.includes(task.task)) return isText(release, task.task) || isLost(task);
          return report.seed > 1 || expected(task);
        }),
      );
      return surpriseLines(surprises, runs).map((line) => `wrong/${name}.ts: ${line}`);
    }),
  );
  const good = found.filter(({ length }) => length === 0).length;
  const says = `${good} of ${wrong.length} lose exactly their tasks in ${runs} runs`;
  return { name: "wrong answers", passed: good === wrong.length, says, details: found.flat() };
}

const inRuns = <T>(runs: number, run: (seed: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: runs }, (_, index) => run(index + 1)));

function row(
  name: string,
  reports: readonly SubmissionReport[],
  isExpected: (task: TaskResult) => boolean,
  says: (good: number) => string,
): GateRow {
  const surprises: Surprise[][] = reports.map((report) => surprisesOf(report, isExpected));
  const good = surprises.filter(({ length }) => length === 0).length;
  const details = surpriseLines(surprises.flat(), reports.length);
  return { name, passed: good === reports.length, says: says(good), details };
}

function isSolved(release: LabRelease): (task: TaskResult) => boolean {
  return ({ task, outcome, points, maxPoints }) =>
    isText(release, task)
      ? outcome === "needs grading"
      : outcome === "passed" && points === maxPoints;
}

/** Lost by what it does. One that does not compile, or declares nothing, shows no misconception. */
function isLost({ outcome, checks }: TaskResult): boolean {
  if (checks.some(({ message }) => message?.includes(NO_PROGRAM))) return false;
  return outcome === "failed" || outcome === "crashed" || outcome === "timed out";
}

/** How the grader calls a cell that the compiler refused. */
export const NO_PROGRAM = "does not compile";

function isText({ lab }: LabRelease, task: string): boolean {
  return lab.tasks.find(({ id }) => id === task)?.kind === "text";
}
