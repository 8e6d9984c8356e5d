/**
 * One experiment, several seeds: the loop behind every claim.
 *
 * When `clinic run` executes a notebook it names a folder in `CLINIC_RESUME_DIR`; each seed's result is kept
 * there until the notebook is done, so a run that was killed carries on at the seed it had reached. In
 * JupyterLab nothing is kept: running a cell again runs it again.
 */
import fs from "node:fs";
import path from "node:path";
import { deserialize, serialize } from "node:v8";

/** What a seed's run is told about itself. */
export interface SeedContext {
  /** the random seed */
  seed: number;
  /** 0 for the first seed of the list */
  index: number;
  /** how many seeds there are */
  count: number;
  /** "seed 2 of 5": for progress lines */
  label: string;
}

/**
 * Run an experiment once per seed, one after the other, and collect what it returns.
 *
 * @param name of the experiment; different experiments of one notebook need different names
 * @param seeds whole numbers, each once
 * @param experiment trains and measures with `seed`; returns numbers, strings, typed arrays and records of
 *   these (no tensors: take their values and dispose them)
 * @returns one result per seed, in the order of `seeds`
 * @throws {RangeError} no seeds, a seed twice, or a seed that is not a whole number
 * @throws {Error} the learner pressed stop: the seeds not yet begun are not run
 * @example
 * ```ts
 * const doubled = await overSeeds("doubling", [1, 2, 3], ({ seed }) => 2 * seed);
 * assert.deepEqual(doubled, [2, 4, 6]);
 * ```
 */
export async function overSeeds<T>(
  name: string,
  seeds: readonly number[],
  experiment: (context: SeedContext) => T | Promise<T>,
): Promise<T[]> {
  checkSeeds(seeds);
  const stop = new AbortController();
  const onInterrupt = (): void => {
    stop.abort();
  };
  process.on("SIGINT", onInterrupt);
  try {
    const results: T[] = [];
    for (const [index, seed] of seeds.entries()) {
      const label = `seed ${index + 1} of ${seeds.length}`;
      const kept = recall(name, seed);
      const result = kept
        ? (kept.result as T)
        : await experiment({ seed, index, count: seeds.length, label });
      if (stop.signal.aborted) {
        throw new Error(`Stopped in ${label} of "${name}". Run the cell again to run all of them`);
      }
      if (!kept) remember(name, seed, result);
      results.push(result);
    }
    return results;
  } finally {
    process.removeListener("SIGINT", onInterrupt);
  }
}

function checkSeeds(seeds: readonly number[]): void {
  const wrong = seeds.find((seed) => !Number.isSafeInteger(seed));
  if (seeds.length === 0 || wrong !== undefined || new Set(seeds).size !== seeds.length) {
    throw new RangeError(
      `Seeds are [${seeds.join(", ")}]; wanted at least one whole number, each only once, for instance [1, 2, 3]`,
    );
  }
}

function keptFile(name: string, seed: number): string | undefined {
  const folder = process.env.CLINIC_RESUME_DIR;
  if (!folder) return undefined;
  return path.join(folder, `${encodeURIComponent(name)}-${seed}.bin`);
}

function recall(name: string, seed: number): { result: unknown } | undefined {
  const file = keptFile(name, seed);
  if (!file || !fs.existsSync(file)) return undefined;
  try {
    return { result: deserialize(fs.readFileSync(file)) };
  } catch {
    return undefined; // written by another Node: run the seed again
  }
}

function remember(name: string, seed: number, result: unknown): void {
  const file = keptFile(name, seed);
  if (!file) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.new`, serialize(result));
  fs.renameSync(`${file}.new`, file);
}
