import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Sizes } from "./workloads";

// The harness and what it times talk in lines of JSON: a command to the child's stdin, an answer from
// its stdout, one at a time. Each engine has a process of its own, in Node (engine-child.ts) or in
// Python (torch_bench.py): two engines of TensorFlow.js in one process would share its state.

export type Command =
  | {
      readonly do: "open";
      readonly kind: string;
      readonly sizes: Sizes;
      readonly mode: string;
      /** 0: the engine's own choice. */
      readonly threads: number;
      /** Steps in one call, where the engine can do that. */
      readonly stepsPerCall: number;
    }
  | { readonly do: "run"; readonly steps: number }
  | { readonly do: "memory" };

/** What was opened. */
export interface Opened {
  /** Name and version. */
  readonly engine: string;
  readonly threads?: number;
  /** How many numbers the networks learn: the same on every engine, or it is not the same workload. */
  readonly parameters: number;
  /** Milliseconds up to the end of the first step, by part. */
  readonly setup: Readonly<Record<string, number>>;
  /** How many steps it puts into one call, where that was left to it. */
  readonly stepsPerCall?: number;
  /** Size of a compiled graph. */
  readonly nodes?: number;
}

export interface Answers {
  open: Opened;
  /** Of all the steps together. */
  run: { readonly ms: number };
  /** The most that the process has held so far. */
  memory: { readonly peakMB: number };
}

/**
 * @throws Error with the child's own words when the line is an error, or no answer at all
 */
export function parseAnswer(line: string): object {
  let answer: unknown;
  try {
    answer = JSON.parse(line);
  } catch {
    answer = undefined;
  }
  if (typeof answer !== "object" || answer === null) {
    throw new Error(`wanted an answer in JSON, found "${line.slice(0, 200)}"`);
  }
  if ("error" in answer) throw new Error(String(answer.error));
  return answer;
}

/** A process that answers commands. */
export class Child {
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];
  #wake: (() => void) | undefined;
  #remarks = "";
  #ended = false;

  constructor(command: string, args: readonly string[], environment: Record<string, string> = {}) {
    this.#process = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    createInterface({ input: this.#process.stdout! }).on("line", (line) => {
      this.#lines.push(line);
      this.#wake?.();
    });
    this.#process.stderr!.on("data", (text: Buffer) => {
      this.#remarks = (this.#remarks + text.toString()).slice(-2000);
    });
    this.#process.stdin!.on("error", () => undefined); // it has ended: `close` tells
    this.#process.on("error", (error) => (this.#remarks += error.message));
    this.#process.on("close", () => {
      this.#ended = true;
      this.#wake?.();
    });
  }

  /**
   * @throws Error what the child says is wrong; or that it has ended, or takes longer than `limitMs`
   */
  async ask<C extends Command>(command: C, limitMs = 300_000): Promise<Answers[C["do"]]> {
    this.#process.stdin!.write(`${JSON.stringify(command)}\n`);
    const timer = setTimeout(() => {
      this.#remarks = `"${command.do}" took longer than ${limitMs / 1000} s`;
      this.#process.kill();
    }, limitMs);
    try {
      while (this.#lines.length === 0 && !this.#ended) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
    const line = this.#lines.shift();
    if (line !== undefined) return parseAnswer(line) as Answers[C["do"]];
    throw new Error(this.#remarks.trim().split("\n").at(-1) || "the process ended without a word");
  }

  /** Ends the process; it has finished what it was asked. */
  async close(): Promise<void> {
    this.#process.stdin!.end();
    while (!this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

/** The child's side: answers every command from stdin by `handle`, until there are no more. */
export async function answerCommands(handle: (command: Command) => Promise<object>): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr); // a library's remarks are no answers
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await handle(JSON.parse(line) as Command).catch((error: unknown) => ({
      error: (error instanceof Error ? error.message : String(error)).split("\n")[0],
    }));
    write(`${JSON.stringify(answer)}\n`);
  }
}
