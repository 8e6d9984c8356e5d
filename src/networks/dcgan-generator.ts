import { relu, tanh, type Activation } from "../layers/activations";
import { convTranspose2d } from "../layers/conv";
import { dense } from "../layers/dense";
import { normalInit, type Initializer } from "../layers/init";
import type { Layer } from "../layers/layer";
import { upsampleConv2d } from "../layers/resample";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import type { Step } from "./block";
import { labelVector } from "./labels";
import type { Network } from "./network";
import { normLayers, weightOptions, type Norm } from "./norm";
import { pyramidOf, type PictureSize } from "./pyramid";
import { reshape } from "./reshape";
import { sequential } from "./sequential";

/** Options of {@link dcganGenerator}. */
export interface DcganGeneratorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture. */
  readonly size: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 1 when left out. */
  readonly channels?: number;
  /** Channels in front of the last layer; they double with every halving towards the latent vector. */
  readonly width: number;
  /** Numbers in a latent vector. */
  readonly latentSize: number;
  /** After every layer but the last; "batch" when left out. */
  readonly norm?: Norm;
  /**
   * How a picture doubles: by transposed convolutions when left out, which start with a checkerboard, or by
   * "resize", which has none.
   */
  readonly upsampling?: "transposed" | "resize";
  /**
   * Height and width of the filters; 4 when left out. Of transposed ones an even number gives all pixels as many taps,
   * and still a checkerboard to begin with, since drawn weights differ (see `convTranspose2d`).
   */
  readonly kernel?: number;
  /** After the last layer; tanh when left out. */
  readonly output?: Activation;
  /** First weights; N(0, .02²) when left out. */
  readonly init?: Initializer;
  /** Makes it conditional: the class comes in behind the latent vector, 1 for the class and 0 else. */
  readonly classes?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * DCGAN's generator (Radford et al. 2016, figure 1): a dense layer makes a picture of a few pixels and many
 * channels, and every convolution doubles its height and width and halves its channels. All layers but the last
 * have batch norm and ReLU. It is flat at both ends: (batch, latentSize) to (batch, size · size · channels).
 *
 * @throws RangeError for a size that is not one of these, or a width, channels or latentSize below 1
 * @throws TypeError from `apply` for another input, or without the labels of a conditional one
 * @example
 * ```ts
 * import { dcganGenerator, seeded, tf } from "gan-clinic";
 * const generator = dcganGenerator({
 *   name: "generator", size: 28, width: 4, latentSize: 16, random: seeded(1),
 * });
 * assert.deepEqual(generator.apply(tf.zeros([2, 16])).shape, [2, 28 * 28]);
 * assert.deepEqual(generator.traits?.outputRange, [-1, 1]);
 * ```
 */
export function dcganGenerator(options: DcganGeneratorOptions): Network {
  const { name, size, channels = 1, width, latentSize, norm = "batch", output = tanh } = options;
  const { init = normalInit(0.02), classes, random } = options;
  const { start, levels } = pyramidOf(size, name);
  const widths = Array.from({ length: levels }, (_, i) => width * 2 ** (levels - 1 - i));
  const normed = (layer: string, outputs: number): Step[] => [
    ...normLayers(norm, `${name}/${layer}/norm`, outputs),
    relu,
  ];
  return lever(
    "network",
    "dcganGenerator",
    options,
    sequential({
      name,
      inputShape: [latentSize],
      outputShape: [size, size, channels],
      steps: [
        ...(classes === undefined ? [] : [labelVector(`${name}/labels`, classes)]),
        dense({
          name: `${name}/1`,
          inputs: latentSize + (classes ?? 0),
          outputs: start * start * widths[0],
          init,
          random,
          ...weightOptions(norm),
        }),
        reshape(`${name}/picture`, [start, start, widths[0]]),
        ...normed("1", widths[0]),
        ...widths
          .slice(1)
          .flatMap((outputs, i) => [
            doubling(options, i + 2, widths[i], outputs),
            ...normed(`${i + 2}`, outputs),
          ]),
        doubling(options, levels + 1, width, channels),
        output,
      ],
      ...(classes !== undefined && { traits: { classes } }),
    }),
  );
}

/** A layer that doubles height and width; the last one has a bias in any case. */
function doubling(
  options: DcganGeneratorOptions,
  number: number,
  inputs: number,
  outputs: number,
): Layer {
  const { name, size, norm = "batch", kernel = 4, init = normalInit(0.02), random } = options;
  const { levels } = pyramidOf(size, name);
  const { bias, spectral } = weightOptions(norm);
  const layer = {
    name: `${name}/${number}`,
    inputs,
    outputs,
    kernel,
    init,
    random,
    bias: bias || number > levels,
    spectral,
  };
  return options.upsampling === "resize"
    ? upsampleConv2d(layer)
    : convTranspose2d({ ...layer, stride: 2 });
}
