/** Tasks that did not end as they should, in one line for each way in which they did not. */
import type { CheckResult, SubmissionReport, TaskResult } from "../contract";

/** What went otherwise in one run. Equal ones of several runs are told together. */
export interface Surprise {
  readonly seed: number;
  /** "stddev, random samples: failed" */
  readonly what: string;
  /** Of this run: what was measured, or a message. */
  readonly said?: string;
}

/** The tasks of a report that are not as expected, and what was odd about it as a whole. */
export function surprisesOf(
  report: SubmissionReport,
  isExpected: (task: TaskResult) => boolean,
): Surprise[] {
  const { seed, error, flags, tasks } = report;
  const odd = flags.map(({ detail }) => ({ seed, what: `flagged: ${detail}` }));
  const refused = error === undefined ? [] : [{ seed, what: `could not be graded: ${error}` }];
  const wrong = tasks.filter((task) => !isExpected(task)).map((task) => surpriseOf(task, seed));
  return [...refused, ...odd, ...wrong];
}

function surpriseOf(task: TaskResult, seed: number): Surprise {
  const check = task.checks.find(({ outcome }) => outcome !== "passed");
  const where = check ? `${task.task}, ${check.check}` : task.task;
  const said = check && saidOf(check);
  return { seed, what: `${where}: ${task.outcome}`, ...(said !== undefined && { said }) };
}

function saidOf({ measured, wanted, message }: CheckResult): string | undefined {
  return message ?? (measured === undefined ? undefined : `measured ${measured}, wanted ${wanted}`);
}

/** How many seeds of one surprise are named. */
const MOST_SEEDS = 5;

/** @param runs how many there were */
export function surpriseLines(surprises: readonly Surprise[], runs: number): string[] {
  return [...new Set(surprises.map(({ what }) => what))].map((what) => {
    const same = surprises.filter((each) => each.what === what);
    const seeds = same.slice(0, MOST_SEEDS).map(({ seed }) => seed);
    const more = same.length > seeds.length ? ", …" : "";
    const { said } = same[0];
    const which = same.length === runs ? "" : ` (seed ${seeds.join(", ")}${more})`;
    return `${what} in ${same.length} of ${runs} runs${which}${said === undefined ? "" : `: ${said}`}`;
  });
}
