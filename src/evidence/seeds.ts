/** One experiment, several seeds: the loop behind every claim. */
import { expectInteger } from "../shape";
import { listenForInterruption } from "../training/interruption";
import { isKeeping, recall, remember } from "./kept";
import { stoppedError } from "./unfinished";

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
 * When the learner presses stop, the seeds not yet begun are not run, and a warning says how many results there are:
 * those of the seeds that were finished, or, when it was the first one, what that one had trained by then.
 *
 * @returns one result per seed, in the order of `seeds`
 * @throws RangeError no seeds, a seed twice, or a seed that is not a whole number
 * @throws Error `clinic run` was stopped: its next run goes on from there
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
  const interruption = listenForInterruption();
  try {
    const results: T[] = [];
    for (const [index, seed] of seeds.entries()) {
      const label = `seed ${index + 1} of ${seeds.length}`;
      const kept = recall(name, seed);
      const result = kept
        ? (kept.result as T)
        : await experiment({ seed, index, count: seeds.length, label });
      if (interruption.requested) return stopped(results, result, `${label} of "${name}"`);
      if (!kept) remember(name, seed, result);
      results.push(result);
    }
    return results;
  } finally {
    interruption.release();
  }
}

/** What there is when the learner has stopped in a seed. */
function stopped<T>(finished: readonly T[], last: T, where: string): T[] {
  if (isKeeping()) throw stoppedError(`Stopped in ${where}. Run it again to go on from there`);
  const [results, what] =
    finished.length === 0
      ? [[last], "there is only what it had trained by then"]
      : [[...finished], `the results of the ${finished.length} before it are there`];
  console.warn(`Stopped in ${where}: ${what}. Run the cell again to have all seeds.`);
  return results;
}

/** Seeds of one set: `npm run prove -- --replicate` takes 101 to 200, then 201 to 300, and so on. */
export const SEEDS_OF_SET = 100;

/**
 * So many seeds, one after the other, from 1 on. `npm run prove -- --first-seed 101` (or the environment variable
 * `CLINIC_FIRST_SEED`) shifts them: a claim that is true of the pitfall, and not of lucky seeds, holds there too.
 *
 * @param count how many, at least 1; of shifted ones at most 100, so that two sets of seeds never overlap
 * @throws RangeError a count, or a first seed, that is not a whole number from 1 on; more than 100 shifted seeds
 * @example
 * ```ts
 * import { seedList } from "gan-clinic";
 * const [first, second] = seedList(2);
 * assert.equal(second, first + 1);
 * ```
 */
export function seedList(count: number): number[] {
  const first = Number(process.env.CLINIC_FIRST_SEED ?? 1);
  expectInteger(first, "CLINIC_FIRST_SEED", { atLeast: 1 });
  expectInteger(count, "seedList count", {
    atLeast: 1,
    ...(first > 1 && { atMost: SEEDS_OF_SET }),
  });
  return Array.from({ length: count }, (_, index) => first + index);
}

/** @throws RangeError for no seeds, a seed twice, or one that is not a whole number */
export function checkSeeds(seeds: readonly number[]): void {
  const wrong = seeds.find((seed) => !Number.isSafeInteger(seed));
  if (seeds.length === 0 || wrong !== undefined || new Set(seeds).size !== seeds.length) {
    throw new RangeError(
      `Seeds are [${seeds.join(", ")}]; wanted at least one whole number, each only once, for instance [1, 2, 3]`,
    );
  }
}
