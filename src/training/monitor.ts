import * as tf from "@tensorflow/tfjs";
import { gradientsOf } from "../runtime/gradients/tape";
import { drawn } from "./draws";
import type { MonitorRow } from "./monitors";
import type { TrainingPlan } from "./options";
import { generatorLoss, discriminatorLoss } from "./player-losses";
import { cyclicLabels } from "./snapshot";

/** The examples that the monitors look at, the same ones each time. */
export interface MonitorBatch {
  readonly real: tf.Tensor; // (n, inputs)
  readonly latent: tf.Tensor; // (n, latentSize)
  readonly heldOut?: tf.Tensor; // (n, inputs)
  readonly labels?: tf.Tensor1D; // (n)
}

/** Draws them: at most 64, since they are computed operation by operation. */
export function drawMonitorBatch(plan: TrainingPlan): MonitorBatch {
  const { data, heldOut, packing, latentSize, generator, discriminator } = plan;
  const random = plan.random.stream("monitor");
  const n = packing * Math.max(1, Math.floor(Math.min(64, plan.batchSize) / packing));
  const labels = cyclicLabels(generator, n) ?? cyclicLabels(discriminator, n);
  return {
    real: drawn(data, n, random.stream("real")),
    latent: random.stream("latent").normal([n, latentSize]),
    ...(heldOut && { heldOut: drawn(heldOut, n, random.stream("held out")) }),
    ...(labels && { labels }),
  };
}

/**
 * Looks at the game as it stands and changes nothing: networks are applied as outside of training, so no
 * unit is dropped and no moving average moves.
 */
export function monitorRow(plan: TrainingPlan, batch: MonitorBatch, step: number): MonitorRow {
  const { generator, discriminator, histogramOf } = plan;
  const { real, latent, heldOut, labels } = batch;
  const context = labels && { labels };
  const fake = tf.tidy(() => generator.apply(latent, context)); // (n, inputs)
  const fakes = Float32Array.from(fake.dataSync());
  const slopes = slopesBetween(plan, real, fake, labels);
  const histogram = histogramOf?.(fakes);
  const total = histogram?.reduce((sum, count) => sum + count, 0);
  const row: MonitorRow = {
    step,
    generatorWeights: rootMeanSquare(generator.variables),
    discriminatorWeights: rootMeanSquare(discriminator.variables),
    meanSlope: slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length,
    greatestSlope: Math.max(...slopes),
    diversity: meanDistance(fake) / meanDistance(real),
    ...layerGradients(plan, batch),
    ...(heldOut && { overfitting: overfitting(plan, real, heldOut, labels) }),
    // without a count there are no shares
    ...(histogram && total! > 0 && { histogram: histogram.map((count) => count / total!) }),
  };
  fake.dispose();
  return row;
}

/** ‖∂score/∂x‖ of single examples half way between real ones and fakes. */
function slopesBetween(
  { discriminator, packing }: TrainingPlan,
  real: tf.Tensor,
  fake: tf.Tensor,
  labels: tf.Tensor1D | undefined,
): number[] {
  const slopes = tf.tidy(() => {
    const n = real.shape[0] / packing;
    const between = tf.reshape(tf.div(tf.add(real, fake), 2), [n, discriminator.inputs]);
    const score = (x: tf.Tensor) => tf.sum(discriminator.apply(x, labels && { labels }));
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
  { real, latent, labels }: MonitorBatch,
): Pick<MonitorRow, "generatorGradients" | "discriminatorGradients"> {
  const extras = {
    terms: [],
    random: plan.random.stream("monitor").stream("within"),
    ...(plan.loss.comparesReal && { real }),
    ...(labels && { realLabels: labels, fakeLabels: labels }),
  };
  const { generator, discriminator } = plan;
  return {
    generatorGradients: byVariable(
      generator.variables,
      () => generatorLoss(plan, latent, extras).total,
    ),
    discriminatorGradients: byVariable(
      discriminator.variables,
      () => discriminatorLoss(plan, real, latent, extras).total,
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

function overfitting(
  { discriminator, packing }: TrainingPlan,
  real: tf.Tensor,
  heldOut: tf.Tensor,
  labels: tf.Tensor1D | undefined,
): number {
  const [training, other] = [real, heldOut].map((x) => {
    const scores = tf.tidy(() => {
      const shape = [x.shape[0] / packing, discriminator.inputs];
      return discriminator.apply(tf.reshape(x, shape), labels && { labels });
    });
    const values = Array.from(scores.dataSync());
    scores.dispose();
    return values;
  });
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = Math.sqrt(mean(other.map((v) => (v - mean(other)) ** 2)));
  return (mean(training) - mean(other)) / (spread + 1e-6);
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
