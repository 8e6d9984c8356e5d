import * as tf from "@tensorflow/tfjs";
import type { Random } from "../../../../src/random";
import { image, type ImageSizes } from "./image-game";

// DiffAugment's operations (Zhao et al. 2020), on real pictures and fakes alike, so that the gradient
// reaches the generator. The random numbers are tensors: nothing is chosen by JavaScript.

/** Brightness, saturation and contrast, each by a number of its own for each picture. */
function colour(x: tf.Tensor, random: Random): tf.Tensor {
  const each = (low: number, high: number) => random.uniform([x.shape[0], 1, 1, 1], low, high);
  const bright = tf.add(x, each(-0.5, 0.5));
  const grey = tf.mean(bright, 3, true);
  const saturated = tf.add(tf.mul(tf.sub(bright, grey), each(0, 2)), grey);
  const mean = tf.mean(saturated, [1, 2, 3], true);
  return tf.add(tf.mul(tf.sub(saturated, mean), each(0.5, 1.5)), mean);
}

/**
 * Moves each picture down by a number of pixels of its own, and all of them right by the same one.
 * The first as a product with a matrix of 0 and 1, which has row r of the picture in row r + shift;
 * the second by choosing columns of the padded picture.
 */
function translate(x: tf.Tensor, random: Random, reach: number): tf.Tensor {
  const [batch, height, width, colours] = x.shape;
  const shifts = tf.floor(random.uniform([batch, 1, 1], -reach, reach + 1));
  const rows = tf.range(0, height, 1, "float32");
  const from = tf.add(tf.reshape(rows, [1, 1, height]), shifts);
  const moves = tf.cast(tf.equal(tf.reshape(rows, [1, height, 1]), from), "float32");
  const lines = tf.reshape(x, [batch, height, width * colours]);
  const down = tf.reshape(tf.matMul(moves as tf.Tensor3D, lines as tf.Tensor3D), x.shape);

  const padded = tf.pad(down as tf.Tensor4D, [[0, 0], [0, 0], [reach, reach], [0, 0]]); // prettier-ignore
  const offset = tf.cast(tf.floor(random.uniform([1], 0, 2 * reach + 1)), "int32");
  const columns = tf.add(tf.range(0, width, 1, "int32"), offset);
  return tf.gather(padded, tf.cast(columns, "int32"), 2);
}

/** A grey square of half the size, somewhere on each picture. */
function cutout(x: tf.Tensor, random: Random): tf.Tensor {
  const [batch, height, width] = x.shape;
  const outside = (axis: number, length: number) => {
    const centre = random.uniform([batch, 1, 1, 1], 0, length);
    const shape = [1, 1, 1, 1];
    shape[axis] = length;
    const places = tf.reshape(tf.range(0, length, 1, "float32"), shape);
    return tf.greater(tf.abs(tf.sub(places, centre)), length / 4);
  };
  return tf.mul(x, tf.cast(tf.logicalOr(outside(1, height), outside(2, width)), "float32"));
}

/** Every second picture, on average, seen in a mirror. */
function flip(x: tf.Tensor, random: Random): tf.Tensor {
  const chosen = tf.less(random.uniform([x.shape[0], 1, 1, 1]), 0.5);
  return tf.where(chosen, tf.reverse(x, 2), x);
}

export const diffAugment = image("diff-augment", (random, { size }: ImageSizes) => ({
  variables: [],
  augment: (x) => flip(cutout(translate(colour(x, random), random, size / 8), random), random),
}));
