import { emptyHistory, type History } from "./history";
import type { MonitorRow } from "./monitors";
import type { OptimizerState } from "./optimizer-state";
import { fromExactJson } from "./tensor-files/exact-json";
import { readTensors, type StoredTensors } from "./tensor-files/safetensors";

/** What goes on in a resumed training besides its tensors. */
export interface Kept {
  readonly step: number;
  readonly configuration: Readonly<Record<string, string>>;
  readonly history: History;
  readonly monitors: readonly MonitorRow[];
  readonly snapshotSteps: readonly { readonly step: number; readonly shape: readonly number[] }[];
  readonly counters: Readonly<Record<"generator" | "discriminator", OptimizerState["counter"]>>;
}

/** A checkpoint as it was found. */
export interface FoundCheckpoint {
  readonly kept: Kept;
  readonly tensors: StoredTensors["tensors"];
}

/**
 * Reads a checkpoint and makes sure that it is a whole one.
 *
 * @throws Error that names the file, when it can not be read, is damaged, or is no checkpoint
 */
export function readCheckpoint(file: string): FoundCheckpoint {
  const { tensors, texts } = readTensors(
    file,
    "It stays as it is: name another file for the checkpoint",
  );
  const { training, network } = texts;
  if (training === undefined) {
    const what =
      network === undefined ? "tensors of another program" : `the weights of "${network}" (saveNetwork)`;
    throw new Error(
      `${file} is no checkpoint of a training: it holds ${what}. It stays as it is: name another file`,
    );
  } // prettier-ignore
  try {
    const kept = fromExactJson(training) as Kept;
    return { kept: { ...kept, history: wholeHistory(kept) }, tensors };
  } catch (error) {
    throw new Error(
      `${file} is a damaged checkpoint: ${(error as Error).message}. It stays as it is: put a ` +
        "whole copy in its place, or name another file to begin anew",
      { cause: error },
    );
  }
}

/** The history of a checkpoint: in each column a number for each of its steps. */
function wholeHistory({ step, history, monitors, snapshotSteps, counters, configuration }: Kept) {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new Error(`wanted the count of its steps, found ${step}`);
  }
  const parts = { history, monitors, snapshotSteps, counters, configuration };
  for (const [name, part] of Object.entries(parts) as [string, unknown][]) {
    if (typeof part !== "object" || part === null) throw new Error(`its ${name} is missing`);
  }
  const whole = emptyHistory();
  for (const column of Object.keys(whole) as (keyof History)[]) {
    const found = history[column] as number[] | undefined;
    if (found?.length !== step) {
      throw new Error(
        `wanted a ${column} for each of its ${step} steps, found ${found?.length ?? "none"}`,
      );
    }
    for (const value of found) whole[column].push(value);
  }
  const wrong = whole.step.findIndex((at, i) => at !== i + 1);
  if (wrong >= 0) throw new Error(`wanted step ${wrong + 1}, found ${whole.step[wrong]}`);
  return whole;
}
