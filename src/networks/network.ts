import type * as tf from "@tensorflow/tfjs";
import type { ApplyContext } from "../layers/layer";

/** One row of a network's summary. */
export interface SummaryRow {
  /** The layer's name. */
  readonly layer: string;
  /** Shape of the layer's output; `null` is the batch. */
  readonly shape: readonly (number | null)[];
  /** How many numbers the layer learns. */
  readonly parameters: number;
}

/** What a network is, as far as it matters to what it is paired with. */
export interface NetworkTraits {
  /** The layer by which an example's output depends on the others of its batch, such as "batch norm". */
  readonly mixesBatch?: string;
  /** Between what its outputs lie; left out: anywhere. */
  readonly outputRange?: readonly [low: number, high: number];
  /** How many classes its conditional layers know; left out: it takes no labels. */
  readonly classes?: number;
  /** How many examples it judges at once, one after the other in its input (PacGAN); left out: one. */
  readonly packing?: number;
}

/**
 * A generator, a discriminator, a critic: a function from (batch, inputs) to (batch, outputs). Pictures are
 * flat, row by row with channels last, at both ends of every network; what is inside is its own affair.
 */
export interface Network {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Numbers in an example that it takes. */
  readonly inputs: number;
  /** Numbers that it makes of one. */
  readonly outputs: number;
  /** What it learns, in the order of computation, each under a name of its own. */
  readonly variables: readonly tf.Variable[];
  /** What it keeps and no gradient changes: moving averages, power-iteration vectors. */
  readonly states?: readonly tf.Variable[];
  /** What the rest of the library wants to know of it. */
  readonly traits?: NetworkTraits;
  /** (batch, inputs) to (batch, outputs). */
  apply(x: tf.Tensor, context?: ApplyContext): tf.Tensor; // (batch, inputs) -> (batch, outputs)
  /** What the last layer gets, flat: (batch, features). For feature matching. */
  features?(x: tf.Tensor, context?: ApplyContext): tf.Tensor;
  /** One row for each layer, in the order of computation; `summaryText` makes a table of them. */
  summary(): SummaryRow[];
  /** Frees the variables and states. */
  dispose(): void;
}
