import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";

/** Something that real examples can be drawn from. */
export interface Dataset {
  readonly name: string;
  /** Shape of one example: `[2]` for a point, `[196]` for a flat 14 x 14 picture. */
  readonly shape: readonly number[];
  /** Draws `n` examples; the caller disposes the tensor. */
  sample(n: number, random: Random): tf.Tensor; // (n, ...shape)
}
