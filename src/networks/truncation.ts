import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { expectInteger, expectNumber, expectShape } from "../shape";
import type { StyleganGenerator } from "./stylegan-generator";

// The truncation trick: a trained generator is asked only for what it has seen often. Samples look better, and vary
// less. BigGAN leaves out latent vectors far from 0, StyleGAN pulls styles towards their mean.

/** Options of {@link truncatedLatent}. */
export interface TruncatedLatentOptions {
  /** How many latent vectors. */
  readonly count: number;
  /** Numbers in each. */
  readonly size: number;
  /** All numbers lie between ± this; 2 leaves out 5 % of them, .5 leaves out 62 %. At least .01. */
  readonly bound: number;
  /** Where they are drawn. */
  readonly random: Random;
}

/**
 * Latent vectors of the truncated normal distribution (Brock et al. 2019, section 3.1): a number beyond ± `bound` is drawn
 * again, until it lies within. It is for use only: train with all latent vectors, and lower the bound afterwards.
 *
 * @returns (count, size); the caller disposes it
 * @throws RangeError for a count or size below 1, or a bound below .01
 * @example
 * ```ts
 * import { seeded, truncatedLatent } from "gan-clinic";
 * const latent = truncatedLatent({ count: 4, size: 100, bound: 0.5, random: seeded(1) });
 * assert.deepEqual(latent.shape, [4, 100]);
 * assert.ok(latent.abs().max().dataSync()[0] <= 0.5);
 * ```
 */
export function truncatedLatent(options: TruncatedLatentOptions): tf.Tensor2D {
  const { count, size, bound, random } = options;
  expectInteger(count, "truncatedLatent count", { atLeast: 1 });
  expectInteger(size, "truncatedLatent size", { atLeast: 1 });
  expectNumber(bound, "truncatedLatent bound", { atLeast: 0.01 });
  const numbers = random.normals(count * size);
  const isBeyond = (i: number) => Math.abs(numbers[i]) > bound;
  let beyond = Array.from(numbers.keys()).filter(isBeyond);
  while (beyond.length > 0) {
    const again = random.normals(beyond.length);
    beyond.forEach((place, k) => {
      numbers[place] = again[k];
    });
    beyond = beyond.filter(isBeyond);
  }
  return tf.tensor2d(numbers, [count, size]);
}

/** Options of {@link meanStyle}. */
export interface MeanStyleOptions {
  /** How many latent vectors it is the mean of; 10,000. */
  readonly count?: number;
  /** Where they are drawn. */
  readonly random: Random;
}

/**
 * The mean style of a generator, E[f(z)] over random latent vectors z (Karras, Laine and Aila 2019, appendix B): the
 * style of its most ordinary picture.
 *
 * @param generator with averaged weights: `averagedNetwork(generator, average)`
 * @returns (1, styleSize); the caller disposes it
 * @throws RangeError for a count below 1
 * @example
 * ```ts
 * import { meanStyle, seeded, styleganGenerator } from "gan-clinic";
 * const generator = styleganGenerator({
 *   name: "generator", size: 8, width: 4, latentSize: 3, random: seeded(1),
 * });
 * assert.deepEqual(meanStyle(generator, { count: 100, random: seeded(2) }).shape, [1, 3]);
 * ```
 */
export function meanStyle(
  generator: Pick<StyleganGenerator, "inputs" | "styles">,
  { count = 10_000, random }: MeanStyleOptions,
): tf.Tensor2D {
  expectInteger(count, "meanStyle count", { atLeast: 1 });
  return tf.tidy(() => {
    const latent = random.normal<tf.Rank.R2>([count, generator.inputs]);
    return tf.mean<tf.Tensor2D>(generator.styles(latent), 0, true); // (1, styleSize)
  });
}

/**
 * Styles pulled towards their mean: mean + ψ (style - mean) (Karras, Laine and Aila 2019, appendix B). At ψ = 1 they stay
 * as they are, at 0 all are the mean, below 0 each is another's opposite; .7 is common.
 *
 * @param styles (batch, styleSize)
 * @param mean (1, styleSize), as `meanStyle` gives it
 * @param psi the share of the way from the mean that is kept
 * @returns (batch, styleSize)
 * @throws TypeError for a mean of another shape; RangeError for a psi that is not finite
 * @example
 * ```ts
 * import { tf, truncatedStyles } from "gan-clinic";
 * const pulled = truncatedStyles(tf.tensor2d([[3, 0], [1, 8]]), tf.tensor2d([[1, 4]]), 0.5);
 * assert.deepEqual(pulled.arraySync(), [[2, 2], [1, 6]]);
 * ```
 */
export function truncatedStyles(styles: tf.Tensor, mean: tf.Tensor, psi: number): tf.Tensor {
  expectNumber(psi, "truncatedStyles psi");
  expectShape(styles, [null, null], "truncatedStyles styles");
  expectShape(mean, [1, styles.shape[1]!], "truncatedStyles mean");
  return tf.tidy(() => tf.add(mean, tf.mul(tf.sub(styles, mean), psi)));
}

/**
 * A StyleGAN generator whose styles are pulled towards their mean ({@link truncatedStyles}), all else as it was: with the
 * same weights, for samples and for metrics that take a generator. `styles` gives the pulled ones; what `synthesise` is
 * given it takes as it is.
 *
 * @param mean (1, styleSize), kept in use: dispose it after the last sample
 * @throws RangeError for a psi that is not finite
 * @example
 * ```ts
 * import { meanStyle, seeded, styleganGenerator, truncatedGenerator } from "gan-clinic";
 * const generator = styleganGenerator({
 *   name: "generator", size: 8, width: 4, latentSize: 3, random: seeded(1),
 * });
 * const mean = meanStyle(generator, { count: 100, random: seeded(2) });
 * const ordinary = truncatedGenerator(generator, mean, 0);
 * const [first, second] = [1, 2].map((seed) => ordinary.apply(seeded(seed).normal([1, 3])));
 * assert.deepEqual(first.dataSync(), second.dataSync()); // any latent vector gives the mean's picture
 * ```
 */
export function truncatedGenerator(
  generator: StyleganGenerator,
  mean: tf.Tensor,
  psi: number,
): StyleganGenerator {
  expectNumber(psi, "truncatedGenerator psi");
  const styles: StyleganGenerator["styles"] = (latent, context) =>
    tf.tidy(() => truncatedStyles(generator.styles(latent, context), mean, psi));
  return {
    ...generator,
    styles,
    apply: (latent, context) =>
      tf.tidy(() => {
        const style = styles(latent, context); // (batch, styleSize)
        return generator.synthesise(Array<tf.Tensor>(generator.styleCount).fill(style), context);
      }),
  };
}
