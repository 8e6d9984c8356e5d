import type { INotebookContent } from "@jupyterlab/nbformat";
import type { RunEvent, RunOptions, RunOutcome } from "./options";
import { runNotebook } from "./runner";

/** One notebook of several, with the options in which it differs from the others. */
export type NotebookJob = Pick<RunOptions, "name" | "folder" | "prelude"> & {
  readonly notebook: INotebookContent;
};

export type ParallelOptions = Omit<RunOptions, "name" | "folder" | "prelude" | "onEvent"> & {
  /** Most notebooks at once. Default: 1. */
  readonly parallel?: number | undefined;
  readonly onEvent?: ((job: NotebookJob, event: RunEvent) => void) | undefined;
};

/**
 * Runs notebooks, each in a kernel of its own, a bounded number at once.
 * @returns their outcomes, in the order of the jobs; a failing one does not stop the others
 * @throws {RangeError} `parallel` is no whole number above 0
 */
export async function runNotebooks(
  jobs: readonly NotebookJob[],
  { parallel = 1, onEvent, ...options }: ParallelOptions,
): Promise<RunOutcome[]> {
  if (!Number.isInteger(parallel) || parallel < 1)
    throw new RangeError(`parallel: wanted a whole number above 0, found ${parallel}`);
  const outcomes: RunOutcome[] = [];
  const waiting = jobs.entries();
  const work = async () => {
    for (const [i, job] of waiting) {
      const { notebook, ...own } = job;
      const tell = (event: RunEvent) => onEvent?.(job, event);
      outcomes[i] = await runNotebook(notebook, { ...options, ...own, onEvent: tell });
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, jobs.length) }, work));
  return outcomes;
}
