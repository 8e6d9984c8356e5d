import * as tf from "@tensorflow/tfjs";
import { relu, tanh } from "../layers/activations";
import { batchNorm } from "../layers/batch-norm";
import { conv2d } from "../layers/conv";
import { dense } from "../layers/dense";
import { embedding } from "../layers/embedding";
import { orthogonal } from "../layers/init";
import { labelsOf } from "../layers/layer";
import { selfAttention } from "../layers/self-attention";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { styledUpBlock } from "./biggan-blocks";
import { buildNetwork, shaped } from "./build";
import type { Network } from "./network";
import { pyramidOf, type PictureSize } from "./pyramid";
import { snganDiscriminator, type SnganDiscriminatorOptions } from "./sngan-discriminator";

/** Options of {@link bigganGenerator}. */
export interface BigganGeneratorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture; 32 when left out. */
  readonly size?: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 3 when left out. */
  readonly channels?: number;
  /** Channels inside, the same everywhere: 256 in the authors' network for 32 pixels. */
  readonly width: number;
  /** A multiple of the number of doublings plus 1, which is 4 for 32 pixels. */
  readonly latentSize: number;
  /** How many classes. */
  readonly classes: number;
  /** Size of a class's vector, which all blocks share; 32 when left out, 128 in the paper. */
  readonly classSize?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * A generator like BigGAN's (Brock et al. 2019, figure 15), small. The latent vector is cut into chunks: the first
 * makes the small picture, and each block gets its own one. Chunk and class vector together steer the block's
 * batch norm. All weights are divided by their spectral norm and start orthogonal; self-attention stands in front of
 * the last doubling. Shorter latent vectors in use than in training (the truncation trick) trade variety for quality.
 * (batch, latentSize) to flat pictures (batch, size · size · channels).
 *
 * @throws RangeError for a size that is not one of these, or a width, channels, classes or classSize below 1
 * @throws TypeError for a latentSize that can not be cut evenly; from `apply` for another input or without labels
 * @example
 * ```ts
 * import { bigganGenerator, seeded, tf } from "gan-clinic";
 * const generator = bigganGenerator({
 *   name: "generator", size: 8, width: 8, latentSize: 4, classes: 3, classSize: 4, random: seeded(1),
 * });
 * const labels = tf.tensor1d([0, 2], "int32");
 * const fakes = generator.apply(seeded(2).normal([2, 4]), { training: true, labels });
 * assert.deepEqual(fakes.shape, [2, 8 * 8 * 3]);
 * ```
 */
export function bigganGenerator(options: BigganGeneratorOptions): Network {
  const { name, size = 32, channels = 3, width, latentSize, classes, classSize = 32 } = options;
  const { start, levels } = pyramidOf(size, name);
  if (latentSize % (levels + 1) !== 0) {
    throw new TypeError(
      `${name} latentSize: wanted a multiple of ${levels + 1}, a chunk for each block and one for the start; ` +
        `found ${latentSize}`,
    );
  }
  const chunk = latentSize / (levels + 1);
  const weights = { spectral: true, init: orthogonal(), random: options.random };
  const rows = embedding({
    name: `${name}/classes`,
    classes,
    size: classSize,
    random: options.random,
  });
  const first = dense({
    ...weights,
    name: `${name}/1`,
    inputs: chunk,
    outputs: start * start * width,
  });
  const same = { ...weights, inputs: width, outputs: width };
  const blocks = Array.from({ length: levels }, (_, i) =>
    styledUpBlock({ ...same, name: `${name}/${i + 2}`, style: classSize + chunk }),
  );
  const attention = selfAttention({ ...weights, name: `${name}/attention`, channels: width });
  const norm = batchNorm({ name: `${name}/norm`, channels: width });
  const last = conv2d({ ...same, name: `${name}/${levels + 2}`, outputs: channels, kernel: 3 });
  return lever(
    "network",
    "bigganGenerator",
    options,
    buildNetwork({
      name,
      inputShape: [latentSize],
      outputShape: [size, size, channels],
      layers: [rows, first, ...blocks.slice(0, -1), attention, ...blocks.slice(-1), norm, last],
      traits: { outputRange: [-1, 1], classes },
      forward(latent, context, note) {
        const chunks = tf.split(latent, levels + 1, 1); // (batch, chunk) each
        const classVector = note(rows, rows.apply(labelsOf(context, name))); // (batch, classSize)
        const small = note(first, first.apply(chunks[0], context));
        const grown = blocks.reduce(
          (h, block, i) => {
            const seen = i === levels - 1 ? note(attention, attention.apply(h, context)) : h;
            return note(
              block,
              block.apply(seen, tf.concat([classVector, chunks[i + 1]], 1), context),
            );
          },
          shaped(small, [start, start, width]),
        );
        const features = relu(note(norm, norm.apply(grown, context)));
        return { features, output: tanh(note(last, last.apply(features, context))) };
      },
    }),
  );
}

/** As for {@link snganDiscriminator}, but that it always is conditional. */
export type BigganDiscriminatorOptions = Omit<
  SnganDiscriminatorOptions,
  "attention" | "condition" | "init" | "spectral"
> & {
  /** How many classes. */
  readonly classes: number;
};

/**
 * A discriminator like BigGAN's (Brock et al. 2019, figure 15): {@link snganDiscriminator} with self-attention after
 * the first block, weights that start orthogonal, and the class in a projection.
 *
 * @throws RangeError for a size that is not one of these, or a width, channels or classes below 1
 * @throws TypeError from `apply` for another input or without labels
 * @example
 * ```ts
 * import { bigganDiscriminator, seeded, tf } from "gan-clinic";
 * const discriminator = bigganDiscriminator({
 *   name: "discriminator", size: 8, width: 8, classes: 3, random: seeded(1),
 * });
 * const labels = tf.tensor1d([0, 2], "int32");
 * assert.deepEqual(discriminator.apply(tf.zeros([2, 8 * 8 * 3]), { labels }).shape, [2, 1]);
 * ```
 */
export function bigganDiscriminator(options: BigganDiscriminatorOptions): Network {
  return lever(
    "network",
    "bigganDiscriminator",
    options,
    snganDiscriminator({ ...options, attention: true, init: orthogonal() }),
  );
}
