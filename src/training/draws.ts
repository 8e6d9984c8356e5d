import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import type { Random } from "../random";
import { expectShape } from "../shape";
import type { History, HistoryRow } from "./history";
import type { Numbers } from "./levers/lever";
import { levers } from "./levers/table";
import { allOrNone, type Own } from "./owned";
import type { TrainingPlan } from "./plan";
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
  /** The numbers on a schedule, at this step, by lever. What is constant is written into the step. */
  readonly numbers: Readonly<Record<string, Numbers<number>>>;
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
  const numbers = numbersAt(plan, step, history);
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

function numbersAt(plan: TrainingPlan, step: number, history: History): StepDraws["numbers"] {
  const numbers: Record<string, Numbers<number>> = {};
  for (const name in levers) {
    const own = levers[name].numbers?.(plan, step, history);
    if (own) numbers[name] = own;
  }
  return numbers;
}

/** What a row of the history says of a step's numbers. */
export function columnsOf({ numbers }: StepDraws): Partial<HistoryRow> {
  const columns: Partial<HistoryRow> = {};
  for (const name in levers) Object.assign(columns, levers[name].columns?.(numbers[name]));
  return columns;
}

export function disposeDraws({ discriminator, generator }: StepDraws): void {
  for (const draws of [...discriminator, ...generator]) {
    tf.dispose(draws as unknown as tf.TensorContainer);
  }
}
