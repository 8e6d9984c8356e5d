import { leakyRelu } from "../layers/activations";
import { conv2d } from "../layers/conv";
import { dropout as dropoutLayer } from "../layers/dropout";
import { normalInit, type Initializer } from "../layers/init";
import { instanceNoise } from "../layers/instance-noise";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import type { Step } from "./block";
import { scoreHead } from "./head";
import { labelPlanes } from "./labels";
import { minibatchLayer, type Minibatch } from "./minibatch";
import type { Network } from "./network";
import { normLayers, weightOptions, type Norm } from "./norm";
import { packedPictures } from "./packing";
import { pyramidOf, type PictureSize } from "./pyramid";
import { flatten } from "./reshape";
import { sequential } from "./sequential";

/** Options of {@link dcganDiscriminator}. */
export interface DcganDiscriminatorOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Height and width of the picture. */
  readonly size: PictureSize;
  /** Of the picture: 1 for grey, 3 for colour; 1 when left out. */
  readonly channels?: number;
  /** Channels after the first layer; they double with every halving of the picture. */
  readonly width: number;
  /**
   * After every layer but the first and the last, or with "spectral" of all weights; "batch" when left out.
   * Not "batch" where the slope is penalised: see {@link dcganCritic}.
   */
  readonly norm?: Norm;
  /** Height and width of the filters; 4 when left out. */
  readonly kernel?: number;
  /** Share of the numbers that are dropped in training after each activation, 0 to below 1. */
  readonly dropout?: number;
  /** Std of the noise on its input in training: {@link instanceNoise}. */
  readonly noise?: number;
  /** In front of the last layer. */
  readonly minibatch?: Minibatch;
  /** How many pictures it judges at once: PacGAN. One when left out. */
  readonly packing?: number;
  /** Makes it conditional. */
  readonly classes?: number;
  /** Where the class comes in: a plane for each class ("concat", the default), or in the last layer. */
  readonly condition?: "concat" | "projection";
  /** First weights; N(0, .02²) when left out. */
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * DCGAN's discriminator (Radford et al. 2016): convolutions of stride 2 halve height and width and double the
 * channels, with leaky ReLU of .2 and batch norm but in the first layer; a dense layer makes the score. It takes
 * flat pictures, with `packing` that many in a row: (batch, packing · size · size · channels) to (batch, 1).
 *
 * @throws RangeError for a size that is not one of these, or a width, channels or packing below 1
 * @throws TypeError for classes together with packing; from `apply` for another input or without labels
 * @example
 * ```ts
 * import { dcganDiscriminator, seeded, tf } from "gan-clinic";
 * const discriminator = dcganDiscriminator({
 *   name: "discriminator", size: 28, width: 4, packing: 2, random: seeded(1),
 * });
 * assert.deepEqual(discriminator.apply(tf.zeros([3, 2 * 28 * 28])).shape, [3, 1]);
 * assert.equal(discriminator.traits?.mixesBatch, "batch norm");
 * ```
 */
export function dcganDiscriminator(options: DcganDiscriminatorOptions): Network {
  const { name, size, channels = 1, width, norm = "batch", noise = 0, packing = 1 } = options;
  const { classes, condition = "concat", init = normalInit(0.02), random } = options;
  expectInteger(packing, `${name} packing`, { atLeast: 1 });
  if (classes !== undefined && packing > 1) {
    throw new TypeError(`${name}: wanted classes or packing, found both; a pack has no one class`);
  }
  const { start, levels } = pyramidOf(size, name);
  const picture = { height: size, width: size, channels };
  const planes = classes !== undefined && condition === "concat" ? classes : 0;
  const widths = [
    packing * channels + planes,
    ...Array.from({ length: levels }, (_, i) => width * 2 ** i),
  ];
  const compare = minibatchLayer(options.minibatch, {
    name: `${name}/minibatch`,
    inputs: start * start * widths[levels],
    random,
  });
  return lever(
    "network",
    "dcganDiscriminator",
    options,
    sequential({
      name,
      inputShape: [packing * size * size * channels],
      outputShape: [1],
      steps: [
        packedPictures(`${name}/pictures`, picture, packing),
        ...(noise === 0 ? [] : [instanceNoise({ name: `${name}/noise`, std: noise })]),
        ...(planes === 0 ? [] : [labelPlanes(`${name}/labels`, planes)]),
        ...widths.slice(1).flatMap((outputs, i) => halving(options, i + 1, widths[i], outputs)),
        flatten(`${name}/features`),
        ...compare.layers,
        scoreHead({
          name: `${name}/${levels + 1}`,
          inputs: compare.outputs,
          spectral: norm === "spectral",
          init,
          random,
          ...(classes !== undefined && condition === "projection" && { classes }),
        }),
      ],
      traits: { ...(classes !== undefined && { classes }), ...(packing > 1 && { packing }) },
    }),
  );
}

/** A layer that halves height and width, with what comes after it. */
function halving(
  { name, norm = "batch", kernel = 4, dropout = 0, ...options }: DcganDiscriminatorOptions,
  number: number,
  inputs: number,
  outputs: number,
): Step[] {
  const own = `${name}/${number}`;
  const normed = number > 1 || norm === "spectral" ? norm : "none";
  const { init = normalInit(0.02), random } = options;
  const layer = { name: own, inputs, outputs, kernel, stride: 2, init, random };
  return [
    conv2d({ ...layer, ...weightOptions(normed) }),
    ...normLayers(normed, `${own}/norm`, outputs),
    leakyRelu,
    ...(dropout === 0 ? [] : [dropoutLayer({ name: `${own}/dropout`, rate: dropout })]),
  ];
}
