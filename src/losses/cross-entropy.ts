import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { DiscriminatorLoss, GanLoss } from "./gan-loss";

// A discriminator gives a score s per example, a logit: D(x) = sigmoid(s). The losses are written with
// softplus(s) = log(1 + e^s), since
//
//     -log D       = -log(1 / (1 + e^-s))   = softplus(-s)
//     -log (1 - D) = -log(e^-s / (1 + e^-s)) = softplus(s)
//
// Computed as written on the left, D rounds to 0 or 1 in float32 from |s| = 17 or so, and the
// logarithm is then infinite. Softplus stays finite for every score: it tends to 0 on one side and to
// |s| on the other. Its gradient is sigmoid(s), between 0 and 1.

/** -log D, a mean over the batch: the loss of scores that should say "real". */
export function realEntropy(scores: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.softplus(tf.neg(scores))));
}

/** -log(1 - D), a mean over the batch: the loss of scores that should say "fake". */
export function fakeEntropy(scores: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.softplus(scores)));
}

function crossEntropy(realScores: tf.Tensor, fakeScores: tf.Tensor): DiscriminatorLoss {
  return { real: realEntropy(realScores), fake: fakeEntropy(fakeScores) };
}

/**
 * The game as it was first written (Goodfellow et al. 2014, eq. 1): the generator minimises
 * E[log(1 - D(G(z)))] = -E[softplus(s)]. Its gradient, -sigmoid(s), vanishes exactly where the
 * discriminator is sure that the sample is fake. Against fakes like the data the best D is ½ everywhere
 * (proposition 1): the discriminator's loss is then log 4.
 *
 * @example
 * ```ts
 * import { minimax, tf } from "gan-clinic";
 * const { real, fake } = minimax.discriminator(tf.zeros([4, 1]), tf.zeros([4, 1]));
 * assert.ok(Math.abs(real.add(fake).dataSync()[0]! - Math.log(4)) < 1e-6);
 * assert.ok(Math.abs(minimax.generator(tf.zeros([4, 1])).dataSync()[0]! + Math.log(2)) < 1e-6);
 * ```
 */
export const minimax: GanLoss = lever(
  "loss",
  "minimax",
  {},
  {
    name: "minimax",
    discriminator: crossEntropy,
    generator: (fakeScores) => tf.tidy(() => tf.neg(fakeEntropy(fakeScores))),
    equilibrium: { discriminator: Math.log(4), generator: -Math.log(2) },
  },
);

/**
 * The discriminator's loss of {@link minimax}, but the generator minimises -E[log D(G(z))] = E[softplus(-s)]
 * (Goodfellow et al. 2014, section 3). Its gradient, -sigmoid(-s), is largest where the discriminator
 * is sure that the sample is fake.
 *
 * @example
 * ```ts
 * import { nonSaturating, tf } from "gan-clinic";
 * const sureFake = tf.fill([4, 1], -20);
 * const gradient = tf.grad((s) => nonSaturating.generator(s))(sureFake);
 * assert.ok(Math.abs(gradient.sum().dataSync()[0]! + 1) < 1e-6);
 * ```
 */
export const nonSaturating: GanLoss = lever(
  "loss",
  "nonSaturating",
  {},
  {
    name: "non-saturating",
    discriminator: crossEntropy,
    generator: realEntropy,
    equilibrium: { discriminator: Math.log(4), generator: Math.log(2) },
  },
);
