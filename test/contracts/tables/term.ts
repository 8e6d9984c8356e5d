import type * as tf from "@tensorflow/tfjs";
import type { DifferentiableRow } from "./row";

/** A function of tensors, and of variables that it reads. */
export interface Term {
  readonly inputs: readonly tf.Tensor[];
  readonly variables?: readonly tf.Variable[];
  /** Freed with the variables. */
  readonly states?: readonly tf.Variable[];
  /** Gives the same at each call. */
  readonly fn: (...inputs: tf.Tensor[]) => tf.Tensor;
}

/** Something that is added to a loss, or computed from gradients. */
export interface TermRow extends DifferentiableRow {
  /** Each call makes the same anew. */
  readonly make: () => Term;
}
