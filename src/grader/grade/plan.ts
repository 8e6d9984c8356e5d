/** Which tasks are tried, and how far the notebook has to be run for that. */
import type { Check, Flag } from "../contract";
import { isBlank } from "../submission/same";
import type { Submission, SubmissionCell } from "../submission/submission";
import { isRun, lastAnswering } from "./answers";
import type { GradedLab } from "./lab";

export interface Plan {
  /** Whether the checks of a task are run. */
  readonly wanted: (task: string) => boolean;
  /** Its own cells are as they were handed out, empty or deleted. */
  readonly isUntouched: (task: string) => boolean;
  /** Tasks that are answered below their check. */
  readonly late: readonly string[];
  /** The last cell that may answer a quiz in other words than letters in its cell; -1 where none does. */
  readonly answering: number;
  /** The last cell that is run; -1 where none is. */
  readonly end: number;
}

/** A task in whose cell nobody wrote is wanted where there is code of the student's anywhere: it may be solved there. */
export function planOf(
  submission: Submission,
  { manifest, checks }: GradedLab,
  only: readonly string[] | undefined,
): Plan {
  const { cells, untouched } = submission;
  const wrote = cells.some((cell) => isStudentCode(cell, submission));
  const isUntouched = (task: string): boolean => untouched.includes(task);
  const wanted = (task: string): boolean =>
    (only?.includes(task) ?? true) && (wrote || !isUntouched(task));
  const checked = cells.map(({ role, task }) => role === "check" && wanted(task!));
  const below = manifest.tasks
    .filter(({ id }) => wanted(id))
    .map(({ id }) => ({
      id,
      at: declaredBelow(
        checks.filter((each) => each.task === id),
        submission,
      ),
    }))
    .filter(({ at }) => at >= 0);
  const answering = lastAnswering(submission, manifest);
  const end = Math.max(checked.lastIndexOf(true), answering, ...below.map(({ at }) => at));
  return { wanted, isUntouched, late: below.map(({ id }) => id), answering, end };
}

/** @param counts the checks passed at the end */
export function belowItsCheck(task: string, counts: boolean): Flag {
  const detail =
    "What it asks for is declared below its check, which does not see it when the notebook is run from the top. " +
    `It was tried at the end too${counts ? ", and that counts" : ""}.`;
  return { kind: "answer below its check", cell: task, detail };
}

/** Code that may solve a task: a cell of the student's own, or one that was handed out and changed. */
function isStudentCode(cell: SubmissionCell, { untouched }: Submission): boolean {
  if (!isRun(cell) || cell.from !== "student" || isBlank(cell.text)) return false;
  return cell.role === "own" || !untouched.includes(cell.task ?? "");
}

/** Where, below the check of a task, the student last declares what the checks use; -1 where nowhere. */
function declaredBelow(checks: readonly Check[], submission: Submission): number {
  const { cells } = submission;
  const task = checks.at(0)?.task;
  const check = cells.findIndex((cell) => cell.role === "check" && cell.task === task);
  const names = [...new Set(checks.flatMap(({ uses }) => uses))];
  if (check < 0 || names.length === 0) return -1;
  const declares = new RegExp(
    `\\b(?:function|class|const|let|var)\\b[\\s*]*(?:${names.map(escaped).join("|")})(?![\\w$])`,
  );
  const found = cells.map(
    (cell, at) => at > check && isStudentCode(cell, submission) && declares.test(cell.text),
  );
  return found.lastIndexOf(true);
}

function escaped(name: string): string {
  return name.replace(/\$/g, "\\$");
}
