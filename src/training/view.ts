import * as tf from "@tensorflow/tfjs";
import type { ApplyContext } from "../layers/layer";
import type { Random } from "../random";
import type { Game, StepExtras } from "./steps";

// How the discriminator sees examples: augmented, with noise, packed; and with labels.

/** Examples as the discriminator is shown them. */
export function shown(game: Game, x: tf.Tensor, extras: StepExtras, side: string): tf.Tensor {
  const { augment, packing = 1 } = game;
  const { noise, strength = tf.scalar(1) } = extras;
  let seen = x; // (batch, inputs)
  if (augment) seen = augment(seen, streamOf(extras, `augment ${side}`), strength);
  if (noise) {
    const normal = streamOf(extras, `noise ${side}`).normal(seen.shape);
    seen = tf.add(seen, tf.mul(normal, noise));
  }
  return packing === 1 ? seen : packed(seen, packing); // (batch / packing, packing · inputs)
}

/**
 * Puts `packing` examples side by side into one (PacGAN, Lin et al. 2018): the discriminator judges them
 * together, so it sees at once that a collapsed generator repeats itself.
 *
 * @throws RangeError when the batch is not a multiple of `packing`
 * @example
 * ```ts
 * import { packed, tf } from "gan-clinic";
 * const pairs = packed(tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8]]), 2);
 * assert.deepEqual(pairs.arraySync(), [[1, 2, 3, 4], [5, 6, 7, 8]]);
 * ```
 */
export function packed(x: tf.Tensor, packing: number): tf.Tensor {
  const [batch, ...rest] = x.shape;
  if (batch % packing !== 0) {
    throw new RangeError(`packed: wanted a multiple of ${packing} examples, found ${batch}`);
  }
  return tf.reshape(x, [batch / packing, packing * tf.util.sizeFromShape(rest)]);
}

/** What a network is told while it is trained. */
export function contextOf(extras: StepExtras, use: string, labels?: tf.Tensor1D): ApplyContext {
  const { random } = extras;
  return {
    training: true,
    ...(random && { random: random.stream(use) }),
    ...(labels && { labels }),
  };
}

/**
 * A stream of the step by name.
 *
 * @throws TypeError when the step was given no random numbers
 */
export function streamOf({ random }: StepExtras, use: string): Random {
  if (random) return random.stream(use);
  throw new TypeError(
    `The step draws random numbers for "${use}": wanted extras.random, found none`,
  );
}
