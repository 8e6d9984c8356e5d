import * as tf from "@tensorflow/tfjs";
import { constant } from "../runtime/gradients/tape";
import { expectNumber } from "../shape";

/** Gradients by the names of their variables, as `tf.variableGrads` gives them. */
export type NamedGradients = Readonly<Record<string, tf.Tensor>>;

/**
 * Cuts every number of every gradient to [-limit, limit]. The direction of the whole changes: large parts lose,
 * small ones do not. NaN stays NaN.
 *
 * @returns new tensors; those that came in stay
 * @throws RangeError for a limit that is not above 0
 * @example
 * ```ts
 * import { clipByValue, tf } from "gan-clinic";
 * const { weights } = clipByValue({ weights: tf.tensor1d([-3, 0.5]) }, 1);
 * assert.deepEqual(weights.arraySync(), [-1, 0.5]);
 * ```
 */
export function clipByValue(gradients: NamedGradients, limit: number): tf.NamedTensorMap {
  expectNumber(limit, "clipByValue limit", { above: 0 });
  return mapped(gradients, (gradient) => cut(gradient, limit));
}

/**
 * Numbers cut to [-limit, limit]; NaN stays NaN. (tf.clipByValue makes -limit of NaN on some engines: a step
 * that has failed would go on with gradients that look sound.)
 */
export function cut(x: tf.Tensor, limit: number): tf.Tensor {
  return tf.tidy(() => tf.minimum(tf.maximum(x, -limit), limit));
}

/**
 * Shortens all gradients by one factor when their common length is above the limit (Pascanu et al. 2013,
 * algorithm 1). The direction of the whole stays.
 *
 * @param limit the greatest length, over all numbers of all gradients together
 * @returns new tensors; those that came in stay
 * @throws RangeError for a limit that is not above 0
 * @example
 * ```ts
 * import { clipByNorm, tf } from "gan-clinic";
 * const { a, b } = clipByNorm({ a: tf.tensor1d([30]), b: tf.tensor1d([0, 40]) }, 5); // length 50
 * const found = [...a.dataSync(), ...b.dataSync()];
 * [3, 0, 4].forEach((wanted, i) => assert.ok(Math.abs(found[i] - wanted) < 1e-5));
 * ```
 */
export function clipByNorm(gradients: NamedGradients, limit: number): tf.NamedTensorMap {
  expectNumber(limit, "clipByNorm limit", { above: 0 });
  return tf.tidy(() => {
    const factor = tf.div(limit, tf.maximum(globalNorm(gradients), limit));
    return mapped(gradients, (gradient) => tf.mul(gradient, factor));
  });
}

/**
 * The length of all gradients taken as one vector, √(Σ g²).
 *
 * The squares of numbers above 2·10¹⁹ are infinite in float32, just where clipping is for: the factor would be
 * 0, and an exploding gradient would quietly become none. So the sum is taken of (g / m)², with m the largest
 * |g|: √(Σ g²) = m √(Σ (g/m)²), and the sum lies between 1 and the number of its terms. For gradients that are
 * all 0, m is 10⁻³⁰ and the sum 10⁻¹²: the length is 0 but for 10⁻³⁶, and its own gradient is 0. As m makes no
 * difference to the length, it is a constant to that gradient.
 *
 * @throws TypeError when there are no gradients
 * @example
 * ```ts
 * import { globalNorm, tf } from "gan-clinic";
 * const norm = globalNorm({ a: tf.tensor1d([3]), b: tf.tensor1d([0, 4]) });
 * assert.ok(Math.abs(norm.dataSync()[0] - 5) < 1e-5);
 * ```
 */
export function globalNorm(gradients: NamedGradients): tf.Scalar {
  const list = Object.values(gradients);
  if (list.length === 0) throw new TypeError("globalNorm: wanted gradients, found none");
  return tf.tidy(() => {
    const largest = constant(() => {
      const sizes = list.map((gradient) => tf.max(tf.abs(gradient)));
      return tf.maximum<tf.Scalar>(tf.max(tf.stack(sizes)), 1e-30);
    });
    const squares = list.map((gradient) => tf.sum(tf.square(tf.div(gradient, largest))));
    return tf.mul<tf.Scalar>(largest, tf.sqrt(tf.add(tf.addN(squares), 1e-12)));
  });
}

function mapped(
  gradients: NamedGradients,
  change: (gradient: tf.Tensor) => tf.Tensor,
): tf.NamedTensorMap {
  return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, change(g)]));
}
