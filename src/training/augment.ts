import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";

/**
 * Changes examples at random, on both sides of the discriminator and differentiably, so that the generator
 * can not learn the changes (DiffAugment, Zhao et al. 2020).
 *
 * @param x (batch, inputs)
 * @param strength between 0 and 1: how many of the examples are changed, or how far
 */
export type Augment = (x: tf.Tensor, random: Random, strength: tf.Scalar) => tf.Tensor;
