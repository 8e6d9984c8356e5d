/** What makes a run of the grader impossible or unsafe is refused before anything is graded. */
import os from "node:os";
import type { IsolationLevel } from "../contract";
import { isolationLevels } from "../sandbox/isolation";
import { mebi } from "../sandbox/limits";
import { readableToOthers } from "../sandbox/users";
import type { SessionLimits } from "./session";

/** Processes side by side that a machine can be asked for. */
const MOST_WORKERS = 64;
/** Seconds; a timer takes no more than 24 days, and fires at once beyond. */
const LONGEST = 24 * 60 * 60;

/** With these every submission would fail, and it would not be its fault. */
export function refuseImpossible(workers: number, times: SessionLimits, memory = 0): void {
  const refuse = (what: string, wanted: string, found: number): never => {
    throw new RangeError(`${what}: wanted ${wanted}, found ${found}. Nothing was graded`);
  };
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
    refuse("--workers", `a whole number from 1 to ${MOST_WORKERS}`, workers);
  }
  for (const [option, seconds] of [
    ["--cell-timeout", times.cell],
    ["--notebook-timeout", times.notebook],
  ] as const) {
    if (!(seconds >= 1 && seconds <= LONGEST)) refuse(option, `1 to ${LONGEST} s`, seconds);
  }
  const most = Math.floor(os.totalmem() / mebi);
  if (memory > most) refuse("--memory", `at most what this machine has, ${most} MiB`, memory);
}

/** As root, a submission behind the weakest wall is a user of its own, and reads what others may. */
export function refuseReadable(secrets: readonly string[]): void {
  const open = readableToOthers(secrets);
  if (open.length === 0) return;
  throw new Error(
    `The wall process: found ${open.join(", ")} readable for every user, so for a submission too. ` +
      `Wanted: readable for you only. Run: chmod -R go-rwx ${open.join(" ")}`,
  );
}

export function refuseWeaker(
  level: IsolationLevel,
  require: IsolationLevel | undefined,
  missing: Readonly<Partial<Record<IsolationLevel, string>>>,
): void {
  if (!require || isolationLevels.indexOf(level) <= isolationLevels.indexOf(require)) return;
  const why = isolationLevels.flatMap((each) => {
    const reason = missing[each];
    return reason === undefined ? [] : [`${each}: ${reason}`];
  });
  throw new Error(
    [
      `Isolation: found ${level}, required ${require} or stronger. Nothing was graded.`,
      ...why,
    ].join("\n"),
  );
}
