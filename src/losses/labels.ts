import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectNumber } from "../shape";
import { minimax, nonSaturating } from "./cross-entropy";
import type { GanLoss } from "./gan-loss";

/** Options of {@link withLabels}. */
export interface LabelOptions {
  /** What the discriminator is to say of a real example; .9. */
  readonly real?: number;
  /** What it is to say of a fake; 0. */
  readonly fake?: number;
  /** The share of examples that are given the other side's label, drawn anew for each batch; 0. */
  readonly flip?: number;
}

/**
 * A cross-entropy loss whose discriminator learns other labels than 1 and 0: it minimises
 * -t log D - (1 - t) log(1 - D) for each example's label t. The generator's loss stays as it is.
 *
 * - one-sided label smoothing, `{ real: 0.9, fake: 0 }` (Salimans et al. 2016, section 3.4): the discriminator
 *   is not to be surer than .9, and its scores stay finite;
 * - two-sided, `{ real: 0.9, fake: 0.1 }`. With p the data's density and q that of the fakes, the best D(x) is
 *   (.9 p + .1 q) / (p + q): the same .1 wherever only fakes are, which then have no reason to move. For that
 *   q above the line the paper smooths one side only;
 * - noisy labels, `{ real: 1, fake: 0, flip: 0.05 }` (Chintala et al. 2016, "How to train a GAN?"): now and
 *   then an example is labelled wrong, so no score may be too sure.
 *
 * At equal distributions the best D is t = (real + fake) / 2, however many labels are flipped, and its loss is
 * -2 (t log t + (1 - t) log(1 - t)): 1.376 for .9 and 0.
 *
 * @param loss `minimax` or `nonSaturating`
 * @throws TypeError for another loss; from `discriminator` for flipped labels without `random`
 * @throws RangeError unless 0 ≤ fake < real ≤ 1, and 0 ≤ flip ≤ ½
 * @example
 * ```ts
 * import { nonSaturating, tf, withLabels } from "gan-clinic";
 * const { discriminator } = withLabels(nonSaturating, { real: 0.9, fake: 0 });
 * const lost = (s: number) => discriminator(tf.fill([1, 1], s), tf.zeros([1, 1])).real.dataSync()[0];
 * const best = Math.log(0.9 / 0.1); // the score where D = .9
 * assert.ok(lost(best) < lost(best - 1) && lost(best) < lost(best + 1));
 * ```
 */
export function withLabels(
  loss: GanLoss,
  { real = 0.9, fake = 0, flip = 0 }: LabelOptions = {},
): GanLoss {
  if (loss !== minimax && loss !== nonSaturating) {
    throw new TypeError(
      `withLabels loss: wanted minimax or nonSaturating, whose discriminator learns labels; found "${loss.name}"`,
    );
  }
  expectNumber(fake, "withLabels fake", { atLeast: 0 });
  expectNumber(real, "withLabels real", { above: fake, atMost: 1 });
  expectNumber(flip, "withLabels flip", { atLeast: 0, atMost: 0.5 });
  const best = (real + fake) / 2;
  return lever(
    "loss",
    "withLabels",
    { loss, real, fake, flip },
    {
      name: `${loss.name}, labels ${real} and ${fake}${flip > 0 ? `, ${flip} flipped` : ""}`,
      discriminator: (realScores, fakeScores, random) => ({
        real: tf.tidy(() => entropy(realScores, labelsFor(realScores, [real, fake], flip, random))),
        fake: tf.tidy(() => entropy(fakeScores, labelsFor(fakeScores, [fake, real], flip, random))),
      }),
      generator: (fakeScores) => loss.generator(fakeScores),
      equilibrium: {
        discriminator: -2 * (best * Math.log(best) + (1 - best) * Math.log(1 - best)),
        generator: loss === minimax ? Math.log(1 - best) : -Math.log(best),
      },
    },
  );
}

/** One label for each example: its own side's, or the other's with probability `flip`. */
function labelsFor(
  scores: tf.Tensor,
  [own, other]: readonly [number, number],
  flip: number,
  random: Random | undefined,
): tf.Tensor {
  if (flip === 0) return tf.scalar(own);
  if (!random) {
    throw new TypeError("withLabels discriminator: wanted random to flip labels, found none");
  }
  const flipped = tf.less(random.uniform(scores.shape.map((n, axis) => (axis ? 1 : n))), flip);
  return tf.add(own, tf.mul(tf.cast(flipped, "float32"), other - own)); // (batch, 1)
}

/**
 * t softplus(-s) + (1 - t) softplus(s), a mean over the batch: see cross-entropy.ts. (softplus(s) - t s is the
 * same in exact numbers; at a large score the difference of two large numbers has lost all digits.)
 */
function entropy(scores: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const real = tf.mul(labels, tf.softplus(tf.neg(scores)));
  const fake = tf.mul(tf.sub(1, labels), tf.softplus(scores));
  return tf.mean(tf.add(real, fake));
}
