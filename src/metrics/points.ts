import type * as tf from "@tensorflow/tfjs";
import { expectInteger, expectShape } from "../shape";

/** Examples: a tensor (n, d), or its numbers row by row. */
export type Samples = tf.Tensor | Float32Array;

/** Features of examples, a row an example. In float64 too, for what was computed so. */
export type Features = Samples | Float64Array;

/**
 * The numbers of (n, d) samples, checked.
 *
 * @throws TypeError when they are not (n, d)
 * @throws RangeError when there are none, or one is not finite
 */
export function numbersOf(samples: Samples, d: number, what: string): Float32Array;
export function numbersOf(samples: Features, d: number, what: string): Float32Array | Float64Array;
export function numbersOf(samples: Features, d: number, what: string): Float32Array | Float64Array {
  const values = isArray(samples)
    ? samples
    : Float32Array.from(expectShape(samples, [null, d], what).dataSync());
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

/**
 * How many numbers an example has: `d` where it is given, else the tensor's columns.
 *
 * @param first what the samples are called in the message, where `what` does not say it
 * @throws TypeError for a bare array without `d`; RangeError for d below 1
 */
export function widthOf(
  samples: Features,
  d: number | undefined,
  what: string,
  first?: string,
): number {
  if (d !== undefined) return expectInteger(d, `${what} d`, { atLeast: 1 });
  if (isArray(samples)) {
    throw new TypeError(`${what} d: wanted the numbers in an example, since the first is an array`);
  }
  const named = first === undefined ? what : `${what} ${first}`;
  return expectInteger(expectShape(samples, [null, null], named).shape[1]!, `${what} d`, {
    atLeast: 1,
  });
}

function isArray(samples: Features): samples is Float32Array | Float64Array {
  return samples instanceof Float32Array || samples instanceof Float64Array;
}
