import type * as tf from "@tensorflow/tfjs";

/** One row of a network's summary. */
export interface SummaryRow {
  readonly layer: string;
  /** Shape of the layer's output; `null` is the batch. */
  readonly shape: readonly (number | null)[];
  /** How many numbers the layer learns. */
  readonly parameters: number;
}

/** A generator, a discriminator, a critic: a function from (batch, inputs) to (batch, outputs). */
export interface Network {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** What it learns, in the order of computation, each under a name of its own. */
  readonly variables: readonly tf.Variable[];
  apply(x: tf.Tensor): tf.Tensor; // (batch, inputs) -> (batch, outputs)
  summary(): SummaryRow[];
  /** Frees the variables. */
  dispose(): void;
}
