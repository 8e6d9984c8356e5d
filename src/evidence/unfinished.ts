import { createHash } from "node:crypto";
import { serialize } from "node:v8";

// What a stopped `runSeeds` had finished stays in memory until the same cell runs again. An experiment there sees
// its text, its inputs and its seed, and nothing else: if these are the same, so is the result.

const stopped = new Map<string, Map<number, unknown>>();

/** What an experiment is made of, as a key. */
export function experimentKey(name: string, source: string, inputs: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([name, source]))
    .update(serialize(inputs))
    .digest("hex");
}

/** The results that a stopped run of this experiment left, by seed. They are given once. */
export function takeUnfinished(key: string): Map<number, unknown> {
  const results = stopped.get(key) ?? new Map<number, unknown>();
  stopped.delete(key);
  return results;
}

/** Keep the results of a run that was stopped. */
export function keepUnfinished(key: string, results: Map<number, unknown>): void {
  stopped.set(key, results);
}

/** What a learner who pressed stop is told: the course's kernel shows it without where it was thrown. */
export function stoppedError(message: string): Error {
  const error = new Error(message);
  error.name = "Stopped";
  return error;
}
