import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { GanLoss } from "./gan-loss";

/** ½ E[(s - wanted)²]. */
function halfSquare(scores: tf.Tensor, wanted: number): tf.Scalar {
  return tf.tidy(() => tf.mul(tf.mean(tf.square(tf.sub(scores, wanted))), 0.5));
}

/**
 * Least squares (Mao et al. 2017, eq. 9): the discriminator is fitted to 1 on real examples and 0 on fake
 * ones, ½ E[(s - 1)²] + ½ E[s²]; the generator wants 1 too, ½ E[(s - 1)²]. The scores go in as they are, with
 * no sigmoid. The pull on a fake grows with its distance from 1, so one that the discriminator is sure of
 * still moves; and one that is scored above 1 is pulled back.
 *
 * Against fakes like the data the best score is ½ everywhere, and the losses are ¼ and ⅛.
 *
 * @example
 * ```ts
 * import { leastSquares, tf } from "gan-clinic";
 * const { real, fake } = leastSquares.discriminator(tf.tensor2d([[3]]), tf.tensor2d([[-1]]));
 * assert.deepEqual([real.arraySync(), fake.arraySync()], [2, 0.5]); // ½ (3 - 1)² and ½ (-1)²
 * ```
 */
export const leastSquares: GanLoss = lever(
  "loss",
  "leastSquares",
  {},
  {
    name: "least squares",
    discriminator: (realScores, fakeScores) => ({
      real: halfSquare(realScores, 1),
      fake: halfSquare(fakeScores, 0),
    }),
    generator: (fakeScores) => halfSquare(fakeScores, 1),
    equilibrium: { discriminator: 1 / 4, generator: 1 / 8 },
  },
);
