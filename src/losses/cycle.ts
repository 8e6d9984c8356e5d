import * as tf from "@tensorflow/tfjs";
import { expectShape } from "../shape";

/**
 * Mean |a - b|. Written d sign(d), whose gradient is sign(d): 0 where nothing is wrong. That of tf.abs is -1 at
 * 0, and would push a picture that is right already.
 */
function meanDistance(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const apart = tf.sub(a, b);
    return tf.mean(tf.mul(apart, tf.sign(apart)));
  });
}

/**
 * Cycle consistency (CycleGAN; Zhu et al. 2017, eq. 2): a picture that is translated and translated back,
 * F(G(x)), is to be the same again. The mean |x - F(G(x))| over all numbers; the paper's weight is λ = 10.
 * Without it the translations need only look right, and may have nothing to do with what they translate.
 *
 * @param real (batch, …)
 * @param cycled of the shape of `real`
 * @throws TypeError when they differ in shape
 * @example
 * ```ts
 * import { cycleConsistency, tf } from "gan-clinic";
 * const loss = cycleConsistency(tf.tensor2d([[1, 2]]), tf.tensor2d([[0, 4]]));
 * assert.equal(loss.dataSync()[0], (1 + 2) / 2);
 * ```
 */
export function cycleConsistency(real: tf.Tensor, cycled: tf.Tensor): tf.Scalar {
  expectShape(cycled, real.shape, "cycleConsistency cycled");
  return meanDistance(real, cycled);
}

/**
 * The identity loss (CycleGAN; Zhu et al. 2017, section 5.2): a picture that is in the wanted style already is
 * to stay as it is. The mean |y - G(y)| over all numbers; the paper's weight is half that of the cycles. It
 * keeps the translation from changing tints for no reason.
 *
 * @param real of the style that G translates to (batch, …)
 * @param translated G(real), of the shape of `real`
 * @throws TypeError when they differ in shape
 * @example
 * ```ts
 * import { identityMapping, tf } from "gan-clinic";
 * const real = tf.tensor2d([[1, 2]]);
 * assert.equal(identityMapping(real, real).dataSync()[0], 0);
 * assert.equal(identityMapping(real, tf.add(real, 0.5)).dataSync()[0], 0.5);
 * ```
 */
export function identityMapping(real: tf.Tensor, translated: tf.Tensor): tf.Scalar {
  expectShape(translated, real.shape, "identityMapping translated");
  return meanDistance(real, translated);
}
