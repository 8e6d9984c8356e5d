import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { configurationOf, differingKeys } from "./configuration";
import type { History } from "./history";
import type { MonitorRow } from "./monitors";
import { optimizerState, restoreOptimizer } from "./optimizer-state";
import { readTensors, writeTensors, type StoredTensor } from "./safetensors";
import type { Snapshot } from "./snapshot";
import type { Session } from "./session";
import { assignStored, stored, tensorOf } from "./stored";

/** Where a training keeps its state. */
export interface CheckpointOptions {
  /** Written at each snapshot and at the end, in the safetensors format. */
  readonly file: string;
}

/**
 * A checkpoint belongs to a training with other options. Its message says which, with both values; nothing has
 * been changed.
 *
 * @example
 * ```ts
 * import { OtherConfigurationError } from "gan-clinic";
 * const error = new OtherConfigurationError("run.safetensors: batchSize: wanted 64, found 8", ["batchSize"]);
 * assert.deepEqual(error.keys, ["batchSize"]);
 * ```
 */
export class OtherConfigurationError extends Error {
  /** The error's name, "OtherConfigurationError". */
  override readonly name = "OtherConfigurationError";
  /** @param keys the options that differ */
  constructor(
    message: string,
    readonly keys: readonly string[],
  ) {
    super(message);
  }
}

/** What goes on in a resumed training besides its tensors. */
interface Kept {
  readonly step: number;
  readonly configuration: Readonly<Record<string, string>>;
  readonly history: History;
  readonly monitors: readonly MonitorRow[];
  readonly snapshotSteps: readonly { readonly step: number; readonly shape: readonly number[] }[];
  readonly counters: { readonly generator: Counter; readonly discriminator: Counter };
}
type Counter = Awaited<ReturnType<typeof optimizerState>>["counter"];

/** Writes the state after `step` steps, when the training has a checkpoint. */
export async function saveCheckpoint(session: Session, step: number): Promise<void> {
  const { plan, players, history, monitors, snapshots } = session;
  if (!plan.checkpoint) return;
  const tensors: Record<string, StoredTensor> = {};
  variablesOf(session).forEach(([name, variable]) => {
    tensors[name] = stored(variable);
  });
  const counters: Partial<Record<"generator" | "discriminator", Counter>> = {};
  for (const player of ["generator", "discriminator"] as const) {
    const state = await optimizerState(players.optimizers[player]);
    state.slots.forEach((slot, i) => {
      tensors[`${player} optimizer/${i}`] = stored(slot);
    });
    counters[player] = state.counter;
  }
  for (const { step: at, samples, shape, averageSamples } of snapshots) {
    tensors[`snapshot/${at}`] = { shape, values: samples };
    if (averageSamples) tensors[`average snapshot/${at}`] = { shape, values: averageSamples };
  }
  const kept: Kept = {
    step,
    configuration: configurationOf(plan),
    history,
    monitors,
    snapshotSteps: snapshots.map(({ step: at, shape }) => ({ step: at, shape })),
    counters: counters as Kept["counters"],
  };
  writeTensors(plan.checkpoint.file, { tensors, texts: { training: JSON.stringify(kept) } });
}

/**
 * Puts the state of a checkpoint in place, if there is one.
 *
 * @returns the steps that are done; 0 without a checkpoint
 * @throws OtherConfigurationError for a checkpoint of a training with other options
 */
export async function resume(session: Session): Promise<number> {
  const { plan, players, history, monitors, snapshots } = session;
  const file = plan.checkpoint?.file;
  if (file === undefined || !existsSync(file)) return 0;
  const { tensors, texts } = readTensors(file);
  const kept = JSON.parse(texts.training ?? "{}") as Kept;
  expectSame(file, kept.configuration, configurationOf(plan));
  for (const [name, variable] of variablesOf(session)) assignStored(variable, tensors[name]);
  for (const player of ["generator", "discriminator"] as const) {
    const names = Object.keys(tensors).filter((name) => name.startsWith(`${player} optimizer/`));
    const slots = names.map((name) => tensorOf(tensors[name]));
    await restoreOptimizer(players.optimizers[player], { slots, counter: kept.counters[player] });
    tf.dispose(slots);
  }
  for (const column of Object.keys(history) as (keyof History)[]) {
    history[column].push(...kept.history[column]);
  }
  monitors.push(...kept.monitors);
  snapshots.push(...kept.snapshotSteps.map((at) => snapshotIn(tensors, at)));
  return kept.step;
}

function snapshotIn(
  tensors: Readonly<Record<string, StoredTensor>>,
  { step, shape }: Kept["snapshotSteps"][number],
): Snapshot {
  const samples = tensors[`snapshot/${step}`].values as Float32Array;
  const averaged = Object.entries(tensors).find(
    ([name]) => name === `average snapshot/${step}`,
  )?.[1].values as Float32Array | undefined;
  return { step, shape, samples, ...(averaged && { averageSamples: averaged }) };
}

function expectSame(
  file: string,
  found: Readonly<Partial<Record<string, string>>> | undefined,
  wanted: Readonly<Record<string, string>>,
): void {
  const keys = differingKeys(found ?? {}, wanted);
  if (keys.length === 0) return;
  const lines = keys.map(
    (key) => `  ${key}: wanted ${wanted[key]}, found ${found?.[key] ?? "nothing"}`,
  );
  throw new OtherConfigurationError(
    `${file} is the checkpoint of a training with other options:\n${lines.join("\n")}\n` +
      "Use those options, or another file; delete this one to begin anew",
    keys,
  );
}

/** All variables of a training by their place, which is the same in another process. */
function variablesOf({ plan, players }: Session): [name: string, variable: tf.Variable][] {
  const { generator, discriminator } = plan;
  const groups = {
    generator: generator.variables,
    "generator state": generator.states ?? [],
    discriminator: discriminator.variables,
    "discriminator state": discriminator.states ?? [],
    average: players.average?.variables ?? [],
    terms: plan.terms.flatMap(({ states }) => states ?? []),
  };
  return Object.entries(groups).flatMap(([group, variables]) =>
    variables.map((variable, i): [string, tf.Variable] => [`${group}/${i}`, variable]),
  );
}
