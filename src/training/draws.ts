import * as tf from "@tensorflow/tfjs";
import type { TrainingPlan } from "./options";

/** All that one step of the schedule draws, before it computes anything. */
export interface StepDraws {
  readonly step: number;
  /** One entry for each discriminator update. */
  readonly discriminator: readonly { readonly real: tf.Tensor; readonly latent: tf.Tensor }[];
  readonly generatorLatent: tf.Tensor; // (batch, latentSize)
}

/** What step number `step` draws: it depends on the run's stream and on that number alone. */
export function drawStep({ data, random, ...plan }: TrainingPlan, step: number): StepDraws {
  const draws = random.stream(`step ${step}`);
  const size: [number, number] = [plan.batchSize, plan.latentSize];
  const discriminator = Array.from({ length: plan.discriminatorSteps }, (_, i) => ({
    real: data.sample(plan.batchSize, draws.stream(`real ${i + 1}`)), // (batch, inputs)
    latent: draws.stream(`latent ${i + 1}`).normal(size), // (batch, latentSize)
  }));
  return { step, discriminator, generatorLatent: draws.stream("generator latent").normal(size) };
}

export function disposeDraws({ discriminator, generatorLatent }: StepDraws): void {
  for (const { real, latent } of discriminator) tf.dispose([real, latent]);
  generatorLatent.dispose();
}
