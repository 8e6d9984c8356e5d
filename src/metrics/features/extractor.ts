import * as tf from "@tensorflow/tfjs";
import { numbersOf, type Samples } from "../points";

/**
 * Turns examples into numbers that say more than pixels do. Most metrics of pictures are distances
 * between sets of such features: the same metric over other features is another metric.
 */
export interface FeatureExtractor {
  /** Its name in messages and titles. */
  readonly name: string;
  /** Numbers in an example. */
  readonly inputs: number;
  /** Numbers in its features. */
  readonly features: number;
  /** For a classifier: how many classes it knows. */
  readonly classes?: number;
  /** (n, inputs) examples to (n, features) numbers, row by row. */
  featuresOf(samples: Samples): Float32Array;
  /** For a classifier: (n, inputs) examples to (n, classes) probabilities, row by row. */
  probabilitiesOf?(samples: Samples): Float32Array;
  /** Frees what it holds, if it holds anything. */
  dispose?(): void;
}

/** How {@link inBatches} runs a network. */
export interface BatchPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly batch: number;
  /** For messages. */
  readonly what: string;
}

/** Applies a network to examples a batch at a time, so that memory does not grow with their number. */
export function inBatches(
  samples: Samples,
  { inputs, outputs, batch, what }: BatchPlan,
  apply: (x: tf.Tensor2D) => tf.Tensor, // (rows, inputs) -> (rows, outputs)
): Float32Array {
  const numbers = numbersOf(samples, inputs, what);
  const found = new Float32Array((numbers.length / inputs) * outputs);
  for (let start = 0; start * inputs < numbers.length; start += batch) {
    const rows = numbers.subarray(start * inputs, (start + batch) * inputs);
    const result = tf.tidy(() => apply(tf.tensor2d(rows, [rows.length / inputs, inputs])));
    found.set(result.dataSync(), start * outputs);
    result.dispose();
  }
  return found; // (n, outputs)
}
