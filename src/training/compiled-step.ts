import * as tf from "@tensorflow/tfjs";
import { compile, type Batch, type CompiledStep } from "../runtime/compile";
import type { StepDraws } from "./draws";
import type { Optimizers, StepMeasures } from "./eager-step";
import type { TrainingPlan } from "./options";
import { variablesOf } from "./problem";
import { discriminatorStep, generatorStep } from "./steps";

// The two steps of steps.ts, as one compiled step of the schedule: all discriminator updates, then the
// generator's.

type Outputs = Record<
  "real" | "fake" | "generatorLoss" | "unfinite" | "realScores" | "fakeScores",
  tf.Tensor
> & { real: tf.Scalar; fake: tf.Scalar; generatorLoss: tf.Scalar; unfinite: tf.Scalar };

/** The compiled step of a training, and how many of them to run in one call. */
export interface CompiledTraining {
  readonly step: CompiledStep<Outputs>;
  readonly stepsPerCall: number;
}

/** Compiles the step, or says why that is impossible. */
export async function compileTraining(
  plan: TrainingPlan,
  optimizers: Optimizers,
  draws: StepDraws,
): Promise<CompiledTraining | { readonly why: string }> {
  try {
    const step = await compile((tensors) => scheduledStep(plan, optimizers, tensors), {
      inputs: Object.fromEntries(
        Object.entries(batchOf(draws)).map(([name, { shape, dtype }]) => [
          name,
          { shape, dtype: dtype as "float32" },
        ]),
      ),
    });
    return { step, stepsPerCall: step.report.stepsPerCall };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function scheduledStep(
  game: TrainingPlan,
  optimizers: Optimizers,
  tensors: Record<string, tf.Tensor>,
): Outputs {
  let result!: ReturnType<typeof discriminatorStep>;
  for (let k = 1; k <= game.discriminatorSteps; k++) {
    const [real, latent] = [tensors[`real ${k}`], tensors[`latent ${k}`]];
    result = discriminatorStep(game, optimizers.discriminator, real, latent);
  }
  const generatorLoss = generatorStep(game, optimizers.generator, tensors["generator latent"]);
  const weights = variablesOf(game).map((variable) => tf.reshape<tf.Rank.R1>(variable, [-1]));
  // w · 0 is 0, or NaN where w is not finite
  const unfinite: tf.Scalar = tf.sum(tf.mul(tf.concat1d(weights), 0));
  return { ...result, generatorLoss, unfinite };
}

function batchOf({ discriminator, generatorLatent }: StepDraws): Record<string, tf.Tensor> {
  const batch: Record<string, tf.Tensor> = { "generator latent": generatorLatent };
  discriminator.forEach(({ real, latent }, i) => {
    batch[`real ${i + 1}`] = real;
    batch[`latent ${i + 1}`] = latent;
  });
  return batch;
}

/** Runs the steps of `draws`. An entry is missing from where a loss or a weight was not finite. */
export async function runCompiled(
  { step }: CompiledTraining,
  draws: readonly StepDraws[],
): Promise<StepMeasures[]> {
  const batches: Batch[] = draws.map(batchOf);
  const results = await step.runMany(batches);
  const bad = results.findIndex(
    ({ real, fake, generatorLoss, unfinite }) =>
      !Number.isFinite(real + fake + generatorLoss + unfinite),
  );
  if (bad >= 0) step.undo();
  if (bad > 0) return runCompiled({ step, stepsPerCall: bad }, draws.slice(0, bad));
  return bad === 0
    ? []
    : results.map(({ generatorLoss, ...discriminator }) => ({ discriminator, generatorLoss }));
}
