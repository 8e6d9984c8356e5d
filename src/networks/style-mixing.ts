import * as tf from "@tensorflow/tfjs";
import { drawsOf } from "../layers/layer";
import { lever } from "../levers/lever";
import { expectInteger, expectNumber } from "../shape";
import type { StyleganGenerator } from "./stylegan-generator";

/** Options of {@link mixedStyles}. */
export interface MixedStylesOptions {
  /** The first layer that gets the other style: 0 is the coarsest. With `to` left out it is the crossover point. */
  readonly from: number;
  /** The layer before which it ends; the generator's `styleCount` when left out. */
  readonly to?: number;
}

/**
 * One style for each layer of a StyleGAN generator, of two: the layers `from`, …, `to` - 1 get the other one. So one
 * sees what those layers steer. Layer 0 makes the smallest picture (4 x 4 or 7 x 7); then come two for each doubling.
 *
 * @param style (batch, styleSize)
 * @param other (batch, styleSize)
 * @returns `styleCount` styles for `synthesise`: the same tensors, no new ones
 * @throws RangeError for layers that are not there
 * @example
 * ```ts
 * import { mixedStyles, seeded, styleganGenerator } from "gan-clinic";
 * const generator = styleganGenerator({
 *   name: "generator", size: 8, width: 4, latentSize: 4, random: seeded(1),
 * });
 * const [one, other] = [1, 2].map((seed) => generator.styles(seeded(seed).normal([1, 4])));
 * const coarseOfOne = mixedStyles(generator, one, other, { from: 1 }); // the rest of the other
 * assert.deepEqual(coarseOfOne, [one, other, other]);
 * assert.deepEqual(generator.synthesise(coarseOfOne).shape, [1, 8 * 8 * 3]);
 * ```
 */
export function mixedStyles(
  generator: Pick<StyleganGenerator, "styleCount">,
  style: tf.Tensor,
  other: tf.Tensor,
  { from, to = generator.styleCount }: MixedStylesOptions,
): tf.Tensor[] {
  const { styleCount } = generator;
  expectInteger(from, "mixedStyles from", { atLeast: 0, atMost: styleCount });
  expectInteger(to, "mixedStyles to", { atLeast: from, atMost: styleCount });
  return Array.from({ length: styleCount }, (_, i) => (i >= from && i < to ? other : style));
}

/** Options of {@link styleMixing}. */
export interface StyleMixingOptions {
  /** Share of the fakes that are made of two styles, above 0; .9 when left out, as in the paper. */
  readonly probability?: number;
}

/**
 * A StyleGAN generator for training with mixing regularisation (Karras, Laine and Aila 2019, section 3.1): of its fakes
 * a share is made of two latent vectors, whose styles change over at a random layer, so that neighbouring layers can not
 * count on getting the same style. It is the generator itself, with the same weights: only `apply` in training differs.
 * The second latent vector and the place are drawn for each fake anew, from `context.random`.
 *
 * (In the authors' program a batch has one place; here each fake has its own.)
 *
 * @throws RangeError for a probability outside (0, 1]; for none, train the generator itself
 * @example
 * ```ts
 * import { seeded, styleganGenerator, styleMixing } from "gan-clinic";
 * const generator = styleganGenerator({
 *   name: "generator", size: 8, width: 4, latentSize: 4, random: seeded(1),
 * });
 * const mixing = styleMixing(generator); // give this one to trainGan
 * const [latent, training] = [seeded(2).normal([2, 4]), { training: true, random: seeded(3) }];
 * assert.deepEqual(mixing.apply(latent).dataSync(), generator.apply(latent).dataSync());
 * assert.notDeepEqual(
 *   mixing.apply(latent, training).dataSync(),
 *   generator.apply(latent, training).dataSync(),
 * );
 * ```
 */
export function styleMixing(
  generator: StyleganGenerator,
  { probability = 0.9 }: StyleMixingOptions = {},
): StyleganGenerator {
  expectNumber(probability, "styleMixing probability", { above: 0, atMost: 1 });
  const { styleCount } = generator;
  const mixing: StyleganGenerator = {
    ...generator,
    apply(latent, context) {
      if (!context?.training) return generator.apply(latent, context);
      return tf.tidy(() => {
        const draws = drawsOf(context, `${generator.name}/mixing`);
        const own = generator.styles(latent, context); // (batch, styleSize)
        const batch = own.shape[0];
        const second = draws.normal<tf.Rank.R2>([batch, generator.inputs]);
        const other = generator.styles(second, context); // (batch, styleSize)
        // Layer 1, …, styleCount - 1 with `probability`, all equally likely; else beyond the last one: no mixing.
        const end = 1 + (styleCount - 1) / probability;
        const places = draws.uniform<tf.Rank.R2>([batch, 1], 1, end); // to be rounded down
        const styles = Array.from({ length: styleCount }, (_, i) => {
          const isOther = tf.cast(tf.less(places, i + 1), "float32"); // (batch, 1)
          return tf.add(tf.mul(own, tf.sub(1, isOther)), tf.mul(other, isOther));
        });
        return generator.synthesise(styles, context);
      });
    },
  };
  return lever("network", "styleMixing", { network: generator, probability }, mixing);
}
