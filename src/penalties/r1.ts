import * as tf from "@tensorflow/tfjs";
import { inputGradient } from "../runtime/gradients/input-gradient";
import { squaredNorms, type Critic } from "./slopes";

/**
 * R1, ½ E[‖∂s/∂x‖²] at real examples (Mescheder et al. 2018, eq. 9): the critic is to be flat where the data
 * are, so it comes to rest there. The weight is γ: 10 in the paper, and .1 to 100 by size of picture since.
 *
 * @param critic scores each example by itself: no batch normalisation
 * @param real (batch, …)
 * @throws InexactGradientError for a critic with an operation whose second gradient is not exact
 * @example
 * ```ts
 * import { r1, tf } from "gan-clinic";
 * const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true); // a slope of norm 5
 * assert.ok(Math.abs(r1(steep, tf.ones([8, 2])).dataSync()[0]! - 12.5) < 1e-4);
 * ```
 */
export function r1(critic: Critic, real: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mul(tf.mean(squaredNorms(inputGradient(critic, real))), 0.5));
}

/**
 * R2, ½ E[‖∂s/∂x‖²] at fakes (Mescheder et al. 2018, eq. 10). The same formula as {@link r1}, at the other
 * examples; the fakes count as constants when the critic's weights alone are updated.
 *
 * @param critic scores each example by itself: no batch normalisation
 * @param fake (batch, …)
 * @throws InexactGradientError for a critic with an operation whose second gradient is not exact
 * @example
 * ```ts
 * import { r2, tf } from "gan-clinic";
 * const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true); // a slope of norm 5
 * assert.ok(Math.abs(r2(steep, tf.zeros([8, 2])).dataSync()[0]! - 12.5) < 1e-4);
 * ```
 */
export function r2(critic: Critic, fake: tf.Tensor): tf.Scalar {
  return r1(critic, fake);
}
