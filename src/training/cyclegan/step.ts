import * as tf from "@tensorflow/tfjs";
import { cycleConsistency, identityMapping, type GanLoss } from "../../losses";
import type { Network } from "../../networks/network";
import type { Random } from "../../random";
import { updateAverage, type WeightAverage } from "../average";
import { expectParts } from "../expected";
import { gradientNorm, gradientsOf } from "../gradients";
import type { CycleMeasures } from "./history";
import type { CyclePlan } from "./options";
import type { PicturePool, PoolDraws } from "./picture-pool";

// One step of a CycleGAN, from top to bottom, as plain TensorFlow.js: eager or compiled, it is this one.

/** Who computes a step. */
export interface CycleTraining {
  readonly plan: CyclePlan;
  readonly optimizers: { readonly generator: tf.Optimizer; readonly discriminator: tf.Optimizer };
  /** Of what `toX` and `toY` made; none without a pool. */
  readonly pools?: { readonly x: PicturePool; readonly y: PicturePool };
  /** None when no average is kept. */
  readonly averages?: { readonly toY: WeightAverage; readonly toX: WeightAverage };
}

/** What goes into one step. */
export interface CycleBatch {
  readonly x: tf.Tensor; // (batch, numbers of x)
  readonly y: tf.Tensor; // (batch, numbers of y)
  readonly poolX?: PoolDraws;
  readonly poolY?: PoolDraws;
  /** What the optimisers' rates are multiplied with, where a rate is on a schedule. */
  readonly rates: { readonly generator?: tf.Scalar; readonly discriminator?: tf.Scalar };
}

/** What a step measured, as scalars. */
export type CycleTensors = { readonly [Column in keyof CycleMeasures]: tf.Scalar };

/** What the translators minimise, and what they made on the way. */
function translatorLoss({ plan }: CycleTraining, { x, y }: CycleBatch, random: Random) {
  const { toX, toY, discriminatorX, discriminatorY, loss, cycle, identity, cycleNoise } = plan;
  const fakeY = toY.apply(x, told(random, "toY of x")); // (batch, numbers of y)
  const fakeX = toX.apply(y, told(random, "toX of y")); // (batch, numbers of x)
  const noisy = (fake: tf.Tensor, use: string) =>
    cycleNoise > 0 ? tf.add(fake, tf.mul(random.stream(use).normal(fake.shape), cycleNoise)) : fake;
  const cycledX = toX.apply(noisy(fakeY, "noise on y"), told(random, "toX of fakes"));
  const cycledY = toY.apply(noisy(fakeX, "noise on x"), told(random, "toY of fakes"));
  const results = {
    toY: fooled(discriminatorY, loss, fakeY, y, random.stream("judge y")),
    toX: fooled(discriminatorX, loss, fakeX, x, random.stream("judge x")),
    cycleX: cycleConsistency(x, cycledX),
    cycleY: cycleConsistency(y, cycledY),
    identity: identity > 0 ? stays(plan, x, y, random) : tf.scalar(0),
    fakeX,
    fakeY,
  };
  const parts = [results.toY, results.toX];
  if (cycle.x > 0) parts.push(tf.mul(results.cycleX, cycle.x));
  if (cycle.y > 0) parts.push(tf.mul(results.cycleY, cycle.y));
  if (identity > 0) parts.push(tf.mul(results.identity, identity));
  return { total: tf.addN(parts), results };
}

/** A translator's loss against its discriminator. */
function fooled(judge: Network, loss: GanLoss, fake: tf.Tensor, real: tf.Tensor, random: Random) {
  const fakeScores = judge.apply(fake, told(random, "fake"));
  const realScores = loss.comparesReal && judge.apply(real, told(random, "real"));
  return loss.generator(fakeScores, realScores || undefined);
}

/** What is in the wanted style already is to stay as it is. */
function stays({ toX, toY }: CyclePlan, x: tf.Tensor, y: tf.Tensor, random: Random): tf.Scalar {
  return tf.add(
    identityMapping(x, toX.apply(x, told(random, "toX of x"))),
    identityMapping(y, toY.apply(y, told(random, "toY of y"))),
  );
}

/** What a discriminator minimises. */
function judgeLoss(judge: Network, loss: GanLoss, real: tf.Tensor, fake: tf.Tensor, random: Random) {
  const realScores = judge.apply(real, told(random, "real"));
  const fakeScores = judge.apply(fake, told(random, "fake"));
  const draws = random.stream("loss");
  const parts = expectParts(loss, loss.discriminator(realScores, fakeScores, draws));
  return tf.add<tf.Scalar>(parts.real, parts.fake);
} // prettier-ignore

/**
 * One step (Zhu et al. 2017, section 4): an update of both translators, then one of both discriminators on the pictures
 * that the translators had just made, or on old ones out of the pools; then the averages follow.
 */
export function cycleStep(training: CycleTraining, batch: CycleBatch, random: Random): CycleTensors {
  return tf.tidy(() => {
    const { plan, optimizers, pools, averages } = training;
    const { toX, toY, discriminatorX, discriminatorY, loss } = plan;
    const translators = gradientsOf([...toY.variables, ...toX.variables], () =>
      translatorLoss(training, batch, random),
    );
    const { fakeX, fakeY, ...measured } = translators.results;
    const generatorGradient = gradientNorm(translators.gradients);
    applied(optimizers.generator, [toY, toX], translators.gradients, batch.rates.generator);
    const shownX = pools && batch.poolX ? pools.x.swap(fakeX, batch.poolX) : fakeX;
    const shownY = pools && batch.poolY ? pools.y.swap(fakeY, batch.poolY) : fakeY;
    const judges = gradientsOf([...discriminatorX.variables, ...discriminatorY.variables], () => {
      const ofX = judgeLoss(discriminatorX, loss, batch.x, shownX, random.stream("judge of x"));
      const ofY = judgeLoss(discriminatorY, loss, batch.y, shownY, random.stream("judge of y"));
      return { total: tf.add(ofX, ofY), results: { discriminatorX: ofX, discriminatorY: ofY } };
    });
    const discriminatorGradient = gradientNorm(judges.gradients);
    const both = [discriminatorX, discriminatorY];
    applied(optimizers.discriminator, both, judges.gradients, batch.rates.discriminator);
    if (averages) [averages.toY, averages.toX].forEach(updateAverage);
    return { ...measured, ...judges.results, generatorGradient, discriminatorGradient };
  });
} // prettier-ignore

/** The optimiser's step, or only a part of its way where the rate is on a schedule. */
function applied(
  optimizer: tf.Optimizer,
  networks: readonly Network[],
  gradients: Readonly<Record<string, tf.Tensor>>,
  factor: tf.Scalar | undefined,
): void {
  const variables = networks.flatMap((network) => network.variables);
  const before = factor ? variables.map((variable) => tf.clone(variable)) : [];
  optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: gradients[name] })));
  before.forEach((old, i) => {
    variables[i].assign(tf.add(old, tf.mul(tf.sub(variables[i], old), factor!)));
  });
}

/** What a network is told while it is trained: each use of it draws from a stream of its own. */
function told(random: Random, use: string) {
  return { training: true, random: random.stream(use) };
}
