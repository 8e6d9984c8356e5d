import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";

/** The two parts of a discriminator's loss; it minimises their sum. */
export interface DiscriminatorLoss {
  /** The part of the real examples. */
  readonly real: tf.Scalar;
  /** The part of the fakes. */
  readonly fake: tf.Scalar;
}

/** The losses of both players at one point of the game. */
export interface Equilibrium {
  /** The sum of its parts. */
  readonly discriminator: number;
  /** Left out where it is not determined: scores of which only differences count. */
  readonly generator?: number;
}

/** A pair of losses. Scores are (batch, 1), real before fake. Everything is to be minimised. */
export interface GanLoss {
  /** Its name in messages and titles. */
  readonly name: string;
  /**
   * What the discriminator minimises, in two parts.
   * @param random for a loss that draws, such as noisy labels
   */
  discriminator(realScores: tf.Tensor, fakeScores: tf.Tensor, random?: Random): DiscriminatorLoss;
  /**
   * What the generator minimises.
   * @param realScores for a loss that compares, which says so by `comparesReal`
   */
  generator(fakeScores: tf.Tensor, realScores?: tf.Tensor): tf.Scalar;
  /** The generator's loss needs the real scores too. */
  readonly comparesReal?: true;
  /**
   * The losses where the fakes are distributed as the data, and the discriminator is the best one against
   * them. A line to draw into a plot of losses; to be at it does not prove that the game has come there.
   */
  readonly equilibrium?: Equilibrium;
}
