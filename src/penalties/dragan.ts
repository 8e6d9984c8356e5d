import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { inputGradient } from "../runtime/gradients/input-gradient";
import { expectNumber } from "../shape";
import type { GradientPenaltyOptions } from "./gradient-penalty";
import { distanceFrom, type Critic } from "./slopes";

/** Options of {@link dragan}. */
export interface DraganOptions extends GradientPenaltyOptions {
  /** The noise's standard deviation, in standard deviations of the batch; .5. */
  readonly spread?: number;
}

/**
 * DRAGAN, E[(‖∂s/∂x̂‖ - 1)²] at points x̂ = real + δ around the data, with normal noise δ (Kodali et al. 2017,
 * section 2.3). The penalty keeps the critic from falling off steeply around each real example, which the
 * authors hold to be the beginning of mode collapse. It needs no fakes. The paper's weight is λ = 10.
 *
 * The paper leaves the size of δ open. Here it is `spread` times the standard deviation of all numbers of the
 * batch, with one half as in the authors' program. (There δ is uniform and never negative, so that the points
 * lie on one side of the data; here it is normal, as in the paper.)
 *
 * @param critic scores each example by itself: no batch normalisation
 * @param real (batch, …)
 * @param random where the δ are drawn
 * @throws RangeError for a target or a spread below 0
 * @throws InexactGradientError for a critic with an operation whose second gradient is not exact
 * @example
 * ```ts
 * import { dragan, seeded, tf } from "gan-clinic";
 * const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true); // a slope of norm 5
 * const penalty = dragan(steep, tf.ones([8, 2]), seeded(1));
 * assert.ok(Math.abs(penalty.dataSync()[0] - 16) < 1e-4);
 * ```
 */
export function dragan(
  critic: Critic,
  real: tf.Tensor,
  random: Random,
  { target = 1, oneSided = false, spread = 0.5 }: DraganOptions = {},
): tf.Scalar {
  expectNumber(target, "dragan target", { atLeast: 0 });
  expectNumber(spread, "dragan spread", { atLeast: 0 });
  return tf.tidy(() => {
    const std = tf.sqrt(tf.moments(real).variance);
    const around = tf.add(real, tf.mul(random.normal(real.shape), tf.mul(std, spread)));
    return distanceFrom(target, inputGradient(critic, around), oneSided);
  });
}
