import type * as tf from "@tensorflow/tfjs";
import { foundText } from "./arguments/found";

/**
 * The one shape check of the library.
 *
 * @param shape the wanted shape; `null` stands for any size
 * @param what the tensor's name for the message
 * @returns the tensor itself
 * @throws TypeError that names the tensor, what was wanted and what was found
 * @example
 * ```ts
 * import { expectShape, tf } from "gan-clinic";
 * const scores = tf.zeros([64, 1]);
 * assert.equal(expectShape(scores, [null, 1], "realScores"), scores);
 * assert.throws(() => expectShape(scores, [null, 2], "fakes"), /fakes: wanted shape \(any, 2\)/);
 * ```
 */
export function expectShape<T extends tf.Tensor>(
  tensor: T,
  shape: readonly (number | null)[],
  what: string,
): T {
  const found = (tensor as Partial<T> | null | undefined)?.shape;
  if (!Array.isArray(found)) {
    throw new TypeError(
      `${what}: wanted a tensor of shape ${shapeText(shape)}, found ${foundText(tensor)}`,
    );
  }
  const fits =
    found.length === shape.length && shape.every((size, i) => size === null || size === found[i]);
  if (!fits) {
    throw new TypeError(`${what}: wanted shape ${shapeText(shape)}, found ${shapeText(found)}`);
  }
  return tensor;
}

/** Checks that there is a tensor at all, in what somebody's own function gives. */
export function expectTensor(value: tf.Tensor, what: string): tf.Tensor {
  if (Array.isArray((value as Partial<tf.Tensor> | null | undefined)?.shape)) return value;
  throw new TypeError(`${what}: wanted a tensor, found ${foundText(value)}`);
}

/** A shape as text: `(any, 2)`; a scalar is `()`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return `(${shape.map((size) => size ?? "any").join(", ")})`;
}

/** Bounds of a number; a bound that is left out does not hold. */
export interface Bounds {
  /** The number is this or more. */
  readonly atLeast?: number;
  /** The number is more than this. */
  readonly above?: number;
  /** The number is this or less. */
  readonly atMost?: number;
  /** The number is less than this. */
  readonly below?: number;
}

/**
 * Checks a finite number against bounds.
 *
 * @returns the number itself
 * @throws RangeError that names the value, what was wanted and what was found
 * @example
 * ```ts
 * import { expectNumber } from "gan-clinic";
 * assert.equal(expectNumber(0.5, "beta1", { atLeast: 0, below: 1 }), 0.5);
 * assert.throws(() => expectNumber(1, "beta1", { atLeast: 0, below: 1 }), RangeError);
 * ```
 */
export function expectNumber(value: number, what: string, bounds: Bounds = {}): number {
  const { atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity } = bounds;
  if (
    Number.isFinite(value) &&
    value >= atLeast &&
    value > above &&
    value <= atMost &&
    value < below
  ) {
    return value;
  }
  throw new RangeError(`${what}: wanted a number${boundsText(bounds)}, found ${foundText(value)}`);
}

/**
 * Checks a whole number (up to 2^53 - 1) against bounds.
 *
 * @returns the number itself
 * @throws RangeError that names the value, what was wanted and what was found
 * @example
 * ```ts
 * import { expectInteger } from "gan-clinic";
 * assert.equal(expectInteger(64, "batchSize", { atLeast: 1 }), 64);
 * assert.throws(() => expectInteger(6.4, "batchSize", { atLeast: 1 }), /whole number/);
 * ```
 */
export function expectInteger(value: number, what: string, bounds: Bounds = {}): number {
  const { atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity } = bounds;
  if (
    Number.isSafeInteger(value) &&
    value >= atLeast &&
    value > above &&
    value <= atMost &&
    value < below
  ) {
    return value;
  }
  throw new RangeError(
    `${what}: wanted a whole number${boundsText(bounds)}, found ${foundText(value)}`,
  );
}

function boundsText({ atLeast, above, atMost, below }: Bounds): string {
  const parts = [
    atLeast === undefined ? "" : ` at least ${atLeast}`,
    above === undefined ? "" : ` above ${above}`,
    atMost === undefined ? "" : ` at most ${atMost}`,
    below === undefined ? "" : ` below ${below}`,
  ];
  return parts.filter((part) => part !== "").join(" and");
}
