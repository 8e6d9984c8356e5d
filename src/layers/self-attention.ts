import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import { xavierUniform } from "./init";
import { namedVariable, type Layer } from "./layer";
import { layerWeights, type WeightOptions } from "./weights";

/** Options of {@link selfAttention}. */
export interface SelfAttentionOptions extends WeightOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** Channels of a pixel, before and after. */
  readonly channels: number;
  /** Channels of queries, keys and values; an eighth of `channels`, at least 1, when left out. */
  readonly inner?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * Self-attention over the pixels of a picture (Zhang et al. 2019, section 3): each pixel asks all others for
 * what it needs, however far away they are; a convolution sees its neighbours only. With the rows of x as
 * pixels, queries q = x W_q, keys k = x W_k and values v = x W_v,
 *
 *     y = x + γ softmax(q kᵀ) v W_o.
 *
 * The gain γ is learned and starts at 0: at first the layer does nothing, and comes in as far as it helps.
 * Every pixel meets every other, so the cost grows with the square of their number: use it at 8 × 8 to 32 × 32.
 *
 * @returns a layer from (batch, height, width, channels) to the same shape
 * @throws RangeError for channels or inner below 1
 * @throws TypeError from `apply` for x of another shape
 * @example
 * ```ts
 * import { seeded, selfAttention, tf } from "gan-clinic";
 * const layer = selfAttention({ name: "example", channels: 8, random: seeded(1) });
 * const x = seeded(2).normal([1, 4, 4, 8]);
 * assert.deepEqual(layer.apply(x).arraySync(), x.arraySync()); // γ is 0
 * ```
 */
export function selfAttention(options: SelfAttentionOptions): Layer {
  const { name, channels } = options;
  expectInteger(channels, `${name} channels`, { atLeast: 1 });
  const inner = options.inner ?? Math.max(1, Math.floor(channels / 8));
  expectInteger(inner, `${name} inner`, { atLeast: 1 });
  const shapes = { query: [channels, inner], key: [channels, inner], value: [channels, inner] };
  const maps = Object.entries({ ...shapes, output: [inner, channels] }).map(([part, shape]) =>
    layerWeights({ ...options, name: `${name}/${part}`, shape, init: xavierUniform }),
  );
  const gain = namedVariable(tf.scalar(0), `${name}/gain`);
  return lever("layer", "selfAttention", options, {
    name,
    variables: [...maps.map(({ variable }) => variable), gain],
    states: maps.flatMap(({ states }) => states),
    apply(x, context) {
      expectShape(x, [null, null, null, channels], `${name} input`);
      return tf.tidy(() => {
        const [batch, height, width] = x.shape;
        const pixels = height * width;
        const [toQuery, toKey, toValue, toOutput] = maps.map(
          ({ value }) => value(context) as tf.Tensor2D,
        );
        const flat = tf.reshape<tf.Rank.R2>(x, [-1, channels]);
        const [queries, keys, values] = [toQuery, toKey, toValue].map((map) =>
          tf.reshape<tf.Rank.R3>(tf.matMul(flat, map), [batch, pixels, inner]),
        );
        const attention = tf.softmax(tf.matMul(queries, keys, false, true)); // (batch, pixels, pixels)
        const found = tf.reshape<tf.Rank.R2>(tf.matMul(attention, values), [-1, inner]);
        return tf.add(x, tf.mul(tf.reshape(tf.matMul(found, toOutput), x.shape), gain));
      });
    },
  });
}
