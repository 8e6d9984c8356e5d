import * as tf from "@tensorflow/tfjs";
import { differences, differenceText } from "../recipes/compare";
import { takeCheckpointFile } from "./checkpoint-file";
import {
  readCheckpoint,
  type Checkpoint,
  type FoundCheckpoint,
  type Kept,
} from "./checkpoint-state";
import { configurationOf, type Configuration } from "./configuration";
import type { History } from "./history";
import { optimizerState, restoreOptimizer } from "./optimizer-state";
import type { TrainingOptions, TrainingPlan } from "./plan";
import type { Snapshot } from "./snapshot";
import type { Session } from "./session";
import { toExactJson } from "./tensor-files/exact-json";
import type { KeptTensor } from "./tensor-files/safetensors";
import { assignAll, stored, tensorOf } from "./tensor-files/stored";

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

/** The steps of a training with its checkpoint: never fewer than are done, since to go back would lose them. */
export function stepsWith(plan: TrainingPlan, checkpoint: Checkpoint | undefined): number {
  return Math.max(plan.steps, checkpoint?.found?.kept.step ?? 0);
}

/**
 * Looks at the checkpoint of a training before anything is changed. The caller releases its file.
 *
 * @returns nothing for a training without one
 * @throws TypeError when it is asked for in another way than `{ file }`
 * @throws OtherConfigurationError for a checkpoint of a training with other options
 * @throws Error that names the file, when it is damaged, no checkpoint, can not be written, or another
 *   training has it
 */
export function openCheckpoint(
  plan: TrainingPlan,
  options: TrainingOptions,
): Checkpoint | undefined {
  if (plan.checkpoint === undefined) return undefined;
  const file = takeCheckpointFile(plan.checkpoint);
  try {
    const found = file.exists ? readCheckpoint(file.file) : undefined;
    if (found) expectSame(file.file, found.kept.configuration, plan, options);
    const done = found?.kept.step ?? 0;
    if (done > plan.steps) {
      console.warn(
        `trainGan: ${file.file} has done ${done} steps, more than the ${plan.steps} that were asked for. This is the ` +
          "run as it is there. For a shorter one, name another file.",
      );
    }
    if (done < plan.steps) file.expectWritable();
    return { file, ...(found && { found }) };
  } catch (error) {
    file.release();
    throw error;
  }
}

/** Writes the state after `step` steps, when the training has a checkpoint. */
export async function saveCheckpoint(session: Session, step: number): Promise<void> {
  const { plan, training, history, monitors, snapshots, checkpoint } = session;
  if (!checkpoint) return;
  const tensors: Record<string, KeptTensor> = {};
  variablesOf(session).forEach(([name, variable]) => {
    tensors[name] = stored(variable);
  });
  const counters: Partial<Record<"generator" | "discriminator", Kept["counters"]["generator"]>> =
    {};
  const slots: Partial<Record<"generator" | "discriminator", NonNullable<Kept["slots"]>["generator"]>> = {}; // prettier-ignore
  for (const player of ["generator", "discriminator"] as const) {
    const state = await optimizerState(training.optimizers[player]);
    state.slots.forEach((slot, i) => {
      tensors[`${player} optimizer/${i}`] = stored(slot);
    });
    slots[player] = state.slots.map(({ shape, dtype }) => ({ shape, dtype }));
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
    slots: slots as NonNullable<Kept["slots"]>,
  };
  checkpoint.file.write({ tensors, text: toExactJson(kept) });
}

/**
 * Puts the state of a checkpoint in place, if one was found.
 *
 * @returns the steps that are done; 0 without a checkpoint
 * @throws TypeError when its tensors do not fit the networks, which stay as they are then
 */
export async function resume(session: Session): Promise<number> {
  const { plan, training, history, monitors, snapshots, checkpoint } = session;
  if (!checkpoint?.found) return 0;
  const { kept, tensors } = checkpoint.found;
  delete checkpoint.found; // its numbers are not held while the training runs
  // the session's own first, then the networks, which are the caller's: all of them or none
  for (const player of ["generator", "discriminator"] as const) {
    const slots: tf.Tensor[] = [];
    for (let i = 0; tensors.has(`${player} optimizer/${i}`); i++) {
      slots.push(tensorOf(tensors.get(`${player} optimizer/${i}`)!));
    }
    try {
      await restoreOptimizer(training.optimizers[player], {
        slots,
        counter: kept.counters[player],
      });
    } finally {
      tf.dispose(slots);
    }
  }
  const took = kept.snapshotSteps.map((at) => snapshotIn(tensors, at));
  const assignments = variablesOf(session).map(([name, variable]) => {
    return { name, variable, found: tensors.get(name) };
  });
  assignAll(checkpoint.file.file, assignments);
  for (const column of Object.keys(history) as (keyof History)[]) {
    for (const value of kept.history[column]) history[column].push(value);
  }
  monitors.push(...kept.monitors);
  snapshots.push(...took);
  if (kept.step < plan.steps && kept.step % Number(kept.configuration.snapshotEvery) !== 0) {
    // taken because the training ended there, which it does not now: in one go there would be none
    monitors.pop();
    snapshots.pop();
  }
  return kept.step;
}

function snapshotIn(
  tensors: FoundCheckpoint["tensors"],
  { step, shape }: Kept["snapshotSteps"][number],
): Snapshot {
  const samples = tensors.get(`snapshot/${step}`)?.values as Float32Array | undefined;
  if (!samples) throw new TypeError(`wanted the snapshot of step ${step}, found none`);
  const averaged = tensors.get(`average snapshot/${step}`)?.values as Float32Array | undefined;
  return { step, shape, samples, ...(averaged && { averageSamples: averaged }) };
}

function expectSame(
  file: string,
  found: Configuration,
  plan: TrainingPlan,
  { snapshotEvery }: TrainingOptions,
): void {
  if (typeof found.batchSize === "string") {
    throw new Error(
      `${file} was written by an earlier version of the library, which did not keep all that decides a training's numbers: ` +
        "go on with that version, or name another file to begin anew. This one stays as it is",
    );
  }
  const others = differences(configurationOf(plan), found).filter(
    // left out, it is a tenth of the steps: of more steps, when a training is carried on
    ({ path }) => path !== "snapshotEvery" || snapshotEvery !== undefined,
  );
  if (others.length === 0) return;
  throw new OtherConfigurationError(
    `${file} is the checkpoint of a training with other options:\n` +
      `${others.map((each) => `  ${differenceText(each)}`).join("\n")}\n` +
      "Use those options, or name another file to begin anew: this one stays as it is",
    [...new Set(others.map(({ path }) => path.split(/[.[]/)[0]))],
  );
}

/** All variables of a training by their place, which is the same in another process. */
function variablesOf({ plan, training }: Session): [name: string, variable: tf.Variable][] {
  const { generator, discriminator } = plan;
  const groups = {
    generator: generator.variables,
    "generator state": generator.states ?? [],
    discriminator: discriminator.variables,
    "discriminator state": discriminator.states ?? [],
    ...Object.fromEntries(
      Object.entries(training.kept).map(([name, { states }]) => [name, states]),
    ),
  };
  return Object.entries(groups).flatMap(([group, variables]) =>
    variables.map((variable, i): [string, tf.Variable] => [`${group}/${i}`, variable]),
  );
}
