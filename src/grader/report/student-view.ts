/** What of a report its student may see: of hidden checks only how many there are and how many passed. */
import type { CheckResult, Flag, Outcome, SubmissionReport } from "../contract";
import { cleanLine, cleanReport } from "./clean";
import { gatherFlags } from "./gather-flags";
import { showPoints } from "../points";

export interface StudentTask {
  readonly task: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly points: number;
  readonly maxPoints: number;
  /** The visible ones. */
  readonly checks: readonly CheckResult[];
  readonly hidden: {
    readonly count: number;
    readonly passed: number;
    /** Crashed or timed out. */
    readonly stopped: number;
  };
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
  const { lab, submission, digest, tasks, points, maxPoints, error, ...rest } = cleanReport(report);
  const flags = gatherFlags(rest.flags);
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
          stopped: hidden.filter(({ outcome }) => outcome === "crashed" || outcome === "timed out")
            .length,
        },
      };
    }),
    points,
    maxPoints,
    ...(error !== undefined && { error }),
  };
}

export const IN_PART = "passed in part";

/** The outcome, as a student reads it: some of the points are no failure. */
export function outcomeWords({ outcome, points }: StudentTask): string {
  return outcome === "failed" && points > 0 ? IN_PART : outcome;
}

/** "7 of 12 points", and how many a person has still to give. */
export function pointsLine({ points, maxPoints, tasks }: StudentReport): string {
  const waiting = tasks.filter(({ outcome }) => outcome === "needs grading");
  const more = waiting.reduce((sum, task) => sum + task.maxPoints, 0);
  const line = `${showPoints(points)} of ${showPoints(maxPoints)} points`;
  return more === 0 ? line : `${line}; up to ${showPoints(more)} more when a person has graded`;
}

/**
 * "1 of 2 hidden checks passed", and what to make of it; undefined where there is none. Never what is checked, nor what
 * the code said in there: it may name the inputs.
 */
export function hiddenLine({ hidden, checks, outcome }: StudentTask): string | undefined {
  const { count, passed, stopped } = hidden;
  if (count === 0) return undefined;
  const line = `${passed} of ${count} hidden ${count === 1 ? "check" : "checks"} passed`;
  const isSurprise = checks.length > 0 && checks.every((each) => each.outcome === "passed");
  if (passed === count || outcome === "not implemented" || !isSurprise) return line;
  const stops =
    stopped === 0 ? "" : `; in ${stopped} your code stopped with an error or took too long`;
  return `${line}${stops}. They try what the visible ones do not: other numbers, other sizes, extreme cases`;
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

/** As a list of names is read, and the same on every system, whatever its language. */
export function bySubmission(reports: readonly SubmissionReport[]): SubmissionReport[] {
  const names = new Intl.Collator("en", { numeric: true });
  return [...reports].sort(
    ({ submission: a }, { submission: b }) => names.compare(a, b) || (a < b ? -1 : 1),
  );
}
