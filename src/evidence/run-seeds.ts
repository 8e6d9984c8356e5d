import { availableParallelism } from "node:os";
import type * as library from "../index";
import { expectInteger } from "../shape";
import { expectSendable } from "./sendable";
import { recall, remember } from "./kept";
import { runPool, type WorkerError } from "./pool";
import { runsLine } from "./runs-line";
import { checkSeeds, type SeedContext } from "./seeds";
import { experimentKey, keepUnfinished, stoppedError, takeUnfinished } from "./unfinished";

/** Everything that `gan-clinic` exports. */
export type Library = typeof library;

/** A seed's run in a process of its own: it sees its arguments and nothing else. */
export type RemoteExperiment<T, Inputs> = (
  context: SeedContext,
  library: Library,
  inputs: Inputs,
) => T | Promise<T>;

/** Options of {@link runSeeds}. */
export interface RunSeedsOptions<Inputs> {
  /** Handed to each run: numbers, texts, arrays, typed arrays and records of these. */
  readonly inputs?: Inputs;
  /** How many run at a time; as many as there are cores. */
  readonly processes?: number;
}

/** What a worker is sent. */
export interface SeedTask {
  readonly source: string;
  readonly context: SeedContext;
  readonly inputs: unknown;
}

/**
 * Runs an experiment once per seed in processes side by side. On two cores, ten seeds of a small GAN take a
 * little more than half the time of {@link overSeeds}.
 *
 * The experiment is sent to the other processes as text. So it must be a function that uses only its three
 * arguments: what it takes from this library is in the second one, what it needs of the notebook in `inputs`.
 *
 * While it runs, a line tells how many seeds are done and how long the others will take. When the learner presses stop,
 * the seeds that are finished are kept: the same cell, run again as it is, goes on with the others.
 *
 * @param name of the experiment, as in `overSeeds`
 * @returns one result per seed, in the order of `seeds`
 * @throws RangeError for no seeds, a seed twice, a seed that is not a whole number, or no process
 * @throws TypeError for inputs that another process cannot be sent: tensors, functions and what has any, such as a data set
 * @throws Error when a run throws, with its seed; the others are stopped. Or when the learner presses stop
 * @example
 * ```ts
 * import { runSeeds } from "gan-clinic";
 * const sums = await runSeeds(
 *   "sums",
 *   [1, 2],
 *   ({ seed }, { seeded }, { count }) => seeded(seed).integers(count, 10).length,
 *   { inputs: { count: 5 }, processes: 1 },
 * );
 * assert.deepEqual(sums, [5, 5]);
 * ```
 */
export async function runSeeds<T, Inputs = undefined>(
  name: string,
  seeds: readonly number[],
  experiment: RemoteExperiment<T, Inputs>,
  { inputs, processes = availableParallelism() }: RunSeedsOptions<Inputs> = {},
): Promise<T[]> {
  checkSeeds(seeds);
  expectInteger(processes, "runSeeds processes", { atLeast: 1 });
  expectSendable(inputs, "runSeeds inputs");
  const source = experiment.toString();
  const key = experimentKey(name, source, inputs);
  const results = takeUnfinished(key) as Map<number, T>; // by seed
  for (const seed of seeds) {
    const kept = recall(name, seed);
    if (kept) results.set(seed, kept.result as T);
  }
  const waiting = seeds
    .map((seed, index): SeedContext => {
      const label = `seed ${index + 1} of ${seeds.length}`;
      return { seed, index, count: seeds.length, label };
    })
    .filter(({ seed }) => !results.has(seed));
  const line = runsLine(name, { count: seeds.length, known: results.size, what: "seeds" });
  try {
    await runPool<SeedTask, T>({
      worker: "evidence/seed-worker.js",
      tasks: waiting.map((context) => ({ source, context, inputs })),
      processes,
      nameOf: ({ context: { label, seed } }) => `"${name}", ${label} (seed ${seed})`,
      onResult({ context: { seed } }, result) {
        remember(name, seed, result);
        results.set(seed, result);
        line.runDone();
      },
      explained,
    });
  } finally {
    line.end();
  }
  if (results.size < seeds.length) {
    keepUnfinished(key, results);
    throw stoppedError(
      `Stopped in "${name}". ${results.size} of ${seeds.length} seeds are finished and kept: ` +
        "run the cell again as it is to go on with the others",
    );
  }
  return seeds.map((seed) => results.get(seed)!);
}

function explained({ error, name }: WorkerError): string {
  if (name !== "ReferenceError") return error;
  return (
    `${error}. The experiment runs in another process and sees its arguments only: take what the library ` +
    "has from its second one, and hand over the rest by `inputs`"
  );
}
