import * as tf from "@tensorflow/tfjs";
import { seeded } from "../random";
import {
  compile,
  type Batch,
  type CompiledStep,
  type InputShapes,
  type StepTensors,
} from "../runtime/compile";
import type { StepDraws, UpdateDraws } from "./draws";
import { allFinite, type StepMeasures } from "./eager-step";
import type { Player } from "./game";
import type { Numbers } from "./levers/lever";
import { variablesOf } from "./problem";
import { afterStep, updatesOf, type Training } from "./scheduled-step";
import type { StepVariant } from "./variant";

// A step of the schedule as one graph.

/** A compiled step of a training, and how many of them to run in one call. */
export interface CompiledTraining {
  readonly step: CompiledStep<StepTensors>;
  readonly stepsPerCall: number;
}

/** What goes into the graph, in records: each player's updates by their numbers, and the levers' numbers. */
type Inputs = Partial<Record<Player, Readonly<Record<string, UpdateDraws>>>> & {
  readonly numbers?: Readonly<Record<string, Numbers<tf.Scalar>>>;
};

/** Stands for the stream that each step brings along. */
const within = seeded(0).stream("within a step");

/** Compiles a kind of step, or says why that is impossible. */
export async function compileTraining(
  training: Training,
  draws: StepDraws,
): Promise<CompiledTraining | { readonly why: string }> {
  try {
    const step = await compile((inputs) => scheduledStep(training, draws.variant, inputs), {
      inputs: shapesOf(draws),
      rng: within,
    });
    return { step, stepsPerCall: step.report.stepsPerCall };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function scheduledStep(training: Training, variant: StepVariant, inputs: Inputs): StepTensors {
  const { discriminator = {}, generator = {}, numbers = {} } = inputs;
  const updates = updatesOf(training, variant, {
    discriminator: Object.values(discriminator),
    generator: Object.values(generator),
    numbers,
    random: within,
  });
  const results: Record<string, StepTensors> = {}; // of each player's last update
  for (const { player, play } of updates) results[player] = { ...play() };
  afterStep(training);
  const weights = variablesOf(training.plan).map((each) => tf.reshape<tf.Rank.R1>(each, [-1]));
  // w · 0 is 0, or NaN where w is not finite
  return { ...results, unfinite: tf.sum(tf.mul(tf.concat1d(weights), 0)) };
}

/** The k-th of a list under the name k, from 1. */
function numbered<T>(all: readonly T[]): Record<string, T> {
  return Object.fromEntries(all.map((each, i) => [`${i + 1}`, each]));
}

function batchOf({ discriminator, generator, numbers }: StepDraws): Batch {
  return {
    discriminator: numbered(discriminator.map((draws) => ({ ...draws }))),
    generator: numbered(generator.map((draws) => ({ ...draws }))),
    numbers,
  };
}

function shapesOf({ discriminator, generator, numbers }: StepDraws): InputShapes {
  const tensors = (draws: UpdateDraws) =>
    mapped({ ...draws }, ({ shape, dtype }) => ({ shape, dtype: dtype as "float32" }));
  return {
    discriminator: numbered(discriminator.map(tensors)),
    generator: numbered(generator.map(tensors)),
    numbers: mapped(numbers, (own) => mapped(own, (): number[] => [])),
  };
}

function mapped<T, U>(record: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));
}

/** Runs the steps of `draws`. An entry is missing from where a loss or a weight was not finite. */
export async function runCompiled(
  { step }: CompiledTraining,
  draws: readonly StepDraws[],
): Promise<StepMeasures[]> {
  const results = (await step.runMany(
    draws.map(batchOf),
    draws.map(({ random }) => random),
  )) as unknown as (StepMeasures & { readonly unfinite: number })[];
  const bad = results.findIndex(
    ({ unfinite, ...measures }) =>
      !Number.isFinite(unfinite) || !Object.values(measures).every(allFinite),
  );
  if (bad >= 0) step.undo();
  if (bad > 0) return runCompiled({ step, stepsPerCall: bad }, draws.slice(0, bad));
  return bad === 0 ? [] : results;
}

const saidWhy = new Set<string>();

/** The step compiled; or nothing, and a warning that says why, once for each reason. */
export async function compiledOrWhy(
  training: Training,
  draws: StepDraws,
): Promise<CompiledTraining | undefined> {
  const compiled = await compileTraining(training, draws);
  if (!("why" in compiled)) return compiled;
  if (!saidWhy.has(compiled.why)) {
    saidWhy.add(compiled.why);
    console.warn(`This training runs uncompiled, several times slower. ${compiled.why}`);
  }
  return undefined;
}
