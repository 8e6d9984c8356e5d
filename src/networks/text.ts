import type * as tf from "@tensorflow/tfjs";
import { conv2d } from "../layers/conv";
import { dense } from "../layers/dense";
import { gumbelSoftmax } from "../layers/gumbel-softmax";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { scoreHead } from "./head";
import type { Network } from "./network";
import { flatten, reshape } from "./reshape";
import { sequential } from "./sequential";
import { lineBlock } from "./text-blocks";

/** Options of {@link textDiscriminator}. */
export interface TextDiscriminatorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Letters in a line. */
  readonly length: number;
  /** How many letters there are to choose from. */
  readonly vocabulary: number;
  /** Channels inside: 512 in the paper. */
  readonly width: number;
  /** Residual blocks; 2 when left out, 5 in the paper. */
  readonly blocks?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/** Options of {@link textGenerator}. */
export interface TextGeneratorOptions extends TextDiscriminatorOptions {
  /** Numbers in a latent vector. */
  readonly latentSize: number;
  /** Of the choice of each letter: {@link gumbelSoftmax}; 1 when left out. */
  readonly temperature?: number | tf.Tensor;
  /** Whether it gives whole letters, 0 and 1, and not mixtures of them; not when left out. */
  readonly straightThrough?: boolean;
}

/**
 * A generator of text: each letter is a choice among `vocabulary`, and a choice has no gradient. So it gives mixtures
 * of letters by {@link gumbelSoftmax}, which can be made as sharp as one wants (Kusner and Hernández-Lobato 2016). The
 * network is the one of convolutions by Gulrajani et al. (2017, appendix G.2), which took plain softmax: without
 * `random` this does too. (batch, latentSize) to flat lines (batch, length · vocabulary), letter by letter.
 *
 * @throws RangeError for a length, vocabulary, width or latentSize below 1, or a temperature that is not positive
 * @throws TypeError from `apply` for another input
 * @example
 * ```ts
 * import { seeded, textGenerator, tf } from "gan-clinic";
 * const generator = textGenerator({
 *   name: "writer", length: 5, vocabulary: 3, width: 8, latentSize: 4, random: seeded(1),
 * });
 * const lines = generator.apply(seeded(2).normal([2, 4]), { random: seeded(3) });
 * const sums = tf.reshape(lines, [2, 5, 3]).sum(2); // each letter is a mixture of the three
 * assert.ok(sums.sub(1).abs().max().dataSync()[0] < 1e-5);
 * ```
 */
export function textGenerator(options: TextGeneratorOptions): Network {
  const { name, length, vocabulary, width, blocks = 2, latentSize, random } = options;
  const { temperature = 1, straightThrough = false } = options;
  return lever(
    "network",
    "textGenerator",
    options,
    sequential({
      name,
      inputShape: [latentSize],
      outputShape: [1, length, vocabulary],
      steps: [
        dense({ name: `${name}/1`, inputs: latentSize, outputs: length * width, random }),
        reshape(`${name}/line`, [1, length, width]),
        ...Array.from({ length: blocks }, (_, i) => lineBlock(`${name}/${i + 2}`, width, random)),
        conv2d({
          name: `${name}/${blocks + 2}`,
          inputs: width,
          outputs: vocabulary,
          kernel: 1,
          random,
        }),
        gumbelSoftmax({ name: `${name}/letters`, temperature, straightThrough }),
      ],
      traits: { outputRange: [0, 1] },
    }),
  );
}

/**
 * A discriminator of text: the same blocks the other way round (Gulrajani et al. 2017, appendix G.2), without any norm,
 * for losses with a penalty on the slope. Flat lines of one-hot letters (batch, length · vocabulary), or mixtures of
 * them, to (batch, 1).
 *
 * @throws RangeError for a length, vocabulary or width below 1
 * @throws TypeError from `apply` for another input
 * @example
 * ```ts
 * import { seeded, textDiscriminator, tf } from "gan-clinic";
 * const discriminator = textDiscriminator({
 *   name: "reader", length: 5, vocabulary: 3, width: 8, random: seeded(1),
 * });
 * const line = tf.oneHot(tf.tensor1d([0, 2, 1, 1, 0], "int32"), 3).toFloat();
 * assert.deepEqual(discriminator.apply(line.reshape([1, 15])).shape, [1, 1]);
 * ```
 */
export function textDiscriminator(options: TextDiscriminatorOptions): Network {
  const { name, length, vocabulary, width, blocks = 2, random } = options;
  return lever(
    "network",
    "textDiscriminator",
    options,
    sequential({
      name,
      inputShape: [1, length, vocabulary],
      outputShape: [1],
      steps: [
        conv2d({ name: `${name}/1`, inputs: vocabulary, outputs: width, kernel: 1, random }),
        ...Array.from({ length: blocks }, (_, i) => lineBlock(`${name}/${i + 2}`, width, random)),
        flatten(`${name}/features`),
        scoreHead({ name: `${name}/${blocks + 2}`, inputs: length * width, random }),
      ],
    }),
  );
}
