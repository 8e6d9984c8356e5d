import type * as tf from "@tensorflow/tfjs";
import type { GanLoss } from "../losses";
import type { Network } from "../networks/network";
import type { Random } from "../random";

// What a step is made of, as types; they import nothing of the training. Each lever adds its own options to `Game`,
// and what it needs in a step to `StepExtras`, in its own file in ./levers.

/** Who plays, for what, and by which rules. */
export interface Game {
  /** Makes fakes from latent vectors. */
  readonly generator: Network;
  /** Scores real examples and fakes. */
  readonly discriminator: Network;
  /** What the two minimise. */
  readonly loss: GanLoss;
}

/** What a step may need besides its batch. */
export interface StepExtras {
  /** For all that draws within the step: dropout, noise, interpolation, augmentation. */
  readonly random?: Random;
  /** (batch), int32: the class of each real example, where the game is conditional. */
  readonly realLabels?: tf.Tensor1D; // (batch), int32
  /** (batch), int32: the class that is asked of each fake. */
  readonly fakeLabels?: tf.Tensor1D; // (batch), int32
  /** In the generator's step, for what compares with real examples. */
  readonly real?: tf.Tensor; // (batch, inputs)
}

/** Whose update it is. */
export type Player = "discriminator" | "generator";

/** A batch with all that goes with it. */
export type StepBatch = StepExtras & {
  readonly latent: tf.Tensor; // (batch, latentSize)
  /** It is one of so many parts of the batch that an update is computed from; 1. */
  readonly parts?: number;
};

/** A player's loss, and what else was measured on the way to it. */
export interface Loss<Results> {
  /** What the player minimises, its terms included. */
  readonly total: tf.Scalar;
  readonly results: Results;
}

/** Gradients by the names of their variables. */
export type Gradients = Readonly<Record<string, tf.Tensor>>;

/** The gradients of a player's loss, and what else was measured. */
export interface Slope<Results> {
  readonly gradients: Gradients;
  readonly results: Results;
}

/** All from before the update. */
export interface DiscriminatorResult {
  /** The loss's part of the real examples. */
  readonly real: tf.Scalar;
  /** The loss's part of the fakes. */
  readonly fake: tf.Scalar;
  /** The sum of the weighted terms. */
  readonly penalty: tf.Scalar;
  /** (batch, 1): what it said of the real examples. */
  readonly realScores: tf.Tensor; // (batch, 1)
  /** (batch, 1): what it said of the fakes. */
  readonly fakeScores: tf.Tensor; // (batch, 1)
  /** Length of the gradient, before any clipping. */
  readonly gradientNorm: tf.Scalar;
}

/** All from before the update. */
export interface GeneratorResult {
  /** The loss, without the terms. */
  readonly loss: tf.Scalar;
  /** The sum of the weighted terms. */
  readonly penalty: tf.Scalar;
  /** Length of the gradient, before any clipping. */
  readonly gradientNorm: tf.Scalar;
}

/** What each player's loss measures: its results before the length of the gradient is known. */
export interface Measured {
  readonly discriminator: Omit<DiscriminatorResult, "gradientNorm">;
  readonly generator: Omit<GeneratorResult, "gradientNorm">;
}
