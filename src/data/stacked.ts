import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import { expectDraw, type Dataset, type LabelledBatch, type PictureShape } from "./dataset";
import type { FiniteDataset } from "./finite";

/** Pictures stacked as the colours of one; the classes of its channels, read as digits, are its mode. */
export interface StackedDataset extends Dataset {
  readonly picture: PictureShape;
  /** How many modes there are: 1,000 for three channels of ten classes. */
  readonly classes: number;
  sample(n: number, random: Random): tf.Tensor2D; // (n, height * width * channels)
  sampleLabelled(n: number, random: Random): LabelledBatch;
  /** Each channel as pictures of its own, for a classifier of single digits; the caller disposes them. */
  unstack(samples: tf.Tensor2D): tf.Tensor2D[]; // channels of (n, height * width)
  /** The mode of the classes of each channel: classes 4, 0, 7 make mode 407. */
  modes(classesOfChannels: readonly ArrayLike<number>[]): Int32Array; // (n)
}

/** Options of {@link stackedMnist}. */
export interface StackedOptions {
  /** Digits in a picture, 2 to 4; 3. */
  readonly channels?: number;
}

/**
 * Stacked MNIST (Srivastava et al. 2017, VEEGAN; Lin et al. 2018, PacGAN): each picture holds three digits,
 * drawn independently, one in each colour. So there are 1,000 modes, and which ones a generator makes can be
 * counted. A mode is as likely as its digits together: in MNIST's training set from .00074 (555) to .00142 (111), of
 * equal classes all alike. Two channels give 100 modes, which a small machine can learn.
 *
 * @param digits grey labelled pictures: `mnist`, `digits8`, `fashionMnist`
 * @throws TypeError for pictures without labels or with colours; RangeError for fewer than two channels
 * @example
 * ```ts
 * import { digits8, seeded, stackedMnist } from "gan-clinic";
 * const stacked = stackedMnist(digits8(), { channels: 2 });
 * assert.equal(stacked.classes, 100);
 * const { examples, labels } = stacked.sampleLabelled(4, seeded(1));
 * assert.deepEqual(examples.shape, [4, 8 * 8 * 2]);
 * assert.ok(labels.dataSync().every((mode) => mode >= 0 && mode < 100));
 * ```
 */
export function stackedMnist(
  digits: FiniteDataset,
  { channels = 3 }: StackedOptions = {},
): StackedDataset {
  expectInteger(channels, "stackedMnist channels", { atLeast: 2, atMost: 4 });
  const { picture, labels, classes, examples, count, name, range } = digits;
  if (picture?.channels !== 1 || !labels || classes === undefined) {
    throw new TypeError(`stackedMnist: wanted grey pictures with labels, found "${name}"`);
  }
  const area = picture.height * picture.width;
  const modes = (channelClasses: readonly ArrayLike<number>[]) =>
    Int32Array.from({ length: channelClasses[0].length }, (_, i) =>
      channelClasses.reduce((mode, own) => mode * classes + own[i], 0),
    );
  const draw = (n: number, random: Random) => {
    expectDraw(n, random, `${name}Stacked sample`);
    const rows = random.integers(n * channels, count); // example by example, channel by channel
    const values = new Float32Array(n * area * channels);
    for (let i = 0; i < values.length; i++) {
      const channel = i % channels;
      const pixel = Math.floor(i / channels) % area;
      const example = Math.floor(i / channels / area);
      values[i] = examples[rows[example * channels + channel] * area + pixel];
    }
    const batch = tf.tensor2d(values, [n, area * channels]);
    return { batch, rows };
  };
  return lever(
    "data",
    "stackedMnist",
    { data: digits, channels },
    {
      name: `${name}Stacked`,
      shape: [area * channels],
      picture: { ...picture, channels },
      classes: classes ** channels,
      ...(range && { range }),
      modes,
      sample: (n, random) => draw(n, random).batch,
      sampleLabelled(n, random) {
        const { batch, rows } = draw(n, random);
        const own = Array.from({ length: channels }, (_, channel) =>
          Int32Array.from({ length: n }, (_, i) => labels[rows[i * channels + channel]]),
        );
        return { examples: batch, labels: tf.tensor1d(modes(own), "int32") };
      },
      unstack: (samples) =>
        tf.tidy(() => {
          const flat = expectShape(samples, [null, area * channels], "unstack samples");
          return tf.unstack(tf.reshape(flat, [-1, area, channels]), 2) as tf.Tensor2D[];
        }),
    },
  );
}
