import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { GanLoss } from "./gan-loss";

/** -E[s]. */
function negativeMean(scores: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.neg(tf.mean(scores)));
}

/**
 * The Wasserstein losses (Arjovsky et al. 2017, eq. 2 and algorithm 1): the critic minimises
 * E[s(fake)] - E[s(real)], the generator -E[s(fake)]. The scores are heights, not probabilities. Minus the
 * critic's loss is an estimate of the earth mover's distance between data and fakes, as long as the critic is
 * 1-Lipschitz: nowhere steeper than 1. The loss does not see to that; a gradient penalty, spectral
 * normalisation or `clipWeights` does. Without one of them the scores grow for ever.
 *
 * At equal distributions the critic's loss is 0. The generator's alone says nothing: scores that are all
 * higher by one number are as good.
 *
 * @example
 * ```ts
 * import { tf, wasserstein } from "gan-clinic";
 * const { real, fake } = wasserstein.discriminator(tf.tensor2d([[5]]), tf.tensor2d([[2]]));
 * assert.equal(real.add(fake).dataSync()[0], 2 - 5);
 * assert.equal(wasserstein.generator(tf.tensor2d([[2]])).dataSync()[0], -2);
 * ```
 */
export const wasserstein: GanLoss = lever(
  "loss",
  "wasserstein",
  {},
  {
    name: "Wasserstein",
    discriminator: (realScores, fakeScores) => ({
      real: negativeMean(realScores),
      fake: tf.mean(fakeScores),
    }),
    generator: negativeMean,
    equilibrium: { discriminator: 0 },
  },
);
