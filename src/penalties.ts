import * as tf from "@tensorflow/tfjs";
import type { Random } from "./random";
import { inputGradient } from "./runtime/gradients/input-gradient";
import { expectNumber, expectShape } from "./shape";

// Penalties on the slope of the critic, ∂s/∂x. Their own gradient, by the critic's weights, goes through that
// slope: it needs second gradients, and a critic with an operation that has no exact one is refused. Each
// returns E[…] as it stands; the caller multiplies by the weight (λ, γ) and adds it to the critic's loss.

/** A function from examples (batch, …) to their scores. */
export type Critic = (x: tf.Tensor) => tf.Tensor;

export interface GradientPenaltyOptions {
  /** The norm that is asked for; 1 as in the paper. */
  readonly target?: number;
}

/**
 * The gradient penalty of WGAN-GP, E[(‖∂s/∂x̂‖ - 1)²], at points x̂ = ε real + (1 - ε) fake with one ε from
 * U[0, 1) for each pair (Gulrajani et al. 2017, eq. 3 and algorithm 1). The paper's weight is λ = 10.
 *
 * The norm is √(q + 10⁻¹²) with q = Σ slope². The root's own derivative, 1 / 2√q, is infinite at 0, and times
 * dq = 0 it gives NaN: one example on which all units of the critic are off would end the training. With the
 * small number the gradient is slope / √(q + 10⁻¹²): at most 1, and 0 where the slope is 0. The norm is off
 * by 10⁻⁶ at most, and from q = 2·10⁻⁵ on the number is lost in float32's rounding.
 *
 * @param critic scores each example by itself: no batch normalisation
 * @param real (batch, …)
 * @param fake of the shape of `real`
 * @param random where the ε are drawn
 * @throws TypeError when real and fake differ in shape
 * @throws InexactGradientError for a critic with an operation whose second gradient is not exact
 * @example
 * ```ts
 * import { gradientPenalty, seeded, tf } from "gan-clinic";
 * const steep = (x: tf.Tensor) => tf.sum(tf.mul(x, [3, 4]), 1, true); // a slope of norm 5
 * const penalty = gradientPenalty(steep, tf.ones([8, 2]), tf.zeros([8, 2]), seeded(1));
 * assert.ok(Math.abs(penalty.dataSync()[0]! - 16) < 1e-4);
 * ```
 */
export function gradientPenalty(
  critic: Critic,
  real: tf.Tensor,
  fake: tf.Tensor,
  random: Random,
  { target = 1 }: GradientPenaltyOptions = {},
): tf.Scalar {
  expectNumber(target, "gradientPenalty target", { atLeast: 0 });
  expectShape(fake, real.shape, "gradientPenalty fake");
  return tf.tidy(() => {
    const epsilon = random.uniform([real.shape[0], ...real.shape.slice(1).map(() => 1)]);
    const between = tf.add(tf.mul(epsilon, real), tf.mul(tf.sub(1, epsilon), fake));
    const norms = tf.sqrt(tf.add(squaredNorms(inputGradient(critic, between)), 1e-12));
    return tf.mean(tf.square(tf.sub(norms, target)));
  });
}

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

/** Σ slope² for each example: (batch, …) to (batch). */
function squaredNorms(slopes: tf.Tensor): tf.Tensor {
  const axes = slopes.shape.map((_, axis) => axis).slice(1);
  return axes.length === 0 ? tf.square(slopes) : tf.sum(tf.square(slopes), axes);
}
