import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { inputGradient } from "../runtime/gradients/input-gradient";
import { expectNumber, expectShape } from "../shape";
import { distanceFrom, type Critic } from "./slopes";

/** Options of {@link gradientPenalty}. */
export interface GradientPenaltyOptions {
  /** The norm that is asked for; 1 as in the paper. 0 makes the penalty zero-centred. */
  readonly target?: number;
  /** Whether only slopes steeper than the target count; false. */
  readonly oneSided?: boolean;
}

/**
 * The gradient penalty of WGAN-GP, E[(‖∂s/∂x̂‖ - 1)²], at points x̂ = ε real + (1 - ε) fake with one ε from
 * U[0, 1) for each pair (Gulrajani et al. 2017, eq. 3 and algorithm 1). The paper's weight is λ = 10.
 *
 * - `oneSided`: E[max(0, ‖∂s/∂x̂‖ - 1)²], which asks for no more than a Lipschitz critic (Petzka et al. 2018,
 *   eq. 8): a critic that is flat somewhere is no longer pushed to be steep.
 * - `target: 0`: zero-centred (Thanh-Tung et al. 2019). The critic comes to rest where the distributions are
 *   equal; with target 1 it is kept steep there, and the game goes round and round (Mescheder et al. 2018).
 *
 * @param critic scores each example by itself: no batch normalisation
 * @param real (batch, …)
 * @param fake of the shape of `real`
 * @param random where the ε are drawn
 * @throws TypeError when real and fake differ in shape
 * @throws RangeError for a target below 0
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
  { target = 1, oneSided = false }: GradientPenaltyOptions = {},
): tf.Scalar {
  expectNumber(target, "gradientPenalty target", { atLeast: 0 });
  expectShape(fake, real.shape, "gradientPenalty fake");
  return tf.tidy(() => {
    const epsilon = random.uniform([real.shape[0], ...real.shape.slice(1).map(() => 1)]);
    const between = tf.add(tf.mul(epsilon, real), tf.mul(tf.sub(1, epsilon), fake));
    return distanceFrom(target, inputGradient(critic, between), oneSided);
  });
}
