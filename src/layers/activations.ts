import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";

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
 * log(1 + e^x), a ReLU without the corner; its slope is sigmoid. For large x it is x itself, not the logarithm
 * of an infinite number.
 *
 * @example
 * ```ts
 * import { softplus, tf } from "gan-clinic";
 * const [far, zero] = softplus(tf.tensor([-200, 0])).arraySync() as number[];
 * assert.ok(far === 0 && Math.abs(zero - Math.log(2)) < 1e-6);
 * ```
 */
export function softplus(x: tf.Tensor): tf.Tensor {
  return tf.softplus(x);
}

/**
 * x where x > 0, else e^x - 1 (Clevert et al. 2016): like ReLU above 0, and below it a slope that dies out
 * slowly. So units are not cut off at once, and their mean is nearer to 0.
 *
 * @example
 * ```ts
 * import { elu, tf } from "gan-clinic";
 * assert.deepEqual(elu(tf.tensor([-200, 0, 3])).arraySync(), [-1, 0, 3]);
 * ```
 */
export function elu(x: tf.Tensor): tf.Tensor {
  return tf.elu(x);
}

/**
 * 1.0507 times ELU with 1.6733 in front of its lower part (Klambauer et al. 2017, eq. 2). With weights of
 * variance 1 / fanIn, the two numbers make mean 0 and variance 1 a fixed point: signals keep their size through
 * any number of layers, without normalisation.
 *
 * @example
 * ```ts
 * import { selu, tf } from "gan-clinic";
 * const [low, high] = selu(tf.tensor([-200, 1])).arraySync() as number[];
 * assert.ok(Math.abs(high - 1.0507) < 1e-4 && Math.abs(low + 1.0507 * 1.67326) < 1e-4);
 * ```
 */
export function selu(x: tf.Tensor): tf.Tensor {
  return tf.selu(x);
}

/**
 * min(max(x, 0), 6): a ReLU that can not grow, made for numbers of few bits. It has no slope above 6 either.
 *
 * @example
 * ```ts
 * import { relu6, tf } from "gan-clinic";
 * assert.deepEqual(relu6(tf.tensor([-2, 3, 100])).arraySync(), [0, 3, 6]);
 * ```
 */
export function relu6(x: tf.Tensor): tf.Tensor {
  return tf.relu6(x);
}

/**
 * x · sigmoid(x), also known as SiLU (Ramachandran et al. 2017; Elfwing et al. 2018): nearly ReLU, but smooth, and a
 * little below 0 for x < 0. Smooth critics suit penalties: the slope of their slope is not 0.
 *
 * @example
 * ```ts
 * import { swish, tf } from "gan-clinic";
 * const [low, zero, high] = swish(tf.tensor([-200, 0, 200])).arraySync() as number[];
 * assert.ok(Math.abs(low) < 1e-6 && zero === 0 && high === 200);
 * ```
 */
export function swish(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, tf.sigmoid(x)));
}

/**
 * x Φ(x), with Φ the chance that a standard normal number is below x (Hendrycks and Gimpel 2016), in the
 * paper's form ½ x (1 + tanh(√(2/π) (x + .044715 x³))), which is off by 5 · 10⁻⁴ at most. TensorFlow.js's erf is a
 * polynomial of which the gradient is not the exact one; tanh's is.
 *
 * @example
 * ```ts
 * import { gelu, tf } from "gan-clinic";
 * const [low, half, high] = gelu(tf.tensor([-10, 1, 10])).arraySync() as number[];
 * assert.ok(Math.abs(half - 0.8413) < 1e-3 && Math.abs(low) < 1e-6 && high === 10);
 * ```
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const inner = tf.mul(x, tf.add(tf.mul(tf.square(x), 0.044715), 1)); // x + .044715 x³
    const probability = tf.mul(tf.add(tf.tanh(tf.mul(inner, Math.sqrt(2 / Math.PI))), 1), 0.5);
    return tf.mul(x, probability);
  });
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

for (const activation of [
  relu,
  leakyRelu,
  tanh,
  sigmoid,
  softplus,
  elu,
  selu,
  relu6,
  swish,
  gelu,
  linear,
]) {
  lever("activation", activation.name, {}, activation);
}
