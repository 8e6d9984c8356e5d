import * as tf from "@tensorflow/tfjs";
import type { PictureShape } from "../../data/dataset";
import { lever } from "../../levers/lever";
import type { Random } from "../../random";
import type { Augment } from "./augment";

/** Which changes to make; all of them when left out. */
export interface PictureChanges {
  /** Brightness, contrast and, of coloured pictures, saturation. */
  readonly colour?: boolean;
  /** Moves by up to an eighth of the size; what comes in is grey (0). */
  readonly translation?: boolean;
  /** A grey square of half the size, somewhere. */
  readonly cutout?: boolean;
  /** Half of the pictures in a mirror. Wrong for digits and letters, so off when left out. */
  readonly flip?: boolean;
}

/**
 * Changes of pictures, as in DiffAugment (Zhao et al. 2020): colour, translation, cutout and, where asked for,
 * mirrors. Each change meets each picture with the chance `strength`, all of them at strength 1.
 *
 * All is made of sums and products with random tensors, so the generator's gradient passes.
 *
 * @param picture how a flat example makes a picture, with numbers between -1 and 1
 * @example
 * ```ts
 * import { diffAugment, seeded, tf } from "gan-clinic";
 * const augment = diffAugment({ height: 8, width: 8, channels: 1 });
 * const x = seeded(1).uniform([4, 64], -1, 1);
 * const [same, changed] = [0, 1].map((strength) => augment(x, seeded(2), tf.scalar(strength)));
 * assert.deepEqual(same.dataSync(), x.dataSync());
 * assert.notDeepEqual(changed.dataSync(), x.dataSync());
 * ```
 */
export function diffAugment(picture: PictureShape, changes: PictureChanges = {}): Augment {
  const {
    colour: colours = true,
    translation = true,
    cutout: squares = true,
    flip = false,
  } = changes;
  const { height, width, channels } = picture;
  const steps: [name: string, wanted: boolean, change: Change][] = [
    ["colour", colours, colour],
    ["translation", translation, translate],
    ["cutout", squares, cutout],
    ["flip", flip, mirror],
  ];
  return lever("augment", "diffAugment", { picture, ...changes }, (flat, random, strength) =>
    tf.tidy(() => {
      let x = tf.reshape(flat, [-1, height, width, channels]);
      for (const [name, wanted, change] of steps) {
        if (!wanted) continue;
        const draws = random.stream(name);
        const [batch] = x.shape;
        const chosen = tf.less(draws.stream("chance").uniform([batch, 1, 1, 1]), strength);
        x = tf.where(chosen, change(x, draws), x);
      }
      return tf.reshape(x, flat.shape);
    }),
  );
}

type Change = (x: tf.Tensor, random: Random) => tf.Tensor;

/** Brightness ± .5, saturation times 0 to 2, contrast times .5 to 1.5, by numbers of each picture's own. */
function colour(x: tf.Tensor, random: Random): tf.Tensor {
  const [batch, , , channels] = x.shape;
  const each = (name: string, low: number, high: number) =>
    random.stream(name).uniform([batch, 1, 1, 1], low, high);
  let y = tf.add(x, each("brightness", -0.5, 0.5));
  if (channels > 1) {
    const grey = tf.mean(y, 3, true);
    y = tf.add(tf.mul(tf.sub(y, grey), each("saturation", 0, 2)), grey);
  }
  const mean = tf.mean(y, [1, 2, 3], true);
  return tf.add(tf.mul(tf.sub(y, mean), each("contrast", 0.5, 1.5)), mean);
}

/** Down and right by whole pixels, up to an eighth of the size either way. */
function translate(x: tf.Tensor, random: Random): tf.Tensor {
  const [batch, height, width, channels] = x.shape;
  const down = moves(batch, height, random.stream("down")); // (batch, height, height)
  const right = moves(batch, width, random.stream("right")); // (batch, width, width)
  const rows = tf.reshape<tf.Rank.R3>(x, [batch, height, width * channels]);
  const moved = tf.reshape(tf.matMul(down, rows), x.shape);
  const columns = tf.reshape<tf.Rank.R3>(tf.transpose(moved, [0, 2, 1, 3]), [
    batch,
    width,
    height * channels,
  ]);
  const there = tf.reshape(tf.matMul(right, columns), [batch, width, height, channels]);
  return tf.transpose(there, [0, 2, 1, 3]);
}

/** Matrices of 0 and 1 that put line r in the place of line r + shift, a shift for each picture. */
function moves(batch: number, size: number, random: Random): tf.Tensor3D {
  const reach = Math.max(1, Math.floor(size / 8));
  const shifts = tf.floor(random.uniform([batch, 1, 1], -reach, reach + 1));
  const lines = tf.range(0, size, 1, "float32");
  const from = tf.add(tf.reshape(lines, [1, 1, size]), shifts);
  return tf.cast(tf.equal(tf.reshape(lines, [1, size, 1]), from), "float32");
}

function cutout(x: tf.Tensor, random: Random): tf.Tensor {
  const [batch, height, width] = x.shape;
  const outside = (axis: 1 | 2, size: number) => {
    const centre = random.stream(`axis ${axis}`).uniform([batch, 1, 1, 1], 0, size);
    const shape = [1, 1, 1, 1];
    shape[axis] = size;
    const places = tf.reshape(tf.range(0, size, 1, "float32"), shape);
    return tf.greater(tf.abs(tf.sub(places, centre)), size / 4);
  };
  const kept = tf.logicalOr(outside(1, height), outside(2, width));
  return tf.mul(x, tf.cast(kept, "float32"));
}

function mirror(x: tf.Tensor, random: Random): tf.Tensor {
  const chosen = tf.less(random.uniform([x.shape[0], 1, 1, 1]), 0.5);
  return tf.where(chosen, tf.reverse(x, 2), x);
}
