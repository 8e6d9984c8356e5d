import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { fakeEntropy, realEntropy } from "./cross-entropy";
import type { DiscriminatorLoss, GanLoss } from "./gan-loss";

/** How far each score lies above the mean of the other side. */
function above(scores: tf.Tensor, others: tf.Tensor): tf.Tensor {
  return tf.sub(scores, tf.mean(others));
}

function compare(realScores: tf.Tensor, fakeScores: tf.Tensor): DiscriminatorLoss {
  return {
    real: tf.tidy(() => realEntropy(above(realScores, fakeScores))),
    fake: tf.tidy(() => fakeEntropy(above(fakeScores, realScores))),
  };
}

/**
 * The relativistic average losses (Jolicoeur-Martineau 2019, "RaSGAN"): the discriminator says by how much an
 * example is more real than the average one of the other side. With the logits s(real) - E[s(fake)] and
 * s(fake) - E[s(real)] it minimises -E[log sigmoid] of the first and -E[log(1 - sigmoid)] of the second; the
 * generator minimises the same with real and fake changed over. So the generator also pulls the scores of
 * real examples down, and needs them for its loss.
 *
 * At equal distributions both losses are log 4.
 *
 * @throws TypeError from `generator` without the real scores
 * @example
 * ```ts
 * import { relativisticAverage, tf } from "gan-clinic";
 * const [real, fake] = [tf.tensor2d([[7]]), tf.tensor2d([[5]])];
 * const lost = relativisticAverage.discriminator(real, fake).real.dataSync()[0];
 * assert.ok(Math.abs(lost - Math.log(1 + Math.exp(-2))) < 1e-6); // real lies above by 2
 * assert.throws(() => relativisticAverage.generator(fake), TypeError);
 * ```
 */
export const relativisticAverage: GanLoss = lever(
  "loss",
  "relativisticAverage",
  {},
  {
    name: "relativistic average",
    discriminator: compare,
    generator(fakeScores, realScores) {
      if (!realScores) {
        throw new TypeError(
          "relativisticAverage generator: wanted fakeScores and realScores, found fakeScores only",
        );
      }
      return tf.tidy(() => {
        const { real, fake } = compare(fakeScores, realScores);
        return tf.add(real, fake);
      });
    },
    comparesReal: true,
    equilibrium: { discriminator: Math.log(4), generator: Math.log(4) },
  },
);
