import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { expectInteger, expectNumber, expectShape, shapeText } from "../shape";
import { namedVariable, type Layer } from "./layer";

// Normalisations of each example by itself: they may stand in a critic with a gradient penalty, where batch norm
// may not. All give numbers of mean 0 and variance 1 over some axes, and differ in the axes.

/** Options of {@link layerNorm} and {@link instanceNorm}. */
export interface NormOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** Size of the last axis. */
  readonly channels: number;
  /** Added to the variance, so that equal numbers do not divide by 0; 1e-5 when left out. */
  readonly epsilon?: number;
}

/**
 * Layer normalisation: mean 0 and variance 1 over all numbers of an example, then a learned scale and offset
 * for each channel (Ba et al. 2016). WGAN-GP's authors put it in the place of batch norm, since the penalty
 * wants a critic that scores each example by itself (Gulrajani et al. 2017, section 4).
 *
 * @throws RangeError for channels below 1 or an epsilon that is not positive
 * @throws TypeError from `apply` for x that is not (batch, channels) or (batch, height, width, channels)
 * @example
 * ```ts
 * import { layerNorm, tf } from "gan-clinic";
 * const layer = layerNorm({ name: "example", channels: 2 });
 * const [[low, high]] = layer.apply(tf.tensor2d([[10, 30]])).arraySync() as number[][];
 * assert.ok(Math.abs(low + 1) < 1e-3 && Math.abs(high - 1) < 1e-3);
 * ```
 */
export function layerNorm(options: NormOptions): Layer {
  return lever(
    "layer",
    "layerNorm",
    options,
    exampleNorm(options, (x) => x.shape.map((_, axis) => axis).slice(1)),
  );
}

/**
 * Instance normalisation: mean 0 and variance 1 over the pixels of each channel of an example, then a learned
 * scale and offset for each channel (Ulyanov et al. 2016). It takes the contrast out of a picture, which is
 * why style transfer and CycleGAN use it.
 *
 * @throws RangeError for channels below 1 or an epsilon that is not positive
 * @throws TypeError from `apply` for x that is not (batch, height, width, channels)
 * @example
 * ```ts
 * import { instanceNorm, tf } from "gan-clinic";
 * const layer = instanceNorm({ name: "example", channels: 2 });
 * const y = layer.apply(tf.tensor4d([10, 5, 30, 5], [1, 1, 2, 2])); // the second channel is 5 everywhere
 * const [low, five, high] = y.dataSync();
 * assert.ok(Math.abs(low + 1) < 1e-3 && Math.abs(high - 1) < 1e-3 && five === 0);
 * ```
 */
export function instanceNorm(options: NormOptions): Layer {
  const { name, channels } = options;
  return lever(
    "layer",
    "instanceNorm",
    options,
    exampleNorm(options, (x) => {
      expectShape(x, [null, null, null, channels], `${name} input`);
      return [1, 2];
    }),
  );
}

/** Options of {@link pixelNorm}. */
export interface PixelNormOptions {
  /** Its name in messages and summaries. */
  readonly name: string;
  /** Added to the mean square; 1e-8 when left out. */
  readonly epsilon?: number;
}

/**
 * Pixel normalisation, x / √(mean x² + ε) over the channels of each pixel (Karras et al. 2018, section 4.2):
 * every pixel's vector gets the same length, so no signal of the generator can grow without end. StyleGAN does
 * the same to the latent vector. Nothing is learned.
 *
 * @throws RangeError for an epsilon that is not positive
 * @example
 * ```ts
 * import { pixelNorm, tf } from "gan-clinic";
 * const [[x, y]] = pixelNorm({ name: "example" }).apply(tf.tensor2d([[3, 4]])).arraySync() as number[][];
 * assert.ok(Math.abs(x ** 2 + y ** 2 - 2) < 1e-5); // two numbers of mean square 1
 * ```
 */
export function pixelNorm({ name, epsilon = 1e-8 }: PixelNormOptions): Layer {
  expectNumber(epsilon, `${name} epsilon`, { above: 0 });
  return lever(
    "layer",
    "pixelNorm",
    { name, epsilon },
    {
      name,
      variables: [],
      apply: (x) =>
        tf.tidy(() => {
          const meanSquare = tf.mean(tf.square(x), -1, true);
          return tf.mul(x, tf.rsqrt(tf.add(meanSquare, epsilon)));
        }),
    },
  );
}

function exampleNorm(
  { name, channels, epsilon = 1e-5 }: NormOptions,
  axesOf: (x: tf.Tensor) => number[],
): Layer {
  expectInteger(channels, `${name} channels`, { atLeast: 1 });
  expectNumber(epsilon, `${name} epsilon`, { above: 0 });
  const scale = namedVariable(tf.ones([channels]), `${name}/scale`);
  const offset = namedVariable(tf.zeros([channels]), `${name}/offset`);
  return {
    name,
    variables: [scale, offset],
    apply(x) {
      expectChannels(x, channels, name);
      const axes = axesOf(x);
      return tf.tidy(() => normalise(x, tf.moments(x, axes, true), { scale, offset, epsilon }));
    },
  };
}

/** Checks for (batch, channels) or (batch, height, width, channels). */
export function expectChannels(x: tf.Tensor, channels: number, name: string): void {
  if ((x.rank === 2 || x.rank === 4) && x.shape.at(-1) === channels) return;
  const wanted = `(any, ${channels}) or (any, any, any, ${channels})`;
  throw new TypeError(`${name} input: wanted shape ${wanted}, found ${shapeText(x.shape)}`);
}

export interface Affine {
  readonly scale: tf.Tensor;
  readonly offset: tf.Tensor;
  readonly epsilon: number;
}

/**
 * (x - mean) / √(variance + ε) · scale + offset. The factor is made first, since it is smaller than x: so there
 * are three passes over x and not four.
 */
export function normalise(
  x: tf.Tensor,
  { mean, variance }: { readonly mean: tf.Tensor; readonly variance: tf.Tensor },
  { scale, offset, epsilon }: Affine,
): tf.Tensor {
  const factor = tf.mul(tf.rsqrt(tf.add(variance, epsilon)), scale);
  return tf.add(tf.mul(tf.sub(x, mean), factor), offset);
}
