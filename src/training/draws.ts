import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import type { Random } from "../random";
import { expectNumber, expectShape } from "../shape";
import type { History } from "./history";
import type { TrainingPlan } from "./options";
import { allOrNone, type Own } from "./owned";
import { rateAt, type Rate } from "./rates";
import { generatorNeedsReal, type StepVariant } from "./variant";

/** The tensors of one update. */
export interface UpdateDraws {
  readonly latent: tf.Tensor; // (batch, latentSize)
  readonly real?: tf.Tensor; // (batch, inputs)
  readonly realLabels?: tf.Tensor1D; // (batch), int32
  readonly fakeLabels?: tf.Tensor1D; // (batch), int32
}

/** All that one step of the schedule takes in, drawn before it computes anything. */
export interface StepDraws {
  readonly step: number;
  readonly variant: StepVariant;
  readonly discriminator: readonly UpdateDraws[];
  readonly generator: readonly UpdateDraws[];
  /** The numbers on a schedule, at this step. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What is drawn within the step comes from here. */
  readonly random: Random;
}

/** What step number `step` draws: it depends on the run's stream and on that number alone. */
export function drawStep(
  plan: TrainingPlan,
  step: number,
  variant: StepVariant,
  history: History,
): StepDraws {
  const random = plan.random.stream(`step ${step}`);
  const needsReal = generatorNeedsReal(plan, variant);
  const numbers = numbersAt(plan, step, variant, history);
  return allOrNone((own) => ({
    step,
    variant,
    discriminator: Array.from({ length: variant.discriminatorSteps }, (_, i) =>
      drawUpdate(plan, random, `${i + 1}`, true, own),
    ),
    generator: Array.from({ length: variant.generatorSteps }, (_, i) =>
      drawUpdate(plan, random, i === 0 ? "generator" : `generator ${i + 1}`, needsReal, own),
    ),
    numbers,
    random: random.stream("within"),
  }));
}

function drawUpdate(
  plan: TrainingPlan,
  random: Random,
  name: string,
  withReal: boolean,
  own: Own,
): UpdateDraws {
  const { batchSize, latentSize } = plan;
  const latentName = name.startsWith("generator") ? `${name} latent` : `latent ${name}`;
  const latent = own(random.stream(latentName).normal([batchSize, latentSize])); // (batch, latentSize)
  if (!withReal && !isConditional(plan)) return { latent };
  const { examples, labels } = drawExamples(
    plan,
    plan.data,
    batchSize,
    random.stream(`real ${name}`),
  );
  if (labels) own(labels);
  if (withReal) {
    return {
      latent,
      real: own(examples),
      ...(labels && { realLabels: labels, fakeLabels: own(tf.clone(labels)) }),
    };
  }
  examples.dispose();
  return { latent, fakeLabels: labels };
}

/**
 * Examples of a data set, each with the label that it was drawn with where the players take labels. A set that somebody
 * wrote is checked here, where it is drawn from.
 */
export function drawExamples(
  plan: TrainingPlan,
  data: Dataset,
  n: number,
  random: Random,
): { readonly examples: tf.Tensor; readonly labels?: tf.Tensor1D } {
  const drawn = isConditional(plan)
    ? data.sampleLabelled!(n, random)
    : { examples: data.sample(n, random) };
  const option = data === plan.heldOut ? "heldOut" : "data";
  try {
    expectBatch(drawn.examples, `trainGan ${option} "${data.name}" sample`, [n, ...data.shape]);
  } catch (error) {
    tf.dispose(drawn as unknown as tf.TensorContainer);
    throw error;
  }
  return drawn;
}

function expectBatch(batch: tf.Tensor, what: string, shape: readonly number[]): void {
  expectShape(batch, shape, what);
  if (batch.isDisposed) {
    throw new TypeError(
      `${what}: wanted a new tensor at each call, for the training disposes it; found one that is disposed`,
    );
  }
  if (batch.dtype !== "float32") {
    throw new TypeError(`${what}: wanted float32, found ${batch.dtype}`);
  }
}

/** Whether one of the players takes labels. */
export function isConditional({ generator, discriminator }: TrainingPlan): boolean {
  return [generator, discriminator].some(({ traits }) => traits?.classes !== undefined);
}

/** The numbers that change from step to step. What is constant is written into the step. */
function numbersAt(
  plan: TrainingPlan,
  step: number,
  { due }: StepVariant,
  history: History,
): Record<string, number> {
  const { instanceNoise, augment, augmentStrength, learningRate } = plan;
  const numbers: Record<string, number> = {};
  if (instanceNoise !== 0) numbers.noise = rateAt(instanceNoise, step, "trainGan instanceNoise");
  if (augment) {
    numbers.strength =
      typeof augmentStrength === "object"
        ? augmentStrength.next(history)
        : rateAt(augmentStrength, step, "trainGan augmentStrength");
    expectNumber(numbers.strength, `trainGan augmentStrength at step ${step}`, { atMost: 1 });
  }
  for (const player of ["generator", "discriminator"] as const) {
    const rate = learningRate[player];
    if (typeof rate === "number") continue;
    const now = rateAt(rate, step, `trainGan learningRate.${player}`);
    numbers[`${player} rate`] = now / baseRate(rate, player);
  }
  for (const { name, weight, every = 1 } of due) {
    if (typeof weight === "number") continue;
    numbers[`weight ${name}`] = every * rateAt(weight, step, `term "${name}" weight`);
  }
  return numbers;
}

/** The rate that an optimiser is made with; a step on a schedule goes a part of its way. */
export function baseRate(rate: Rate, player: keyof TrainingPlan["learningRate"]): number {
  if (typeof rate === "number") return rate;
  return rateAt(rate, 1, `trainGan learningRate.${player}`) || 1e-3; // a schedule may begin at 0
}

export function disposeDraws({ discriminator, generator }: StepDraws): void {
  for (const draws of [...discriminator, ...generator]) {
    tf.dispose(draws as unknown as tf.TensorContainer);
  }
}
