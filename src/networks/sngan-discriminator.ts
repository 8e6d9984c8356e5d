import { relu } from "../layers/activations";
import { selfAttention } from "../layers/self-attention";
import type { Initializer } from "../layers/init";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { scoreHead } from "./head";
import { labelPlanes } from "./labels";
import type { Network } from "./network";
import { pyramidOf, type PictureSize } from "./pyramid";
import { downBlock } from "./resnet-blocks";
import { pixelSum } from "./reshape";
import { sequential } from "./sequential";

/** Options of {@link snganDiscriminator}. */
export interface SnganDiscriminatorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture; 32 when left out. */
  readonly size?: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 3 when left out. */
  readonly channels?: number;
  /** Channels inside, the same everywhere: 128 in the paper. */
  readonly width: number;
  /** All weights divided by their spectral norm; they are when left out. */
  readonly spectral?: boolean;
  /** Makes it conditional. */
  readonly classes?: number;
  /** Where the class comes in: in the last layer ("projection", the default) or as planes ("concat"). */
  readonly condition?: "concat" | "projection";
  /** Self-attention after the first block (Zhang et al. 2019); none when left out. */
  readonly attention?: boolean;
  /** First weights; Xavier's when left out. */
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * The residual discriminator of SNGAN (Miyato et al. 2018, table 4b): residual blocks that halve the picture, from 16,
 * 32 or 64 down to 8 x 8, two more, ReLU, the sum over all pixels, and a dense layer. All
 * weights are divided by their spectral norm, so the slope is bounded without any penalty. With classes the score is
 * a projection (Miyato and Koyama 2018), or the class comes in as planes, as in earlier work. Flat pictures (batch,
 * size · size · channels) to (batch, 1).
 *
 * @throws RangeError for a size that is not one of these, or a width or channels below 1
 * @throws TypeError from `apply` for another input, or without the labels of a conditional one
 * @example
 * ```ts
 * import { seeded, snganDiscriminator, tf } from "gan-clinic";
 * const discriminator = snganDiscriminator({
 *   name: "discriminator", size: 8, width: 4, classes: 3, random: seeded(1),
 * });
 * const pictures = seeded(2).normal([2, 8 * 8 * 3]);
 * const scores = [0, 1].map((y) =>
 *   discriminator.apply(pictures, { labels: tf.tensor1d([y, y], "int32") }).arraySync(),
 * );
 * assert.notDeepEqual(scores[0], scores[1]); // one picture, two classes
 * ```
 */
export function snganDiscriminator(options: SnganDiscriminatorOptions): Network {
  const { name, size = 32, channels = 3, width, spectral = true, classes, init, random } = options;
  const { attention = false, condition = "projection" } = options;
  const halvings = Math.max(pyramidOf(size, name).levels - 1, 1);
  const planes = classes !== undefined && condition === "concat" ? classes : 0;
  const weights = { spectral, random, ...(init && { init }) };
  const [first, ...others] = Array.from({ length: halvings + 2 }, (_, i) =>
    downBlock({
      name: `${name}/${i + 1}`,
      inputs: i === 0 ? channels + planes : width,
      outputs: width,
      halves: i < halvings,
      first: i === 0,
      ...weights,
    }),
  );
  return lever(
    "network",
    "snganDiscriminator",
    options,
    sequential({
      name,
      inputShape: [size, size, channels],
      outputShape: [1],
      steps: [
        ...(planes === 0 ? [] : [labelPlanes(`${name}/labels`, planes)]),
        first,
        ...(attention
          ? [selfAttention({ name: `${name}/attention`, channels: width, random })]
          : []),
        ...others,
        relu,
        pixelSum(`${name}/sum`),
        scoreHead({
          name: `${name}/${halvings + 3}`,
          inputs: width,
          ...weights,
          ...(classes !== undefined && condition === "projection" && { classes }),
        }),
      ],
      ...(classes !== undefined && { traits: { classes } }),
    }),
  );
}
