import { shapeText } from "../shape";
import type { Configuration } from "./configuration";
import { emptyHistory, type History } from "./history";
import type { MonitorRow } from "./monitors";
import type { OptimizerState } from "./optimizer-state";
import { fromExactJson } from "./tensor-files/exact-json";
import { readTensors, type StoredTensors } from "./tensor-files/safetensors";

/** What goes on in a resumed training besides its tensors. */
export interface Kept {
  readonly step: number;
  readonly configuration: Configuration;
  readonly history: History;
  readonly monitors: readonly MonitorRow[];
  readonly snapshotSteps: readonly { readonly step: number; readonly shape: readonly number[] }[];
  readonly counters: Readonly<Record<Player, OptimizerState["counter"]>>;
  /** What each optimiser keeps; a library of before has not written this. */
  readonly slots?: Readonly<Record<Player, readonly KeptSlot[]>>;
}

interface KeptSlot {
  readonly shape: readonly number[];
  readonly dtype: string;
}

type Player = "generator" | "discriminator";
const players: readonly Player[] = ["generator", "discriminator"];

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
    const history = wholeHistory(kept);
    expectRows(kept);
    expectCounters(kept);
    expectTensors(kept, tensors);
    return { kept: { ...kept, history }, tensors };
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
    const other = found.findIndex((value) => typeof value !== "number");
    if (other >= 0) {
      throw new Error(
        `wanted a number as the ${column} of step ${other + 1}, found ${JSON.stringify(found[other])}`,
      );
    }
    for (const value of found) whole[column].push(value);
  }
  const wrong = whole.step.findIndex((at, i) => at !== i + 1);
  if (wrong >= 0) throw new Error(`wanted step ${wrong + 1}, found ${whole.step[wrong]}`);
  return whole;
}

/** A row of the monitors for each snapshot. */
function expectRows({ monitors, snapshotSteps }: Kept): void {
  const lists: readonly [name: string, rows: unknown][] = [
    ["monitors", monitors],
    ["snapshotSteps", snapshotSteps],
  ];
  for (const [name, rows] of lists) {
    if (!Array.isArray(rows)) throw new Error(`wanted a list as its ${name}, found a record`);
    const wrong = (rows as unknown[]).findIndex((row) => !Number.isSafeInteger((row as MonitorRow | null)?.step)); // prettier-ignore
    if (wrong >= 0) throw new Error(`its ${name}[${wrong}] has no step`);
  }
  const [looked, taken] = [monitors, snapshotSteps].map((rows) => rows.map(({ step }) => step).join(", ")); // prettier-ignore
  if (looked === taken) return;
  throw new Error(`wanted monitors of its snapshots' steps ${taken}, found those of ${looked || "none"}`); // prettier-ignore
}

function expectCounters({ counters }: Kept): void {
  for (const player of players) {
    const { iterations, powers } =
      (counters as Partial<Kept["counters"]>)[player] ?? ({} as Partial<OptimizerState["counter"]>);
    const numbers: unknown = powers ?? [];
    const whole = Array.isArray(numbers) && numbers.every((power) => typeof power === "number");
    if (!Number.isSafeInteger(iterations) || !whole) {
      throw new Error(`the counter of the ${player}'s optimizer is missing`);
    }
  }
}

/** The tensors that are no weights of a network: those are held against the networks. */
function expectTensors(
  { snapshotSteps, slots, configuration }: Kept,
  tensors: FoundCheckpoint["tensors"],
): void {
  const averaged = "average" in configuration && configuration.average !== "none";
  for (const { step, shape } of snapshotSteps) {
    expectTensor(tensors, `snapshot/${step}`, shape);
    if (averaged) expectTensor(tensors, `average snapshot/${step}`, shape);
  }
  if (!slots) return;
  for (const player of players) {
    slots[player].forEach(({ shape, dtype }, i) => {
      expectTensor(tensors, `${player} optimizer/${i}`, shape, dtype === "int32" ? "I32" : "F32");
    });
  }
}

function expectTensor(
  tensors: FoundCheckpoint["tensors"],
  name: string,
  shape: readonly number[],
  dtype = "F32",
): void {
  const found = tensors.get(name);
  const wanted = `wanted "${name}", ${dtype} of shape ${shapeText(shape)}`;
  if (!found) throw new Error(`${wanted}, found nothing of that name`);
  if (found.dtype !== dtype || found.shape.join() !== shape.join()) {
    throw new Error(`${wanted}, found ${found.dtype} of shape ${shapeText(found.shape)}`);
  }
}
