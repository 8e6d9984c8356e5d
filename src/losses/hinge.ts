import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { GanLoss } from "./gan-loss";

/** E[max(0, 1 - side · s)]: nothing is lost from 1 on, on the right side of 0. */
function shortfall(scores: tf.Tensor, side: 1 | -1): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.relu(tf.sub(1, tf.mul(scores, side)))));
}

/**
 * The hinge losses (Lim and Ye 2017; Miyato et al. 2018, eq. 16 and 17): the discriminator minimises
 * E[max(0, 1 - s(real))] + E[max(0, 1 + s(fake))], the generator -E[s(fake)]. Examples that are on the right
 * side by 1 or more no longer move the discriminator, those near the border do; the generator's pull is the
 * same for every fake.
 *
 * Against fakes like the data, one score between -1 and 1 everywhere is the best, and the discriminator's loss
 * is 2. (It is 2 for a discriminator that has learnt nothing as well.)
 *
 * @example
 * ```ts
 * import { hinge, tf } from "gan-clinic";
 * const { real, fake } = hinge.discriminator(tf.tensor2d([[3], [0]]), tf.tensor2d([[-3], [1]]));
 * assert.deepEqual([real.arraySync(), fake.arraySync()], [(0 + 1) / 2, (0 + 2) / 2]);
 * ```
 */
export const hinge: GanLoss = lever(
  "loss",
  "hinge",
  {},
  {
    name: "hinge",
    discriminator: (realScores, fakeScores) => ({
      real: shortfall(realScores, 1),
      fake: shortfall(fakeScores, -1),
    }),
    generator: (fakeScores) => tf.tidy(() => tf.neg(tf.mean(fakeScores))),
    equilibrium: { discriminator: 2 },
  },
);
