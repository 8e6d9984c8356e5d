import * as tf from "@tensorflow/tfjs";

// Penalties on the slope of the critic, ∂s/∂x. Their own gradient, by the critic's weights, goes through that
// slope: it needs second gradients, and a critic with an operation that has no exact one is refused. Each
// returns E[…] as it stands; the caller multiplies by the weight (λ, γ) and adds it to the critic's loss.

/** A function from examples (batch, …) to their scores. */
export type Critic = (x: tf.Tensor) => tf.Tensor;

/** Σ slope² for each example: (batch, …) to (batch). */
export function squaredNorms(slopes: tf.Tensor): tf.Tensor {
  const axes = slopes.shape.map((_, axis) => axis).slice(1);
  return axes.length === 0 ? tf.square(slopes) : tf.sum(tf.square(slopes), axes);
}

/**
 * The norm of each example's slope: (batch, …) to (batch).
 *
 * It is √(q + 10⁻¹²) with q = Σ slope². The root's own derivative, 1 / 2√q, is infinite at 0, and times
 * dq = 0 it gives NaN: one example on which all units of the critic are off would end the training. With the
 * small number the gradient is slope / √(q + 10⁻¹²): at most 1, and 0 where the slope is 0. The norm is off
 * by 10⁻⁶ at most, and from q = 2·10⁻⁵ on the number is lost in float32's rounding.
 */
export function norms(slopes: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.add(squaredNorms(slopes), 1e-12));
}

/** E[(norm - target)²], or E[max(0, norm - target)²], where slopes below the target are free. */
export function distanceFrom(target: number, slopes: tf.Tensor, oneSided: boolean): tf.Scalar {
  const above = tf.sub(norms(slopes), target);
  return tf.mean(tf.square(oneSided ? tf.relu(above) : above));
}
