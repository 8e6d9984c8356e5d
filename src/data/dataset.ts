import type * as tf from "@tensorflow/tfjs";
import { foundText } from "../arguments/found";
import { isInstance } from "../arguments/objects";
import type { Random } from "../random";
import { expectInteger } from "../shape";

/** How the numbers of a flat example make a picture: row by row, channels last. */
export interface PictureShape {
  /** Pixels from top to bottom. */
  readonly height: number;
  /** Pixels from left to right. */
  readonly width: number;
  /** Numbers in a pixel: 1 for grey, 3 for colour. */
  readonly channels: number;
}

/** Examples with the class of each; the caller disposes both. */
export interface LabelledBatch {
  /** (n, ...shape), float32. */
  readonly examples: tf.Tensor; // (n, ...shape)
  /** (n), int32: the class of each example, from 0. */
  readonly labels: tf.Tensor1D; // (n), int32
}

/** Something that real examples can be drawn from. */
export interface Dataset {
  /** Its name in messages and titles. */
  readonly name: string;
  /** Shape of one example: `[2]` for a point, `[196]` for a flat 14 x 14 picture. */
  readonly shape: readonly number[];
  /** Between what all numbers lie, where that is known: pictures and sounds have [-1, 1]. */
  readonly range?: readonly [low: number, high: number];
  /** For pictures. */
  readonly picture?: PictureShape;
  /** How many classes `sampleLabelled` gives. */
  readonly classes?: number;
  /** Draws `n` examples; the caller disposes the tensor. */
  sample(n: number, random: Random): tf.Tensor; // (n, ...shape)
  /** Draws `n` examples with the class of each; the caller disposes both tensors. */
  sampleLabelled?(n: number, random: Random): LabelledBatch;
}

/**
 * Checks what a draw is asked with, by its caller's name.
 *
 * @throws RangeError for an `n` that is no whole number from 0
 * @throws TypeError for a `random` that is no stream
 */
export function expectDraw(n: number, random: Random, what: string): void {
  expectInteger(n, `${what} n`, { atLeast: 0 });
  if (isInstance(random, "Random")) return;
  throw new TypeError(
    `${what} random: wanted a Random such as seeded(1), found ${foundText(random)}`,
  );
}
