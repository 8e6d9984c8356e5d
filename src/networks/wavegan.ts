import { leakyRelu, relu, tanh } from "../layers/activations";
import { conv2d, convTranspose2d } from "../layers/conv";
import { dense } from "../layers/dense";
import { phaseShuffle } from "../layers/phase-shuffle";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { scoreHead } from "./head";
import type { Network } from "./network";
import { flatten, reshape } from "./reshape";
import { sequential } from "./sequential";

// A sound is a picture of height 1, (batch, 1, samples, 1), and every layer goes along it by fours.

/** Lengths of sounds: 16 times 4, once or more. */
export type SoundLength = 64 | 256 | 1024 | 4096 | 16384;

const start = 16;

interface WaveganOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Samples of a sound; 1,024 when left out, 16,384 in the paper (a second of 16 kHz). */
  readonly samples?: SoundLength;
  /** Channels next to the sound; they double with every fourth of its length. */
  readonly width: number;
  /** Length of the filters; 25 when left out, as in the paper. */
  readonly kernel?: number;
  /** Draws the first weights. */
  readonly random: Random;
}

/** Options of {@link waveganGenerator}. */
export interface WaveganGeneratorOptions extends WaveganOptions {
  /** Numbers in a latent vector. */
  readonly latentSize: number;
}

/** Options of {@link waveganDiscriminator}. */
export interface WaveganDiscriminatorOptions extends WaveganOptions {
  /** {@link phaseShuffle} after every layer but the last; 2 when left out, as in the paper. */
  readonly shift?: number;
}

/**
 * WaveGAN's generator (Donahue et al. 2019, table 4): DCGAN's along one axis. A dense layer makes 16 places of many
 * channels, and every transposed convolution makes four of one, with filters of length 25, ReLU, and tanh at the end.
 * There is no norm: it is trained with a gradient penalty. (batch, latentSize) to sounds (batch, samples).
 *
 * @throws RangeError for samples that are not one of these lengths, or a width, kernel or latentSize below 1
 * @throws TypeError from `apply` for another input
 * @example
 * ```ts
 * import { seeded, tf, waveganGenerator } from "gan-clinic";
 * const generator = waveganGenerator({
 *   name: "generator", samples: 256, width: 2, latentSize: 8, random: seeded(1),
 * });
 * assert.deepEqual(generator.apply(tf.zeros([2, 8])).shape, [2, 256]);
 * ```
 */
export function waveganGenerator(options: WaveganGeneratorOptions): Network {
  const { name, samples = 1024, width, latentSize, kernel = 25, random } = options;
  const widths = widthsOf(name, samples, width).reverse(); // from the latent vector to the sound
  return lever(
    "network",
    "waveganGenerator",
    options,
    sequential({
      name,
      inputShape: [latentSize],
      outputShape: [1, samples, 1],
      steps: [
        dense({ name: `${name}/1`, inputs: latentSize, outputs: start * widths[0], random }),
        reshape(`${name}/places`, [1, start, widths[0]]),
        ...widths.flatMap((inputs, i) => [
          relu,
          convTranspose2d({
            name: `${name}/${i + 2}`,
            inputs,
            outputs: widths[i + 1] ?? 1,
            kernel: [1, kernel],
            stride: [1, 4],
            random,
          }),
        ]),
        tanh,
      ],
    }),
  );
}

/**
 * WaveGAN's discriminator (Donahue et al. 2019, table 5): convolutions of length 25 along the sound, each by fours, with
 * leaky ReLU and {@link phaseShuffle}, and a dense layer. No norm. Sounds (batch, samples) to (batch, 1).
 *
 * @throws RangeError for samples that are not one of these lengths, a width or kernel below 1 or a shift below 0
 * @throws TypeError from `apply` for another input, or in training without `random`
 * @example
 * ```ts
 * import { seeded, tf, waveganDiscriminator } from "gan-clinic";
 * const discriminator = waveganDiscriminator({
 *   name: "discriminator", samples: 256, width: 2, random: seeded(1),
 * });
 * assert.deepEqual(discriminator.apply(tf.zeros([2, 256])).shape, [2, 1]);
 * ```
 */
export function waveganDiscriminator(options: WaveganDiscriminatorOptions): Network {
  const { name, samples = 1024, width, kernel = 25, shift = 2, random } = options;
  const widths = widthsOf(name, samples, width);
  const last = widths.length - 1;
  return lever(
    "network",
    "waveganDiscriminator",
    options,
    sequential({
      name,
      inputShape: [1, samples, 1],
      outputShape: [1],
      steps: [
        ...widths.flatMap((outputs, i) => [
          conv2d({
            name: `${name}/${i + 1}`,
            inputs: widths[i - 1] ?? 1,
            outputs,
            kernel: [1, kernel],
            stride: [1, 4],
            random,
          }),
          leakyRelu,
          ...(i === last ? [] : [phaseShuffle({ name: `${name}/${i + 1}/shuffle`, shift })]),
        ]),
        flatten(`${name}/features`),
        scoreHead({ name: `${name}/${last + 2}`, inputs: start * widths[last], random }),
      ],
    }),
  );
}

/** Channels from the sound inwards. */
function widthsOf(name: string, samples: number, width: number): number[] {
  const levels = Math.log2(samples / start) / 2;
  if (!Number.isInteger(levels) || levels < 1 || levels > 5) {
    throw new RangeError(`${name} samples: wanted 64, 256, 1024, 4096 or 16384, found ${samples}`);
  }
  return Array.from({ length: levels }, (_, i) => width * 2 ** i);
}
