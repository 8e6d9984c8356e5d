import * as tf from "@tensorflow/tfjs";
import type { Layer } from "../layers/layer";
import { flat, shaped } from "./build";

/** Gives each example another shape, as a layer. */
export function reshape(name: string, shape: readonly number[]): Layer {
  return { name, variables: [], apply: (x) => shaped(x, shape) }; // (batch, ...shape)
}

/** (batch, …) to (batch, numbers), as a layer. */
export function flatten(name: string): Layer {
  return { name, variables: [], apply: flat };
}

/** The sum over all pixels, as a layer: (batch, height, width, channels) to (batch, channels). */
export function pixelSum(name: string): Layer {
  return { name, variables: [], apply: (x) => tf.sum(x, [1, 2]) };
}
