import os from "node:os";

/** Cores that one notebook keeps busy: as many processes as it has seeds, most of them five. */
const CORES = 5;
/** Bytes that one notebook and its processes may need. */
const MEMORY = 4 * 1024 ** 3;

/**
 * How many notebooks are executed side by side so that all cores have work. A notebook trains in as many processes as
 * there are cores, but has only so many seeds.
 */
export function besideEachOther(cores = os.availableParallelism(), memory = os.totalmem()): number {
  return Math.max(1, Math.min(Math.floor(cores / CORES), Math.floor(memory / MEMORY)));
}
