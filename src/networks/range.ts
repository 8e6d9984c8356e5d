import { relu, relu6, sigmoid, softplus, tanh } from "../layers/activations";
import { softmax } from "../layers/softmax";
import type { Step } from "./block";

const ranges = new Map<unknown, readonly [low: number, high: number]>([
  [tanh, [-1, 1]],
  [sigmoid, [0, 1]],
  [softmax, [0, 1]],
  [relu, [0, Infinity]],
  [softplus, [0, Infinity]],
  [relu6, [0, 6]],
]);

/** Between what the numbers lie that an activation gives, where it is a known one that bounds them. */
export function rangeOf(step: Step | undefined): readonly [low: number, high: number] | undefined {
  return ranges.get(step);
}
