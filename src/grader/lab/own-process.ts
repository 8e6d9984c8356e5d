/**
 * What a judge does for seconds, such as training: in a process of its own, so that the grader goes on meanwhile. Its
 * code is the course's, and only data comes from a student, so a process whose work is done takes the next one's: it has
 * loaded the library, and V8 knows its code.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { workerFile, type WorkerEnd } from "../../evidence/pool";
import type { SeedTask } from "../../evidence/run-seeds";
import type { Library } from "../contract";

/** One that has done so many pieces of work ends: what each of them left in memory is given back. */
const MOST_WORK = 50;

interface Worker {
  readonly child: ChildProcess;
  work: number;
}

/** Those that are alive and have nothing to do, the last one used at the end. */
const idle: Worker[] = [];

/**
 * Runs `work` in another process with an engine of its own. Only one piece of work is in a process at a time.
 *
 * @param work is sent as text, so it uses its two arguments and nothing else, and leaves no tensor behind
 * @param inputs numbers, texts, arrays, typed arrays and records of these
 * @param seconds the longest time that it may take
 * @throws Error what `work` throws; or it took too long, or its process ended
 */
export async function inOwnProcess<T, Inputs>(
  work: (library: Library, inputs: Inputs) => T | Promise<T>,
  inputs: Inputs,
  seconds = 300,
): Promise<T> {
  const worker = idle.pop() ?? { child: startChild(), work: 0 };
  const { child } = worker;
  worker.work += 1;
  holdUs(child, true);
  const task: SeedTask = {
    source: `(context, library, inputs) => (${work.toString()})(library, inputs)`,
    context: { seed: 0, index: 0, count: 1, label: "inOwnProcess" },
    inputs,
  };
  try {
    const answer = await ask(child, task, seconds);
    if (!("result" in answer)) throw new Error(answer.error);
    if (worker.work < MOST_WORK) rest(worker);
    else child.kill("SIGKILL");
    return answer.result as T;
  } catch (error) {
    child.kill("SIGKILL"); // what it was doing may have left anything
    throw error;
  }
}

/** End those that have nothing to do. */
export function endIdleProcesses(): void {
  for (const { child } of idle.splice(0)) child.kill("SIGKILL");
}

function startChild(): ChildProcess {
  // detached: a Ctrl-C at the terminal is for the grader, which then decides; the worker ends when its parent does
  const child = fork(workerFile("evidence/seed-worker.js"), {
    serialization: "advanced",
    stdio: "inherit",
    detached: true,
  });
  child.once("exit", () => {
    const at = idle.findIndex((worker) => worker.child === child);
    if (at >= 0) idle.splice(at, 1);
  });
  return child;
}

async function ask(child: ChildProcess, task: SeedTask, seconds: number): Promise<WorkerEnd> {
  const over = new AbortController();
  const until = { signal: over.signal };
  try {
    child.send(task);
    const answered = once(child, "message", until).then(([answer]) => answer as WorkerEnd);
    const gone = once(child, "exit", until).then(([code, signal]) => {
      throw new Error(`its process ended with ${signal ?? `exit code ${code}`}`);
    });
    const late = delay(seconds * 1000, undefined, until).then(() => {
      throw new Error(`it took longer than ${seconds} s`);
    });
    return await Promise.race([answered, gone, late]);
  } finally {
    over.abort();
  }
}

/** It waits for more, and does not keep this process from ending. */
function rest(worker: Worker): void {
  holdUs(worker.child, false);
  idle.push(worker);
}

function holdUs(child: ChildProcess, holds: boolean): void {
  const change = holds ? "ref" : "unref";
  child[change]();
  child.channel?.[change]();
}
