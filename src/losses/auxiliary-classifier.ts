import type * as tf from "@tensorflow/tfjs";
import { softmaxCrossEntropy } from "./softmax-cross-entropy";

/**
 * The loss of an auxiliary classifier, E[-log p(class | x)] (AC-GAN; Odena et al. 2017, eq. 3): the
 * discriminator has a second head that names the class. Both players add it to their loss, the discriminator
 * on real and fake examples, the generator on its fakes: each wants the class to be seen. So it pays the
 * generator to make examples that are easy to name, which is not the same as examples that are varied.
 *
 * A class that is not below the number of logits counts as no loss at all.
 *
 * @param classLogits (batch, classes), before the softmax
 * @param labels (batch), int32, from 0
 * @throws TypeError for other shapes, or labels that are not int32
 * @example
 * ```ts
 * import { auxiliaryClassifier, tf } from "gan-clinic";
 * const unsure = auxiliaryClassifier(tf.zeros([2, 10]), tf.tensor1d([3, 7], "int32"));
 * assert.ok(Math.abs(unsure.dataSync()[0] - Math.log(10)) < 1e-6);
 * ```
 */
export function auxiliaryClassifier(classLogits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  return softmaxCrossEntropy(classLogits, labels, [
    "auxiliaryClassifier classLogits",
    "auxiliaryClassifier labels",
  ]);
}
