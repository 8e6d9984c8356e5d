/** What a judge does for seconds, such as training: in a process of its own, so that the grader goes on meanwhile. */
import { fork } from "node:child_process";
import path from "node:path";
import type { SeedAnswer, SeedTask } from "../../evidence/run-seeds";
import type { Library } from "../contract";

/**
 * Runs `work` in a new process with an engine of its own.
 *
 * @param work is sent as text, so it uses its two arguments and nothing else
 * @param inputs numbers, texts, arrays, typed arrays and records of these
 * @param seconds the longest time that it may take
 * @throws Error what `work` throws; or it took too long, or its process ended
 */
export async function inOwnProcess<T, Inputs>(
  work: (library: Library, inputs: Inputs) => T | Promise<T>,
  inputs: Inputs,
  seconds = 300,
): Promise<T> {
  // detached: a Ctrl-C at the terminal is for the grader, which then decides; the worker ends when its parent does
  const child = fork(workerFile(), { serialization: "advanced", stdio: "inherit", detached: true });
  let clock: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<SeedAnswer>((resolve, reject) => {
      child.on("message", (message: SeedAnswer) => {
        resolve(message);
      });
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        reject(new Error(`its process ended with ${signal ?? `exit code ${code}`}`));
      });
      const late = new Error(`it took longer than ${seconds} s`);
      clock = setTimeout(() => {
        reject(late);
      }, seconds * 1000);
      const task: SeedTask = {
        source: `(context, library, inputs) => (${work.toString()})(library, inputs)`,
        context: { seed: 0, index: 0, count: 1, label: "inOwnProcess" },
        inputs,
      };
      child.send(task, (error) => {
        if (error) reject(error);
      });
    });
    if ("result" in answer) return answer.result as T;
    throw new Error(answer.error);
  } finally {
    clearTimeout(clock);
    child.kill("SIGKILL");
  }
}

/** Node itself runs the worker, so it is always the built one. */
function workerFile(): string {
  const built = __filename.endsWith(".ts")
    ? path.join(__dirname, "..", "..", "..", "dist")
    : path.join(__dirname, "..", "..");
  return path.join(built, "evidence", "seed-worker.js");
}
