import * as tf from "@tensorflow/tfjs";

/**
 * The gradient of an input that was broadcast: each of its numbers was used several times, and the
 * derivative of a sum over uses is the sum of the derivatives.
 */
export function sumTo(dy: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], dy.shape);
  const summed = axes.length === 0 ? dy : tf.sum(dy, axes);
  return summed.rank === shape.length ? summed : tf.reshape(summed, [...shape]);
}
