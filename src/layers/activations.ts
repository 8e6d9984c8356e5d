import * as tf from "@tensorflow/tfjs";

/** A function of each number by itself. */
export type Activation = (x: tf.Tensor) => tf.Tensor;

/**
 * max(x, 0).
 *
 * @example
 * ```ts
 * import { relu, tf } from "gan-clinic";
 * assert.deepEqual(relu(tf.tensor([-2, 0, 3])).arraySync(), [0, 0, 3]);
 * ```
 */
export function relu(x: tf.Tensor): tf.Tensor {
  return tf.relu(x);
}

/**
 * x where x > 0, else slope · x.
 *
 * TensorFlow.js's own gradient of it has no gradient (it throws), which a gradient penalty needs. The
 * library's exact gradients mend that.
 *
 * @param slope below 0; .2 as in DCGAN
 * @example
 * ```ts
 * import { leakyRelu, tf } from "gan-clinic";
 * assert.deepEqual(leakyRelu(tf.tensor([-2, 0, 3]), 0.5).arraySync(), [-1, 0, 3]);
 * ```
 */
export function leakyRelu(x: tf.Tensor, slope = 0.2): tf.Tensor {
  return tf.leakyRelu(x, slope);
}

/**
 * The hyperbolic tangent, between -1 and 1.
 *
 * @example
 * ```ts
 * import { tanh, tf } from "gan-clinic";
 * assert.deepEqual(tanh(tf.tensor([-50, 0, 50])).arraySync(), [-1, 0, 1]);
 * ```
 */
export function tanh(x: tf.Tensor): tf.Tensor {
  return tf.tanh(x);
}

/**
 * 1 / (1 + e^-x), between 0 and 1.
 *
 * @example
 * ```ts
 * import { sigmoid, tf } from "gan-clinic";
 * assert.deepEqual(sigmoid(tf.tensor([-200, 0, 50])).arraySync(), [0, 0.5, 1]);
 * ```
 */
export function sigmoid(x: tf.Tensor): tf.Tensor {
  return tf.sigmoid(x);
}

/**
 * x itself.
 *
 * @example
 * ```ts
 * import { linear, tf } from "gan-clinic";
 * assert.deepEqual(linear(tf.tensor([-2, 3])).arraySync(), [-2, 3]);
 * ```
 */
export function linear(x: tf.Tensor): tf.Tensor {
  return x;
}
