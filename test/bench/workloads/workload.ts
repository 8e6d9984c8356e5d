import * as tf from "@tensorflow/tfjs";
import type { Random } from "../../../src/random";

/** One training step of a GAN, as a learner would write it: plain `tf.*`, eager or compiled. */
export interface Workload {
  /** Shapes of what `fn` takes. All float32; labels are whole numbers in float32. */
  readonly inputs: Readonly<Record<string, number[]>>;
  /** All that lasts from step to step, apart from the optimisers' own. */
  readonly variables: readonly tf.Variable[];
  readonly optimizers: readonly tf.Optimizer[];
  /** Updates the networks once each. Its random numbers come from the `random` that made it. */
  fn(inputs: Inputs): Losses;
  /** Real examples, one tensor for each of `inputs`. */
  batch(random: Random): Inputs;
}

export type Inputs = Record<string, tf.Tensor>;

/** Both from before the update. */

export type Losses = { discriminatorLoss: tf.Scalar; generatorLoss: tf.Scalar };

export type Sizes = Readonly<Record<string, number>>;

/** A kind of workload, to be made in any size. */
export interface Kind<S extends Sizes = Sizes> {
  readonly kind: string;
  /** What the benchmark runs when nothing else is said. */
  readonly sizes: S;
  /** So small that a step on the plain cpu engine takes well under a second. */
  readonly tiny: S;
  make(random: Random, sizes: S): Workload;
}
