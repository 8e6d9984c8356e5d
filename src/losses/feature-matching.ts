import * as tf from "@tensorflow/tfjs";
import { expectShape } from "../shape";

/**
 * Feature matching, ‖E[f(real)] - E[f(fake)]‖² (Salimans et al. 2016, section 3.1): the generator is to give
 * fakes whose features have the mean of the data's, where f is what the last layer of the discriminator gets.
 * It takes the place of the generator's loss, or is added to it. A discriminator that is sure of itself
 * still has something to say by its features.
 *
 * @param realFeatures (batch, …)
 * @param fakeFeatures (batch, …); the batches may differ in size
 * @returns the squares summed over the features
 * @throws TypeError when an example of the two differs in shape
 * @example
 * ```ts
 * import { featureMatching, tf } from "gan-clinic";
 * const real = tf.tensor2d([[1, 0], [3, 0]]); // mean (2, 0)
 * const fake = tf.tensor2d([[5, 1]]);
 * assert.equal(featureMatching(real, fake).dataSync()[0], 3 ** 2 + 1 ** 2);
 * ```
 */
export function featureMatching(realFeatures: tf.Tensor, fakeFeatures: tf.Tensor): tf.Scalar {
  expectShape(fakeFeatures, [null, ...realFeatures.shape.slice(1)], "featureMatching fakeFeatures");
  return tf.tidy(() => {
    const apart = tf.sub(tf.mean(realFeatures, 0), tf.mean(fakeFeatures, 0)); // (…)
    return tf.sum(tf.square(apart));
  });
}
