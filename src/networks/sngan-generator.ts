import { relu, tanh } from "../layers/activations";
import { batchNorm } from "../layers/batch-norm";
import { conv2d } from "../layers/conv";
import { dense } from "../layers/dense";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import type { Network } from "./network";
import { pyramidOf, type PictureSize } from "./pyramid";
import { upBlock } from "./resnet-blocks";
import { reshape } from "./reshape";
import { sequential } from "./sequential";

/** Options of {@link snganGenerator}. */
export interface SnganGeneratorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture; 32 when left out. */
  readonly size?: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 3 when left out. */
  readonly channels?: number;
  /** Channels inside, the same everywhere: 256 in the paper. */
  readonly width: number;
  /** 128 in the paper. */
  readonly latentSize: number;
  /** Makes it conditional, by conditional batch norm in every block. */
  readonly classes?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * The residual generator of SNGAN (Miyato et al. 2018, table 4a): a dense layer, one residual block for every
 * doubling of the picture, then batch norm, ReLU, a convolution and tanh. With classes, every block's batch norm
 * has a scale and an offset for each class (Miyato and Koyama 2018, section 4). (batch, latentSize) to flat pictures
 * (batch, size · size · channels).
 *
 * @throws RangeError for a size that is not one of these, or a width, channels or latentSize below 1
 * @throws TypeError from `apply` for another input, or without the labels of a conditional one
 * @example
 * ```ts
 * import { seeded, snganGenerator, tf } from "gan-clinic";
 * const generator = snganGenerator({
 *   name: "generator", size: 8, width: 4, latentSize: 16, classes: 3, random: seeded(1),
 * });
 * const labels = tf.tensor1d([0, 2], "int32");
 * const fakes = generator.apply(seeded(2).normal([2, 16]), { training: true, labels });
 * assert.deepEqual(fakes.shape, [2, 8 * 8 * 3]);
 * ```
 */
export function snganGenerator(options: SnganGeneratorOptions): Network {
  const { name, size = 32, channels = 3, width, latentSize, classes, random } = options;
  const { start, levels } = pyramidOf(size, name);
  return lever(
    "network",
    "snganGenerator",
    options,
    sequential({
      name,
      inputShape: [latentSize],
      outputShape: [size, size, channels],
      steps: [
        dense({ name: `${name}/1`, inputs: latentSize, outputs: start * start * width, random }),
        reshape(`${name}/picture`, [start, start, width]),
        ...Array.from({ length: levels }, (_, i) =>
          upBlock({
            name: `${name}/${i + 2}`,
            inputs: width,
            outputs: width,
            random,
            ...(classes !== undefined && { classes }),
          }),
        ),
        batchNorm({ name: `${name}/norm`, channels: width }),
        relu,
        conv2d({
          name: `${name}/${levels + 2}`,
          inputs: width,
          outputs: channels,
          kernel: 3,
          random,
        }),
        tanh,
      ],
      ...(classes !== undefined && { traits: { classes } }),
    }),
  );
}
