import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import type * as library from "../index";
import { expectInteger } from "../shape";
import { expectSendable } from "./sendable";
import { listenForInterruption } from "../training/interruption";
import { recall, remember } from "./kept";
import { seedsLine } from "./seeds-line";
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

/** What a worker is sent, and what it sends back. */
export interface SeedTask {
  readonly source: string;
  readonly context: SeedContext;
  readonly inputs: unknown;
}
export type SeedAnswer =
  { readonly result: unknown } | { readonly error: string; readonly name: string };

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
  const children = new Set<ChildProcess>();
  const interruption = listenForInterruption({
    onRequest() {
      for (const child of children) child.kill("SIGKILL");
    },
  });
  const line = seedsLine(name, seeds.length, seeds.length - waiting.length);
  const work = async () => {
    const child = fork(workerFile(), { serialization: "advanced", stdio: "inherit" });
    children.add(child);
    try {
      for (
        let context = waiting.shift();
        context && !interruption.requested;
        context = waiting.shift()
      ) {
        const result = (await ask(child, { source, context, inputs }, name)) as T;
        remember(name, context.seed, result);
        results.set(context.seed, result);
        line.seedDone();
      }
    } catch (error) {
      if (!interruption.requested) throw error;
    } finally {
      children.delete(child);
      child.kill("SIGKILL");
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(processes, waiting.length) }, work));
  } finally {
    line.end();
    interruption.release();
    for (const child of children) child.kill("SIGKILL");
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

/** The worker is run by Node itself, so it is always the built one. */
function workerFile(): string {
  const built = __filename.endsWith(".ts")
    ? path.join(__dirname, "..", "..", "dist", "evidence")
    : __dirname;
  return path.join(built, "seed-worker.js");
}

function ask(child: ChildProcess, task: SeedTask, name: string): Promise<unknown> {
  const { label, seed } = task.context;
  return new Promise((resolve, reject) => {
    const done = () => {
      child.removeListener("message", answered);
      child.removeListener("exit", ended);
    };
    const answered = (answer: SeedAnswer) => {
      done();
      if ("result" in answer) resolve(answer.result);
      else reject(new Error(`"${name}", ${label} (seed ${seed}): ${explained(answer)}`));
    };
    const ended = (code: number | null, signal: string | null) => {
      done();
      const how = signal ?? `exit code ${code}`;
      reject(new Error(`"${name}", ${label} (seed ${seed}): its process ended with ${how}`));
    };
    child.on("message", answered);
    child.on("exit", ended);
    child.send(task, (error) => {
      if (!error) return;
      done();
      reject(error);
    });
  });
}

function explained({ error, name }: Exclude<SeedAnswer, { result: unknown }>): string {
  if (name !== "ReferenceError") return error;
  return (
    `${error}. The experiment runs in another process and sees its arguments only: take what the library ` +
    "has from its second one, and hand over the rest by `inputs`"
  );
}
