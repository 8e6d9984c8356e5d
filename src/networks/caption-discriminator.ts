import type { ConditionTable } from "../data/bag-of-words";
import { leakyRelu } from "../layers/activations";
import { conv2d } from "../layers/conv";
import { normalInit, type Initializer } from "../layers/init";
import type { Random } from "../random";
import { conditionCount, conditionProjection } from "./condition";
import type { Network } from "./network";
import {
  flatten,
  type Norm,
  normLayers,
  packedPictures,
  type PictureSize,
  pyramidOf,
  scoreHead,
  weightOptions,
} from "./parts";
import { sequential } from "./sequential";

/** Options of {@link captionDiscriminator}. */
export interface CaptionDiscriminatorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture. */
  readonly size: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 1 when left out. */
  readonly channels?: number;
  /** Channels after the first layer; they double with every halving of the picture. */
  readonly width: number;
  /** The vector of each condition, such as {@link bagOfWords} makes of captions. */
  readonly conditions: ConditionTable;
  /**
   * What it does with the condition: a "projection" in its last layer when left out, or "none": it takes the labels and
   * does not look at them, to show what becomes of a generator whose judge cannot read.
   */
  readonly condition?: "projection" | "none";
  /** After every layer but the first and the last, or with "spectral" of all weights; "batch" when left out. */
  readonly norm?: Norm;
  /** First weights; N(0, .02²) when left out. */
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * DCGAN's discriminator, told by a vector what the picture should show: its score is w · h + b + (V c) · h, of the features h
 * and the vector c with a learned matrix V, a projection (Miyato and Koyama 2018, eq. 6). Each word has its own direction
 * among the features, so what was learned of a word serves every caption that has it. As for {@link captionGenerator}, the
 * label of an example is the number of its condition.
 *
 * @throws RangeError for a size that is not one of these, or a width, channels or condition size below 1
 * @throws TypeError for vectors that are not whole rows; from `apply` for another input or without labels
 * @example
 * ```ts
 * import { bagOfWords, captionDiscriminator, seeded, tf } from "gan-clinic";
 * const conditions = bagOfWords(["red ball", "blue ball", "blue box"]);
 * const discriminator = captionDiscriminator({
 *   name: "discriminator", size: 8, channels: 3, width: 4, conditions, random: seeded(1),
 * });
 * const labels = tf.tensor1d([0, 2], "int32");
 * assert.deepEqual(discriminator.apply(tf.zeros([2, 192]), { labels }).shape, [2, 1]);
 * ```
 */
export function captionDiscriminator(options: CaptionDiscriminatorOptions): Network {
  const { name, size, channels = 1, width, conditions, condition = "projection" } = options;
  const { norm = "batch", init = normalInit(0.02), random } = options;
  const { start, levels } = pyramidOf(size, name);
  const classes = conditionCount(conditions, name);
  const picture = { height: size, width: size, channels };
  const widths = [channels, ...Array.from({ length: levels }, (_, i) => width * 2 ** i)];
  const halvings = widths.slice(1).flatMap((outputs, i) => {
    const own = `${name}/${i + 1}`;
    const normed = i > 0 || norm === "spectral" ? norm : "none";
    const weights = { ...weightOptions(normed), init, random };
    const layer = conv2d({
      ...weights,
      name: own,
      inputs: widths[i],
      outputs,
      kernel: 4,
      stride: 2,
    });
    return [layer, ...normLayers(normed, `${own}/norm`, outputs), leakyRelu];
  });
  const head = {
    name: `${name}/${levels + 1}`,
    inputs: start * start * widths[levels],
    spectral: norm === "spectral",
    init,
    random,
  };
  const network = sequential({
    name,
    inputShape: [size * size * channels],
    outputShape: [1],
    steps: [
      packedPictures(`${name}/pictures`, picture, 1),
      ...halvings,
      flatten(`${name}/features`),
      condition === "none" ? scoreHead(head) : conditionProjection({ ...head, conditions }),
    ],
    traits: { classes },
  });
  return { ...network }; // not a network of that name: its steps are its own
}
