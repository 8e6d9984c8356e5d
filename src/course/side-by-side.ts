import os from "node:os";
import type { BudgetName } from "../evidence/budget";

/**
 * Cores that one notebook keeps busy: with the full budget as many as it has seeds, most often five. With three seeds,
 * and a good part of the time in one process, it is hardly more than one.
 */
const CORES: Readonly<Record<BudgetName, number>> = { full: 5, quick: 1, smoke: 1 };
/** Bytes that one notebook and its processes may need. */
const MEMORY = 3 * 1024 ** 3;

/**
 * How many notebooks are executed side by side so that all cores have work. A notebook trains in as many processes as
 * there are cores, but has only so many seeds.
 */
export function besideEachOther(
  budget: BudgetName,
  { cores = os.availableParallelism(), memory = os.totalmem() } = {},
): number {
  const most = Math.min(cores / CORES[budget], memory / MEMORY);
  return Math.max(1, Math.floor(most));
}
