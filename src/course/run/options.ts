import type { INotebookContent, IOutput } from "@jupyterlab/nbformat";
import type { NotebookError } from "../errors";
import type { KernelHost } from "../hosts/host";

export interface RunOptions {
  readonly host: KernelHost;
  /** The working folder of the kernel, where the host can choose it. */
  readonly folder: string;
  /** What errors call the notebook; "notebook". */
  readonly name?: string | undefined;
  /** Name of the kernel; "tslab". */
  readonly kernelName?: string | undefined;
  /** Milliseconds that a cell may take; 600,000 (ten minutes). */
  readonly cellTimeoutMs?: number | undefined;
  /** For all cells together, and the start of the kernel; none. */
  readonly notebookTimeoutMs?: number | undefined;
  /** Milliseconds that the start of the kernel may take; 60,000. */
  readonly startTimeoutMs?: number | undefined;
  /** Most output that one cell may store; 10,000,000. */
  readonly outputLimitBytes?: number | undefined;
  /** Code that runs before the first cell; its output is not stored, its failure is an error. */
  readonly prelude?: string | undefined;
  /** Stops the run when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Told what happens, as it happens. Must not throw. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** How a code cell ended. "failed as expected": it failed and has the tag raises-exception. */
export type CellStatus =
  | "ok"
  | "error"
  | "failed as expected"
  | "skipped"
  | "timeout"
  | "kernel died"
  | "interrupted"
  | "not run";

/** `index` and `total` count all cells of the notebook, from 0. */
export type RunEvent =
  | { readonly type: "kernel-starting"; readonly kernelName: string }
  | { readonly type: "kernel-ready"; readonly seconds: number }
  | {
      readonly type: "cell-started";
      readonly index: number;
      readonly total: number;
      readonly source: string;
    }
  | { readonly type: "cell-output"; readonly index: number; readonly output: IOutput }
  | {
      readonly type: "cell-finished";
      readonly index: number;
      readonly seconds: number;
      readonly status: CellStatus;
    };

export interface CellRecord {
  readonly index: number;
  readonly seconds: number;
  readonly status: CellStatus;
}

export interface RunOutcome {
  /** A copy of the notebook with the outputs of every cell that ran, complete or not. */
  readonly notebook: INotebookContent;
  /** Why the run did not reach its end. */
  readonly error?: NotebookError;
  readonly seconds: number;
  /** One record for each code cell, in order. */
  readonly cells: readonly CellRecord[];
}

/** The options with their defaults. @throws RangeError a time or limit that is not above 0 */
export function withDefaults(options: RunOptions) {
  const full = {
    ...options,
    name: options.name ?? "notebook",
    kernelName: options.kernelName ?? "tslab",
    cellTimeoutMs: options.cellTimeoutMs ?? 600_000,
    startTimeoutMs: options.startTimeoutMs ?? 60_000,
    outputLimitBytes: options.outputLimitBytes ?? 10_000_000,
  };
  const { cellTimeoutMs, startTimeoutMs, outputLimitBytes, notebookTimeoutMs = 1 } = full;
  const numbers = { cellTimeoutMs, startTimeoutMs, outputLimitBytes, notebookTimeoutMs };
  for (const [name, value] of Object.entries(numbers))
    if (!(value > 0)) throw new RangeError(`${name}: wanted a number above 0, found ${value}`);
  return full;
}

export type FullOptions = ReturnType<typeof withDefaults>;
