import type { PictureShape } from "../data/dataset";
import { leakyRelu } from "../layers/activations";
import { conv2d } from "../layers/conv";
import { normalInit } from "../layers/init";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import type { Network } from "./network";
import { normLayers, weightOptions, type Norm } from "./norm";
import { sequential } from "./sequential";

/** Options of {@link patchDiscriminator}. */
export interface PatchDiscriminatorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Of the pictures that it judges. */
  readonly picture: PictureShape;
  /** Channels of the first layer, which double from layer to layer up to eight times as many: 64 in the paper. */
  readonly width: number;
  /** How many layers halve the picture: 3 when left out. The patches are 16, 34, 70 pixels for 1, 2, 3. */
  readonly depth?: number;
  /** After every layer but the first and the last, or with "spectral" of all weights; "instance" when left out. */
  readonly norm?: Norm;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * PatchGAN (Isola et al. 2017, section 6.1.2; in CycleGAN with instance norm): a discriminator without a dense layer. It
 * gives a score for each of many patches that overlap, and so it judges what things look like close up, whatever
 * the size of the picture. Flat pictures to one score a patch, row by row: (batch, patches).
 *
 * @throws RangeError for a width, channels or depth below 1
 * @throws TypeError from `apply` for another input
 * @example
 * ```ts
 * import { patchDiscriminator, seeded, tf } from "gan-clinic";
 * const discriminator = patchDiscriminator({
 *   name: "patches",
 *   picture: { height: 16, width: 16, channels: 3 },
 *   width: 4,
 *   depth: 2,
 *   random: seeded(1),
 * });
 * assert.deepEqual(discriminator.apply(tf.zeros([2, 16 * 16 * 3])).shape, [2, 4 * 4]);
 * ```
 */
export function patchDiscriminator(options: PatchDiscriminatorOptions): Network {
  const { name, picture, width, depth = 3, norm = "instance", random } = options;
  expectInteger(depth, `${name} depth`, { atLeast: 1 });
  const plain = norm === "spectral" ? norm : "none";
  const widths = [
    picture.channels,
    ...Array.from({ length: depth + 1 }, (_, i) => width * Math.min(2 ** i, 8)),
  ];
  const conv = (number: number, outputs: number, stride: number, normed: Norm) =>
    conv2d({
      name: `${name}/${number}`,
      inputs: widths[number - 1],
      outputs,
      kernel: 4,
      stride,
      init: normalInit(0.02),
      random,
      ...weightOptions(normed),
    });
  const patches = [picture.height, picture.width].map((size) => Math.ceil(size / 2 ** depth));
  return lever(
    "network",
    "patchDiscriminator",
    options,
    sequential({
      name,
      inputShape: [picture.height, picture.width, picture.channels],
      outputShape: [...patches, 1],
      steps: [
        ...widths.slice(1).flatMap((outputs, i) => {
          const normed = i === 0 ? plain : norm;
          return [
            conv(i + 1, outputs, i < depth ? 2 : 1, normed),
            ...normLayers(normed, `${name}/${i + 1}/norm`, outputs),
            leakyRelu,
          ];
        }),
        conv(depth + 2, 1, 1, plain),
      ],
    }),
  );
}
