import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import type { LabelledBatch, PictureShape } from "./dataset";
import { finiteDataset, type FiniteDataset } from "./finite";

/** Which pictures of MNIST, or of a set of its form, and how large. */
export interface MnistOptions {
  /** 60,000 pictures to train with, or 10,000 others to test with; "train". */
  readonly split?: "train" | "test";
  /** Pixels along a side: 28 as published, or 14 by averaging squares of 2 x 2; 28. */
  readonly size?: 28 | 14;
  /** Only the first so many; all. */
  readonly limit?: number;
}

/** Grey labelled pictures in the form of MNIST, flat, with pixels from -1 (paper) to 1 (ink). */
export interface Mnist extends FiniteDataset {
  /** All pictures, one after the other, row by row: `examples` by the name that plots and metrics use. */
  readonly images: Float32Array; // (count, height * width)
  /** The class of each picture, 0 to 9. */
  readonly labels: Uint8Array;
  readonly classes: number;
  /** Pixels from top to bottom. */
  readonly height: number;
  /** Pixels from left to right. */
  readonly width: number;
  readonly picture: PictureShape;
  readonly range: readonly [low: number, high: number];
  /**
   * Draws `n` pictures, each from all of them (with replacement): a batch depends on `random` alone, not
   * on the batches before it.
   */
  sample(n: number, random: Random): tf.Tensor2D; // (n, height * width)
  sampleLabelled(n: number, random: Random): LabelledBatch;
}

/** The options with nothing left open, but for a limit. */
export type ChosenPictures = MnistOptions & Required<Pick<MnistOptions, "split" | "size">>;

/**
 * Fills in what was left out.
 *
 * @throws RangeError for a split or size that is not there
 */
export function chosenPictures(
  name: string,
  { split = "train", size = 28, ...rest }: MnistOptions,
): ChosenPictures {
  if (![28, 14].includes(size)) {
    throw new RangeError(`${name} size: wanted 28 or 14, found ${String(size)}`);
  }
  if (!["train", "test"].includes(split)) {
    throw new RangeError(`${name} split: wanted "train" or "test", found "${split}"`);
  }
  return { split, size, ...rest };
}

/** The data set of 28 x 28 bytes a picture. */
export function grey28(
  name: string,
  bytes: Uint8Array,
  allLabels: Uint8Array,
  { size, limit }: ChosenPictures,
  classNames?: readonly string[],
): Mnist {
  const all = allLabels.length;
  const count = expectInteger(limit ?? all, `${name} limit`, { atLeast: 1, atMost: all });
  const pixels = bytes.subarray(0, count * 28 * 28);
  const images = size === 28 ? scaled(pixels) : pooled(pixels);
  const labels = allLabels.slice(0, count);
  const dataset = finiteDataset({
    name,
    shape: [size * size],
    examples: images,
    labels,
    classes: 10,
    ...(classNames && { classNames }),
    picture: { height: size, width: size, channels: 1 },
    range: [-1, 1],
  });
  return { ...dataset, images, labels, height: size, width: size } as Mnist;
}

/** Bytes 0 … 255 to -1 … 1. */
function scaled(pixels: Uint8Array): Float32Array {
  const out = new Float32Array(pixels.length); // a loop: Float32Array.from takes seconds for millions
  for (let i = 0; i < out.length; i++) out[i] = pixels[i] / 127.5 - 1;
  return out;
}

/** The mean of each square of 2 x 2 pixels, bytes 0 … 255 to -1 … 1. */
function pooled(pixels: Uint8Array): Float32Array {
  const out = new Float32Array(pixels.length / 4);
  for (let i = 0; i < out.length; i++) {
    const column = i % 14;
    const row = Math.floor(i / 14); // counted over all pictures, which lie one below the other
    const corner = 2 * row * 28 + 2 * column;
    const sum = pixels[corner] + pixels[corner + 1] + pixels[corner + 28] + pixels[corner + 29];
    out[i] = sum / 4 / 127.5 - 1;
  }
  return out;
}
