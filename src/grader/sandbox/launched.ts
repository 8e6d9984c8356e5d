/** A program of ours, started behind one of the walls. */
import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { IsolationLevel } from "../contract";
import type { Family } from "./tree";

/** A running program, and how to reach it. */
export interface Launched {
  readonly level: IsolationLevel;
  readonly child: ChildProcess;
  /** Requests go in here. */
  readonly requests: Writable;
  /** Answers come out here. */
  readonly answers: Readable;
  /** What it prints: standard output and error. */
  readonly prints: readonly Readable[];
  /** Its processes, where they can be seen from here. */
  readonly family: Family;
  /**
   * Called when it is ready and before it is given any of a submission's code.
   * @returns the limits that do not hold, in words
   */
  readonly ready: () => string[];
  /** Called when no process is left. */
  readonly cleanUp: () => void;
}
