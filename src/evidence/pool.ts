import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";
import { listenForInterruption } from "../training/interruption";

/** What the library needs to run tasks in processes side by side. */
export interface PoolOptions<Task, Result> {
  /** The program of each process, by its place in the built library: "evidence/seed-worker.js". */
  readonly worker: string;
  /** What is to be done, in the order in which it is begun. */
  readonly tasks: readonly Task[];
  /** How many processes. */
  readonly processes: number;
  /** What stands before the message of a task that failed. */
  readonly nameOf: (task: Task) => string;
  /** Told of each result as it comes. */
  readonly onResult: (task: Task, result: Result) => void;
  /** Told of what a process says of its task before the result. */
  readonly onNews?: (task: Task, news: unknown) => void;
  /** More to say of an error. */
  readonly explained?: (answer: WorkerError) => string;
}

/** How a task ended that threw. */
export interface WorkerError {
  /** Its message. */
  readonly error: string;
  /** The error's name, such as "RangeError". */
  readonly name: string;
}

/** How a task ended. */
export type WorkerEnd = { readonly result: unknown } | WorkerError;

/** What a process of the pool sends back: any number of news, then how its task ended. */
type WorkerAnswer = WorkerEnd | { readonly news: unknown };

/**
 * Does tasks in processes side by side, until all are done, one fails, or somebody presses stop. Whoever asked has had
 * the results that came before that.
 *
 * @returns false when it was stopped
 * @throws Error when a task throws or its process ends; the others are ended then
 */
export async function runPool<Task extends object, Result>({
  tasks,
  processes,
  ...options
}: PoolOptions<Task, Result>): Promise<boolean> {
  const waiting = [...tasks];
  const children = new Set<ChildProcess>();
  const endAll = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  const interruption = listenForInterruption({ onRequest: endAll });
  const work = async () => {
    const file = workerFile(options.worker);
    const child = fork(file, { serialization: "advanced", stdio: "inherit" });
    children.add(child);
    try {
      while (!interruption.requested) {
        const task = waiting.shift();
        if (!task) break;
        options.onResult(task, await ask(child, task, options));
      }
    } catch (error) {
      if (!interruption.requested) throw error;
    } finally {
      children.delete(child);
      child.kill("SIGKILL");
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(processes, tasks.length) }, work));
    return !interruption.requested;
  } finally {
    interruption.release();
    endAll();
  }
}

/** A worker's program: Node itself runs it, so it is always the built one. */
export function workerFile(worker: string): string {
  const built = __filename.endsWith(".ts")
    ? path.join(__dirname, "..", "..", "dist")
    : path.join(__dirname, "..");
  return path.join(built, ...worker.split("/"));
}

function ask<Task extends object, Result>(
  child: ChildProcess,
  task: Task,
  { nameOf, onNews, explained }: Omit<PoolOptions<Task, Result>, "tasks" | "processes">,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const done = () => {
      child.removeListener("message", answered);
      child.removeListener("exit", ended);
    };
    const answered = (answer: WorkerAnswer) => {
      if ("news" in answer) {
        onNews?.(task, answer.news);
        return;
      }
      done();
      if ("result" in answer) resolve(answer.result as Result);
      else reject(new Error(`${nameOf(task)}: ${explained?.(answer) ?? answer.error}`));
    };
    const ended = (code: number | null, signal: string | null) => {
      done();
      const how = signal ?? `exit code ${code}`;
      reject(new Error(`${nameOf(task)}: its process ended with ${how}`));
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

/** The other end: a process that does what it is sent, one task after the other, until whoever asked is gone. */
export function serveTasks(
  perform: (task: unknown, tell: (news: unknown) => void) => Promise<unknown>,
): void {
  const send = (answer: WorkerAnswer) => process.send?.(answer);
  process.on("message", (task: unknown) => {
    perform(task, (news) => send({ news })).then(
      (result) => send({ result }),
      (error: unknown) => {
        const { message, name } = error instanceof Error ? error : new Error(String(error));
        send({ error: message, name });
      },
    );
  });
  process.on("disconnect", () => process.exit());
  process.on("SIGINT", () => undefined); // it is for the parent to decide
}
