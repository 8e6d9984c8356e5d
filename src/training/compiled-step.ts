import * as tf from "@tensorflow/tfjs";
import { seeded } from "../random";
import { compile, type Batch, type CompiledStep } from "../runtime/compile";
import type { StepDraws, UpdateDraws } from "./draws";
import type { StepMeasures } from "./eager-step";
import { variablesOf } from "./problem";
import { afterStep, extrasOf, type Players } from "./scheduled-step";
import {
  discriminatorStep,
  generatorStep,
  type DiscriminatorResult,
  type GeneratorResult,
} from "./steps";
import type { StepVariant } from "./variant";

// The two steps of steps.ts, as one compiled step of the schedule: all discriminator updates, then all of
// the generator's.

type Outputs = Record<string, tf.Tensor> & { unfinite: tf.Scalar };

/** A compiled step of a training, and how many of them to run in one call. */
export interface CompiledTraining {
  readonly step: CompiledStep<Outputs>;
  readonly stepsPerCall: number;
}

/** Stands for the stream that each step brings along. */
const within = seeded(0).stream("within a step");

/** Compiles a kind of step, or says why that is impossible. */
export async function compileTraining(
  players: Players,
  draws: StepDraws,
): Promise<CompiledTraining | { readonly why: string }> {
  const { variant } = draws;
  try {
    const step = await compile((tensors) => scheduledStep(players, variant, tensors), {
      inputs: Object.fromEntries(
        Object.entries(batchOf(draws)).map(([name, value]) => [
          name,
          typeof value === "number" ? [] : { shape: value.shape, dtype: value.dtype as "float32" },
        ]),
      ),
      rng: within,
    });
    return { step, stepsPerCall: step.report.stepsPerCall };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function scheduledStep(
  players: Players,
  variant: StepVariant,
  tensors: Record<string, tf.Tensor>,
): Outputs {
  const { plan, optimizers } = players;
  const numbers = Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) =>
      name.startsWith("number ") ? [[name.slice("number ".length), tensor as tf.Scalar]] : [],
    ),
  );
  let discriminator: DiscriminatorResult | undefined;
  let generator: GeneratorResult | undefined;
  for (let k = 1; k <= variant.discriminatorSteps; k++) {
    const draws = drawsIn(tensors, `discriminator ${k}`);
    const random = within.stream(`discriminator ${k}`);
    const extras = extrasOf("discriminator", draws, variant, numbers, random);
    discriminator = discriminatorStep(
      plan,
      optimizers.discriminator,
      draws.real!,
      draws.latent,
      extras,
    );
  }
  for (let k = 1; k <= variant.generatorSteps; k++) {
    const draws = drawsIn(tensors, `generator ${k}`);
    const random = within.stream(`generator ${k}`);
    const extras = extrasOf("generator", draws, variant, numbers, random);
    generator = generatorStep(plan, optimizers.generator, draws.latent, extras);
  }
  afterStep(players);
  const weights = variablesOf(plan).map((variable) => tf.reshape<tf.Rank.R1>(variable, [-1]));
  return {
    ...prefixed("discriminator", discriminator),
    ...prefixed("generator", generator),
    // w · 0 is 0, or NaN where w is not finite
    unfinite: tf.sum(tf.mul(tf.concat1d(weights), 0)),
  };
}

function prefixed(player: string, result: object | undefined): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(result ?? {}).map(([name, tensor]) => [
      `${player} ${name}`,
      tensor as tf.Tensor,
    ]),
  );
}

function batchOf({
  discriminator,
  generator,
  numbers,
}: StepDraws): Record<string, tf.Tensor | number> {
  const batch: Record<string, tf.Tensor | number> = {};
  const put = (player: string, all: readonly UpdateDraws[]) => {
    all.forEach((draws, i) => {
      for (const [name, tensor] of Object.entries(draws)) {
        batch[`${player} ${i + 1} ${name}`] = tensor as tf.Tensor;
      }
    });
  };
  put("discriminator", discriminator);
  put("generator", generator);
  for (const [name, value] of Object.entries(numbers)) batch[`number ${name}`] = value;
  return batch;
}

function drawsIn(tensors: Record<string, tf.Tensor>, update: string): UpdateDraws {
  const entries = Object.entries(tensors).filter(([name]) => name.startsWith(`${update} `));
  return Object.fromEntries(
    entries.map(([name, tensor]) => [name.slice(update.length + 1), tensor]),
  ) as unknown as UpdateDraws;
}

/** Runs the steps of `draws`. An entry is missing from where a loss or a weight was not finite. */
export async function runCompiled(
  { step }: CompiledTraining,
  draws: readonly StepDraws[],
): Promise<StepMeasures[]> {
  const batches: Batch[] = draws.map(batchOf);
  const results = await step.runMany(
    batches,
    draws.map(({ random }) => random),
  );
  const bad = results.findIndex((result) =>
    Object.values(result).some((value) => typeof value === "number" && !Number.isFinite(value)),
  );
  if (bad >= 0) step.undo();
  if (bad > 0) return runCompiled({ step, stepsPerCall: bad }, draws.slice(0, bad));
  return bad === 0 ? [] : results.map((result) => measuresOf(result as Record<string, unknown>));
}

function measuresOf(result: Record<string, unknown>): StepMeasures {
  const of = (player: string) => {
    const names = Object.keys(result).filter((name) => name.startsWith(`${player} `));
    if (names.length === 0) return undefined;
    return Object.fromEntries(names.map((name) => [name.slice(player.length + 1), result[name]]));
  };
  const [discriminator, generator] = [of("discriminator"), of("generator")];
  return {
    ...(discriminator && { discriminator }),
    ...(generator && { generator }),
  } as StepMeasures;
}

const saidWhy = new Set<string>();

/** The step compiled; or nothing, and a warning that says why, once for each reason. */
export async function compiledOrWhy(
  players: Players,
  draws: StepDraws,
): Promise<CompiledTraining | undefined> {
  const compiled = await compileTraining(players, draws);
  if (!("why" in compiled)) return compiled;
  if (!saidWhy.has(compiled.why)) {
    saidWhy.add(compiled.why);
    console.warn(`This training runs uncompiled, several times slower. ${compiled.why}`);
  }
  return undefined;
}
