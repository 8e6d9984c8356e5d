import type * as tf from "@tensorflow/tfjs";
import { expectShape } from "../shape";

/** Examples: a tensor (n, d), or its numbers row by row. */
export type Samples = tf.Tensor | Float32Array;

/**
 * The numbers of (n, d) samples, checked.
 *
 * @throws TypeError when they are not (n, d)
 * @throws RangeError when there are none, or one is not finite
 */
export function numbersOf(samples: Samples, d: number, what: string): Float32Array {
  const isTensor = !(samples instanceof Float32Array);
  const values = isTensor
    ? Float32Array.from(expectShape(samples, [null, d], what).dataSync())
    : samples;
  if (values.length % d !== 0) {
    throw new TypeError(`${what}: wanted rows of ${d} numbers, found ${values.length} numbers`);
  }
  if (values.length === 0) throw new RangeError(`${what}: wanted at least one example, found none`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(
      `${what}: wanted finite numbers, found ${values[bad]} in example ${Math.floor(bad / d)}`,
    );
  }
  return values;
}
