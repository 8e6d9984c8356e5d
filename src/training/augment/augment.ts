import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../../random";

/**
 * Changes examples at random, on both sides of the discriminator and differentiably: it sees changed
 * examples only, so the generator learns the distribution before the changes, and not the changes
 * (Zhao et al. 2020; Karras et al. 2020).
 *
 * @param x (batch, inputs)
 * @param strength between 0 and 1: the chance of each change
 */
export type Augment = (x: tf.Tensor, random: Random, strength: tf.Scalar) => tf.Tensor;
