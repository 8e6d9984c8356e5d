import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { expectInteger, shapeText } from "../shape";

// Activations that look at several numbers of an example at once.

/**
 * e^x_i / Σ_j e^x_j along the last axis: numbers between 0 and 1 with the sum 1. The largest x is taken off
 * first, which changes nothing, so that no power is too large for float32.
 *
 * @param x of one axis or more
 * @example
 * ```ts
 * import { softmax, tf } from "gan-clinic";
 * const [a, b] = softmax(tf.tensor1d([0, Math.log(3)])).arraySync() as number[];
 * assert.ok(Math.abs(a - 1 / 4) < 1e-6 && Math.abs(b - 3 / 4) < 1e-6);
 * ```
 */
export function softmax(x: tf.Tensor): tf.Tensor {
  return tf.softmax(x);
}

/**
 * Maxout (Goodfellow et al. 2013): the largest of every `pieces` numbers along the last axis. After a dense layer
 * it is a convex function made of `pieces` flat parts, which are learned; ReLU's two parts are x and 0. No part
 * is flat for good, so no unit dies, at `pieces` times the weights.
 *
 * @param pieces how many numbers become one; 5 in PacGAN's discriminators
 * @returns a function from (…, units · pieces) to (…, units)
 * @throws RangeError for pieces below 1
 * @throws TypeError from the function where the last axis is no multiple of `pieces`
 * @example
 * ```ts
 * import { maxout, tf } from "gan-clinic";
 * assert.deepEqual(maxout(2)(tf.tensor2d([[1, 5, 3, 2]])).arraySync(), [[5, 3]]);
 * ```
 */
export function maxout(pieces: number): (x: tf.Tensor) => tf.Tensor {
  expectInteger(pieces, "maxout pieces", { atLeast: 1 });
  return lever("activation", "maxout", { pieces }, (x) => {
    const size = x.shape.at(-1) ?? 0;
    if (size === 0 || size % pieces !== 0) {
      throw new TypeError(
        `maxout x: wanted a last axis that is a multiple of ${pieces}, found shape ${shapeText(x.shape)}`,
      );
    }
    return tf.tidy(() =>
      tf.max(tf.reshape(x, [...x.shape.slice(0, -1), size / pieces, pieces]), -1),
    );
  });
}

lever("activation", "softmax", {}, softmax);
