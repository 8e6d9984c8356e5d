/** What of a report its student may see: of hidden checks only how many there are and how many passed. */
import type { CheckResult, Flag, Outcome, SubmissionReport } from "../contract";
import { cleanLine, cleanReport } from "./clean";

export interface StudentTask {
  readonly task: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly points: number;
  readonly maxPoints: number;
  /** The visible ones. */
  readonly checks: readonly CheckResult[];
  readonly hidden: { readonly count: number; readonly passed: number };
  readonly hint?: string;
}

/** The seed is left out too: from it the hidden inputs could be made. */
export interface StudentReport {
  readonly lab: string;
  readonly submission: string;
  readonly digest: string;
  readonly flags: readonly Flag[];
  readonly tasks: readonly StudentTask[];
  readonly points: number;
  readonly maxPoints: number;
  readonly error?: string;
}

export function studentView(report: SubmissionReport): StudentReport {
  const { lab, submission, digest, flags, tasks, points, maxPoints, error } = cleanReport(report);
  return {
    lab,
    submission,
    digest,
    flags,
    tasks: tasks.map(({ checks, ...task }) => {
      const hidden = checks.filter(({ visible }) => !visible);
      return {
        ...task,
        checks: checks.filter(({ visible }) => visible),
        hidden: {
          count: hidden.length,
          passed: hidden.filter(({ outcome }) => outcome === "passed").length,
        },
      };
    }),
    points,
    maxPoints,
    ...(error !== undefined && { error }),
  };
}

/** "1 of 2 hidden checks passed"; undefined where there is none. */
export function hiddenLine({ hidden: { count, passed } }: StudentTask): string | undefined {
  if (count === 0) return undefined;
  return `${passed} of ${count} hidden ${count === 1 ? "check" : "checks"} passed`;
}

/** "measured 3; wanted 2", or why nothing was measured. */
export function checkDetail({ measured, wanted, message }: CheckResult): string {
  const parts = [
    measured !== undefined && `measured ${measured}`,
    wanted !== undefined && `wanted ${wanted}`,
    message,
  ];
  return parts.filter((part) => typeof part === "string" && part !== "").join("; ");
}

/** What a task's student is told where it did not pass: the checks that did not, those that are hidden, the hint. */
export function remarks(task: StudentTask): string[] {
  const wrong = task.checks.filter(({ outcome }) => outcome !== "passed");
  return [
    ...wrong.map((check) => cleanLine(`${check.check}: ${checkDetail(check) || check.outcome}`)),
    hiddenLine(task),
    task.hint === undefined ? undefined : `Hint: ${cleanLine(task.hint)}`,
  ].filter((line) => line !== undefined);
}

/** The same order on every system, whatever its language. */
export function bySubmission(reports: readonly SubmissionReport[]): SubmissionReport[] {
  return [...reports].sort((a, b) => (a.submission < b.submission ? -1 : 1));
}
