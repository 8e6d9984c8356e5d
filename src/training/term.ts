import type * as tf from "@tensorflow/tfjs";
import type { ApplyContext } from "../layers/layer";
import type { Network } from "../networks/network";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import type { Rate } from "./rates";

// Penalties, feature matching, auxiliary losses: each is a term that is added to one player's loss.

/** Whose examples they are: the data's or the generator's. They differ in their labels and random numbers. */
export type Side = "real" | "fake";

/** What a term sees: one update, as the player sees it. Real and fake are augmented, noisy and packed. */
export interface Round {
  /** The network that makes the fakes. */
  readonly generator: Network;
  /** The network that judges. */
  readonly discriminator: Network;
  /** The discriminator as a function of examples. Random numbers are bound, and a side's labels: real when left out. */
  readonly critic: (x: tf.Tensor, side?: Side) => tf.Tensor; // (batch, inputs) -> (batch, 1)
  /** The input of its last layer; of a side's own examples it is that of which their scores are made. */
  readonly features: (x: tf.Tensor, side?: Side) => tf.Tensor; // (batch, inputs) -> (batch, features)
  /** (batch, 1): what the discriminator said of a side's examples in this update. */
  readonly scores: (side: Side) => tf.Tensor; // -> (batch, 1)
  /** What the discriminator is told when it scores a side's examples, for a second head on the same features. */
  readonly context: (side: Side) => ApplyContext;
  /** (batch, inputs): the real examples. */
  readonly real: tf.Tensor; // (batch, inputs)
  /** (batch, inputs): the fakes. */
  readonly fake: tf.Tensor; // (batch, inputs); in the generator's update its gradient reaches the weights
  /** (batch, latentSize): what the fakes were made from. */
  readonly latent: tf.Tensor; // (batch, latentSize)
  /** (batch), int32: the class of each real example, where the game is conditional. */
  readonly realLabels?: tf.Tensor1D;
  /** (batch), int32: the class that was asked of each fake. */
  readonly fakeLabels?: tf.Tensor1D;
  /** For a term that draws. */
  readonly random: Random;
  /** The players' own losses, without any term, computed anew from the same batch. */
  readonly losses: {
    /** What the discriminator minimises. */
    readonly discriminator: () => tf.Scalar;
    /** What the generator minimises. */
    readonly generator: () => tf.Scalar;
  };
}

/** Something that is added to the loss of one player. */
export interface Term {
  /** Unique within a training; names its column of the history. */
  readonly name: string;
  /** Whose loss it is added to. */
  readonly player: "discriminator" | "generator";
  /** What its value is multiplied with. */
  readonly weight: Rate;
  /** It takes part in every so-manieth step only, with so many times its weight; 1. */
  readonly every?: number;
  /** It uses the slope ∂score/∂x of single examples, so the discriminator may not mix its batch. */
  readonly slope?: boolean;
  /** Its value before the weight. A scalar that the player's weights can be derived by. */
  value(round: Round): tf.Scalar;
  /** What it keeps from step to step, for checkpoints. */
  readonly states?: readonly tf.Variable[];
  /** Called after each update of its player that it took part in, with what was measured before the update. */
  readonly afterUpdate?: (measured: {
    /** (batch, 1), in the discriminator's updates: what it said of the real examples. */
    readonly realScores?: tf.Tensor;
    /** (batch, 1), in the discriminator's updates: what it said of the fakes. */
    readonly fakeScores?: tf.Tensor;
  }) => void;
}

/** A term and what it is multiplied with in this step. */
export interface WeightedTerm {
  /** The term. */
  readonly term: Term;
  /** A number, or a scalar tensor where it changes while a step is compiled. */
  readonly weight: number | tf.Scalar;
}

/**
 * Whether a term takes part in a step. Lazy regularisation (Karras et al. 2020, section 3.1): a penalty
 * that changes slowly is computed now and then, and counts for the steps between.
 *
 * @example
 * ```ts
 * import { isDue, r1Term } from "gan-clinic";
 * const lazy = r1Term({ weight: 1, every: 4 });
 * assert.deepEqual([1, 2, 3, 4, 5].map((step) => isDue(lazy, step)), [true, false, false, false, true]);
 * ```
 */
export function isDue({ name, every = 1 }: Term, step: number): boolean {
  expectInteger(every, `term "${name}" every`, { atLeast: 1 });
  return (step - 1) % every === 0;
}
