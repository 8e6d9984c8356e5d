import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { expectInteger, expectShape, shapeText } from "../shape";
import { drawsOf, type Layer } from "./layer";

/** Options of {@link phaseShuffle}. */
export interface PhaseShuffleOptions {
  /** Its name, and that of the stream that it draws from. */
  readonly name: string;
  /** How far it shifts at most, to either side: 2 in the paper. */
  readonly shift: number;
}

/**
 * Phase shuffle (WaveGAN, Donahue et al. 2019, section 3.3): in training it shifts each example along its length by a
 * whole number from -shift to shift, all equally likely, and mirrors what is missing at the end. A generator of
 * transposed convolutions leaves tones of its own at fixed places; without the shuffle a discriminator learns to tell
 * a fake by their phase alone.
 *
 * A compiled step can not cut at a place that is drawn. So all 2 shift + 1 versions are made, and each example
 * takes one of them times 1 and the others times 0.
 *
 * @returns a layer from sounds (batch, 1, length, channels) to the same shape
 * @throws RangeError for a shift below 0
 * @throws TypeError from `apply` for other shapes, a length that is not above the shift, or in training without
 *   `random`
 * @example
 * ```ts
 * import { phaseShuffle, seeded, tf } from "gan-clinic";
 * const layer = phaseShuffle({ name: "example", shift: 1 });
 * const sound = tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
 * const shuffled = layer.apply(sound, { training: true, random: seeded(1) });
 * assert.ok(["2,1,2", "1,2,3", "2,3,2"].includes(shuffled.dataSync().join(",")));
 * ```
 */
export function phaseShuffle({ name, shift }: PhaseShuffleOptions): Layer {
  expectInteger(shift, `${name} shift`, { atLeast: 0 });
  const versions = 2 * shift + 1;
  return lever(
    "layer",
    "phaseShuffle",
    { name, shift },
    {
      name,
      variables: [],
      apply(x, context) {
        expectShape(x, [null, 1, null, null], `${name} input`);
        const [batch, , length] = x.shape;
        if (length <= shift) {
          throw new TypeError(
            `${name} input: wanted a length above ${shift}, found shape ${shapeText(x.shape)}`,
          );
        }
        if (!context?.training || shift === 0) return x;
        const random = drawsOf(context, name);
        return tf.tidy(() => {
          const drawn = tf.floor(tf.mul(random.uniform([batch, 1, 1, 1]), versions));
          const padded = tf.mirrorPad(x, [[0, 0], [0, 0], [shift, shift], [0, 0]], "reflect"); // prettier-ignore
          const parts = Array.from({ length: versions }, (_, k) => {
            const shifted = tf.slice(padded, [0, 0, k, 0], [-1, -1, length, -1]);
            return tf.mul(shifted, tf.cast(tf.equal(drawn, k), "float32"));
          });
          return tf.addN(parts);
        });
      },
    },
  );
}
