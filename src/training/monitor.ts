import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { gradientsOf } from "../runtime/gradients/tape";
import { mean, standardDeviation } from "../statistics";
import { wholePacks } from "./levers/packing";
import type { MonitorRow } from "./monitors";
import type { TrainingPlan } from "./plan";
import { drawExamples } from "./draws";
import { allOrNone } from "./owned";
import { discriminatorLoss, generatorLoss } from "./step";

/**
 * The examples that the monitors look at, the same ones each time. Each real example has the label that it was
 * drawn with, and the fakes are asked for the labels of the real ones, as in the training.
 */
export interface MonitorBatch {
  readonly real: tf.Tensor; // (n, inputs)
  readonly realLabels?: tf.Tensor1D; // (n)
  readonly latent: tf.Tensor; // (n, latentSize)
  readonly heldOut?: tf.Tensor; // (n, inputs)
  readonly heldOutLabels?: tf.Tensor1D; // (n)
}

/** Draws them: at most 64, since they are computed operation by operation. */
export function drawMonitorBatch(plan: TrainingPlan): MonitorBatch {
  const { data, heldOut, latentSize } = plan;
  const random = plan.random.stream("monitor");
  const n = wholePacks(plan, Math.min(64, plan.batchSize));
  return allOrNone((own) => {
    const drawn = (set: Dataset, name: string) => {
      const { examples, labels } = drawExamples(plan, set, n, random.stream(name));
      return { examples: own(examples), labels: labels && own(labels) };
    };
    const real = drawn(data, "real");
    const other = heldOut && drawn(heldOut, "held out");
    return {
      real: real.examples,
      latent: own(random.stream("latent").normal([n, latentSize])),
      ...(real.labels && { realLabels: real.labels }),
      ...(other && { heldOut: other.examples }),
      ...(other?.labels && { heldOutLabels: other.labels }),
    };
  });
}

/**
 * Looks at the game as it stands and changes nothing: networks are applied as outside of training, so no
 * unit is dropped and no moving average moves.
 */
export function monitorRow(plan: TrainingPlan, batch: MonitorBatch, step: number): MonitorRow {
  const { latent, realLabels } = batch;
  const fake = tf.tidy(() => plan.generator.apply(latent, told(realLabels))); // (n, inputs)
  try {
    return rowOf(plan, batch, fake, step);
  } finally {
    fake.dispose();
  }
}

function rowOf(
  plan: TrainingPlan,
  batch: MonitorBatch,
  fake: tf.Tensor, // (n, inputs)
  step: number,
): MonitorRow {
  const { generator, discriminator, histogramOf } = plan;
  const { real, realLabels } = batch;
  const fakes = Float32Array.from(fake.dataSync());
  const slopes = slopesBetween(plan, real, fake, realLabels);
  const histogram = histogramOf?.(fakes);
  const total = histogram?.reduce((sum, count) => sum + count, 0);
  return {
    step,
    generatorWeights: rootMeanSquare(generator.variables),
    discriminatorWeights: rootMeanSquare(discriminator.variables),
    meanSlope: slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length,
    greatestSlope: Math.max(...slopes),
    diversity: meanDistance(fake) / meanDistance(real),
    ...layerGradients(plan, batch),
    ...gapOf(plan, batch),
    ...(batch.heldOut && { overfitting: overfitting(plan, batch, batch.heldOut) }),
    // without a count there are no shares
    ...(histogram && total! > 0 && { histogram: histogram.map((count) => count / total!) }),
    ...(histogramOf && { counts: countsOf(plan, histogramOf, step) }),
  };
}

/** So many that of a mode with half a percent of the data there are five. */
const counted = 1024;
/** Pictures of a wide network fill a memory of their own: no more of them at a time. */
const atOnce = 256;

/** What the generator makes of latent vectors that no other row has, counted by mode; so many at a time. */
function countsOf(
  plan: TrainingPlan,
  histogramOf: NonNullable<TrainingPlan["histogramOf"]>,
  step: number,
): number[] {
  const { generator, latentSize, data } = plan;
  const random = plan.random.stream("monitor").stream(`counted at ${step}`);
  const fakes = tf.tidy(() => {
    const isConditional = generator.traits?.classes !== undefined;
    const labels = isConditional && drawExamples(plan, data, counted, random).labels;
    const latent = random.normal([counted, latentSize]);
    const parts = Array.from({ length: counted / atOnce }, (_, i) =>
      generator.apply(
        tf.slice(latent, [atOnce * i, 0], [atOnce, latentSize]),
        labels ? { labels: tf.slice(labels, atOnce * i, atOnce) } : undefined,
      ),
    );
    return Float32Array.from(tf.concat(parts).dataSync());
  });
  return [...histogramOf(fakes)];
}

/**
 * Of some 64 fakes, in batches as large as those of the training. Moving averages move on in training mode: whoever
 * looks puts them back (`unmoved`).
 */
function gapOf(
  { generator, random, latentSize }: TrainingPlan,
  { latent, realLabels }: MonitorBatch,
): Pick<MonitorRow, "trainingGap"> {
  const [n] = latent.shape;
  if (!generator.states?.length || n < 2) return {};
  return tf.tidy(() => {
    const stream = random.stream("monitor").stream("training mode");
    const batches = Array.from({ length: Math.ceil(64 / n) }, (_, i) =>
      stream.stream(`batch ${i}`).normal([n, latentSize]),
    );
    const asked = told(realLabels);
    const evaluated = tf.concat(batches.map((z) => generator.apply(z, asked)));
    const trained = tf.concat(
      batches.map((z) => generator.apply(z, { training: true, random: stream, ...asked })),
    );
    const gap = tf.mean(tf.norm(tf.sub(trained, evaluated), "euclidean", 1)).dataSync()[0];
    return { trainingGap: gap / meanDistance(trained) };
  });
}

const told = (labels: tf.Tensor1D | undefined) => labels && { labels };

/** ‖∂score/∂x‖ of single examples half way between real ones and fakes. */
function slopesBetween(
  { discriminator }: TrainingPlan,
  real: tf.Tensor,
  fake: tf.Tensor,
  labels: tf.Tensor1D | undefined,
): number[] {
  const slopes = tf.tidy(() => {
    const between = tf.reshape(tf.div(tf.add(real, fake), 2), [-1, discriminator.inputs]);
    const score = (x: tf.Tensor) => tf.sum(discriminator.apply(x, told(labels)));
    const [slope] = gradientsOf(() => score(between), [between]);
    return tf.sqrt(tf.sum(tf.square(slope), 1)); // (n)
  });
  const values = Array.from(slopes.dataSync());
  slopes.dispose();
  return values;
}

/** Mean distance of two neighbours in the batch, which are independent draws. */
function meanDistance(x: tf.Tensor): number {
  const distance = tf.tidy(() => {
    const next = tf.concat([x.slice(1), x.slice(0, 1)], 0);
    return tf.mean(tf.sqrt(tf.sum(tf.square(tf.sub(x, next)), 1)));
  });
  const [value] = distance.dataSync();
  distance.dispose();
  return value;
}

function layerGradients(
  plan: TrainingPlan,
  { real, latent, realLabels }: MonitorBatch,
): Pick<MonitorRow, "generatorGradients" | "discriminatorGradients"> {
  const batch = {
    latent,
    terms: [],
    random: plan.random.stream("monitor").stream("within"),
    ...(plan.loss.comparesReal && { real }),
    ...(realLabels && { realLabels, fakeLabels: realLabels }),
  };
  const { generator, discriminator } = plan;
  return {
    generatorGradients: byVariable(generator.variables, () => generatorLoss(plan, batch).total),
    discriminatorGradients: byVariable(
      discriminator.variables,
      () => discriminatorLoss(plan, { ...batch, real }).total,
    ),
  };
}

/** Root mean square of the gradient of each variable. */
function byVariable(
  variables: readonly tf.Variable[],
  loss: () => tf.Scalar,
): Record<string, number> {
  const sizes = tf.tidy(() =>
    tf.stack(gradientsOf(loss, variables).map((g) => tf.sqrt(tf.mean(tf.square(g))))),
  );
  const values = sizes.dataSync();
  sizes.dispose();
  return Object.fromEntries(variables.map(({ name }, i) => [name.replace(/#\d+$/, ""), values[i]]));
}

/** Not a number where the held-out scores are all one: nothing then tells how far is far. */
function overfitting(
  { discriminator }: TrainingPlan,
  { real, realLabels, heldOutLabels }: MonitorBatch,
  heldOut: tf.Tensor,
): number {
  const scoresOf = (x: tf.Tensor, labels: tf.Tensor1D | undefined) => {
    const scores = tf.tidy(() => {
      return discriminator.apply(tf.reshape(x, [-1, discriminator.inputs]), told(labels));
    });
    const values = Array.from(scores.dataSync());
    scores.dispose();
    return values;
  };
  const training = scoresOf(real, realLabels);
  const other = scoresOf(heldOut, heldOutLabels);
  if (other.every((score) => score === other[0])) return NaN;
  return (mean(training) - mean(other)) / (standardDeviation(other) + 1e-6);
}

function rootMeanSquare(variables: readonly tf.Variable[]): number {
  let sum = 0;
  let count = 0;
  for (const variable of variables) {
    for (const value of variable.dataSync()) sum += value * value;
    count += variable.size;
  }
  return Math.sqrt(sum / count);
}
