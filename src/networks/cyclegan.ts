import * as tf from "@tensorflow/tfjs";
import type { PictureShape } from "../data/dataset";
import { relu, tanh } from "../layers/activations";
import { conv2d } from "../layers/conv";
import { normalInit } from "../layers/init";
import type { Layer } from "../layers/layer";
import { instanceNorm } from "../layers/norms";
import { upsampleConv2d } from "../layers/resample";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { shapeText } from "../shape";
import { residual, type Step } from "./block";
import type { Network } from "./network";
import { sequential } from "./sequential";

/** Options of {@link cycleganGenerator}. */
export interface CycleganGeneratorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Of the pictures that it takes; height and width are multiples of 4. */
  readonly picture: PictureShape;
  /** Of the pictures that it makes; as many as it takes when left out. */
  readonly outputChannels?: number;
  /** Channels of the first layer: 64 in the paper. */
  readonly width: number;
  /** Residual blocks in the middle; 6 when left out, as in the paper for 128 x 128 pixels. */
  readonly blocks?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * CycleGAN's generator, a picture to a picture of the same size (Zhu et al. 2017, section 7.2, after Johnson et al.
 * 2016): a 7 x 7 convolution, two that halve, residual blocks, two that double, a 7 x 7 convolution and tanh, with
 * instance norm and ReLU between. The border is mirrored, not filled with zeros. Unlike the paper it doubles by
 * nearest neighbours and a convolution, which leaves no checkerboard. Flat at both ends.
 *
 * @throws TypeError for a picture whose height or width is not a multiple of 4; from `apply` for another input
 * @throws RangeError for a width or channels below 1
 * @example
 * ```ts
 * import { cycleganGenerator, seeded, tf } from "gan-clinic";
 * const toColour = cycleganGenerator({
 *   name: "to colour",
 *   picture: { height: 8, width: 8, channels: 1 },
 *   outputChannels: 3,
 *   width: 4,
 *   blocks: 1,
 *   random: seeded(1),
 * });
 * assert.deepEqual(toColour.apply(tf.zeros([2, 64])).shape, [2, 3 * 64]);
 * ```
 */
export function cycleganGenerator(options: CycleganGeneratorOptions): Network {
  const { name, picture, outputChannels = picture.channels, width, blocks = 6, random } = options;
  const { height, width: across, channels } = picture;
  if (height % 4 !== 0 || across % 4 !== 0) {
    const found = shapeText([height, across, channels]);
    throw new TypeError(
      `${name} picture: wanted height and width that are multiples of 4, found ${found}`,
    );
  }
  const conv = (part: string, inputs: number, outputs: number) => ({
    name: `${name}/${part}`,
    inputs,
    outputs,
    init: normalInit(0.02),
    random,
  });
  const normed = (part: string, size: number): Step[] => [
    instanceNorm({ name: `${name}/${part}/norm`, channels: size }),
    relu,
  ];
  const mirrored = (
    part: string,
    inputs: number,
    outputs: number,
    kernel: number,
    bias = false,
  ) => [
    mirrorPad(`${name}/${part}/border`, (kernel - 1) / 2),
    conv2d({ ...conv(part, inputs, outputs), kernel, padding: "valid", bias }),
  ];
  const down = (part: string, inputs: number) => [
    conv2d({ ...conv(part, inputs, 2 * inputs), kernel: 3, stride: 2, bias: false }),
    ...normed(part, 2 * inputs),
  ];
  const up = (part: string, inputs: number) => [
    upsampleConv2d({ ...conv(part, inputs, inputs / 2), kernel: 3, bias: false }),
    ...normed(part, inputs / 2),
  ];
  const middle = (part: string) =>
    residual({
      name: `${name}/${part}`,
      main: [
        ...mirrored(`${part}/1`, 4 * width, 4 * width, 3),
        ...normed(`${part}/1`, 4 * width),
        ...mirrored(`${part}/2`, 4 * width, 4 * width, 3),
        instanceNorm({ name: `${name}/${part}/2/norm`, channels: 4 * width }),
      ],
    });
  return lever(
    "network",
    "cycleganGenerator",
    options,
    sequential({
      name,
      inputShape: [height, across, channels],
      outputShape: [height, across, outputChannels],
      steps: [
        ...mirrored("first", channels, width, 7),
        ...normed("first", width),
        ...down("down 1", width),
        ...down("down 2", 2 * width),
        ...Array.from({ length: blocks }, (_, i) => middle(`block ${i + 1}`)),
        ...up("up 1", 4 * width),
        ...up("up 2", 2 * width),
        ...mirrored("last", width, outputChannels, 7, true),
        tanh,
      ],
    }),
  );
}

/** A border of pixels mirrored at the edge, as a layer. */
function mirrorPad(name: string, pixels: number): Layer {
  const sides: [number, number] = [pixels, pixels];
  return {
    name,
    variables: [],
    apply: (x) => tf.mirrorPad(x, [[0, 0], sides, sides, [0, 0]], "reflect"),
  };
}
