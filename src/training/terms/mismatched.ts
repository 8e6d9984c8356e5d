import * as tf from "@tensorflow/tfjs";
import type { Term } from "../term";
import type { TermOptions } from "./slopes";

/**
 * A third kind of pair for a discriminator that is told a condition: a real picture with another picture's caption, which is
 * to be called fake (GAN-CLS; Reed et al. 2016, algorithm 1). Without it a discriminator sees real pictures with their own
 * captions and fakes, and may tell them apart without reading. Its value is the mean of softplus(s), as the non-saturating
 * and the minimax loss have it for a fake, over the real pictures of a batch with the caption of the next one (of the first
 * one for the last). Where that is the same caption the pair does not count. The paper weighs the fakes and these pairs by
 * half each; here fakes keep their whole weight, so weight .5 gives these pairs half as much.
 *
 * @throws TypeError from the step when the training is not conditional
 * @example
 * ```ts
 * import { mismatchedTerm } from "gan-clinic";
 * const term = mismatchedTerm();
 * assert.deepEqual([term.player, term.weight], ["discriminator", 0.5]);
 * ```
 */
export function mismatchedTerm({ weight = 0.5, every = 1 }: TermOptions = {}): Term {
  return {
    name: "mismatched captions",
    player: "discriminator",
    weight,
    every,
    value({ discriminator, real, realLabels, context }) {
      if (!realLabels) {
        throw new TypeError("mismatchedTerm: wanted a conditional training, found no labels");
      }
      const [batch] = realLabels.shape;
      const others = tf.concat<tf.Tensor1D>([
        tf.slice(realLabels, [1], [batch - 1]),
        tf.slice(realLabels, [0], [1]),
      ]); // (batch), int32
      const scores = discriminator.apply(real, { ...context("real"), labels: others }); // (batch, 1)
      const counts = tf.cast(tf.notEqual(realLabels, others), "float32");
      const each = tf.mul(tf.softplus(scores), tf.reshape(counts, [batch, 1]));
      return tf.mean(each).asScalar();
    },
  };
}
