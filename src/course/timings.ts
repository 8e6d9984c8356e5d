/** How long cells took last time, so that a run can say how long it will still take. */
import fs from "node:fs";
import path from "node:path";
import { writeWhole } from "../files";
import { STATE } from "./paths";

/** Seconds per code cell, by "notebook/budget". */
export type Timings = Partial<Record<string, number[]>>;

const FILE = path.join(STATE, "timings.json");

/** What was measured before; empty on a new clone or when the file is damaged (it is only an estimate). */
export function readTimings(): Timings {
  try {
    return JSON.parse(fs.readFileSync(FILE, "utf8")) as Timings;
  } catch {
    return {};
  }
}

export function writeTimings(timings: Timings): void {
  fs.mkdirSync(STATE, { recursive: true });
  writeWhole(FILE, `${JSON.stringify(timings)}\n`);
}

/**
 * Seconds still to go.
 * @param past seconds per code cell of an earlier run; undefined when there was none
 * @param expected seconds for the whole notebook, from its header
 * @param done code cells finished, of `cells`
 * @param inCell seconds the running cell has had so far
 */
export function estimate(
  past: number[] | undefined,
  expected: number | undefined,
  {
    done,
    cells,
    inCell,
    elapsed,
  }: { done: number; cells: number; inCell: number; elapsed: number },
): number | undefined {
  if (past?.length === cells) {
    const current = Math.max(0, (past[done] ?? 0) - inCell);
    return current + past.slice(done + 1).reduce((sum, seconds) => sum + seconds, 0);
  }
  return expected === undefined ? undefined : Math.max(0, expected - elapsed);
}
