import { foundText } from "../arguments/found";
import { expectInteger, expectNumber } from "../shape";
import type { PictureShape } from "./dataset";
import { fieldsOf, finiteDataset, sizeOf, type FiniteDataset } from "./finite";

/** One picture as plain numbers: row by row, channels last. */
export interface Picture extends PictureShape {
  /** (height * width * channels) numbers. */
  readonly pixels: Float32Array; // (height * width * channels)
}

/** A part of a picture. */
export interface CropArea {
  /** First row, from 0. */
  readonly top: number;
  /** First column, from 0. */
  readonly left: number;
  /** Rows to keep. */
  readonly height: number;
  /** Columns to keep. */
  readonly width: number;
}

/**
 * Brings numbers from one range to another by one straight line: bytes 0 … 255 to -1 … 1 when nothing else
 * is said, which is what a generator that ends in tanh can reach. With pictures left at 0 … 255 a
 * discriminator tells them from fakes by size alone.
 *
 * `low + (value - from[0]) (high - low) / (from[1] - from[0])`
 *
 * @throws RangeError for a range whose end is not above its start
 * @example
 * ```ts
 * import { normalisePixels } from "gan-clinic";
 * assert.deepEqual([...normalisePixels(Uint8Array.of(0, 255))], [-1, 1]);
 * assert.deepEqual([...normalisePixels([-1, 0, 1], { from: [-1, 1], to: [0, 1] })], [0, 0.5, 1]);
 * ```
 */
export function normalisePixels(
  values: ArrayLike<number>,
  {
    from = [0, 255],
    to = [-1, 1],
  }: {
    /** Between what the pixels lie; [0, 255]. */
    readonly from?: readonly [low: number, high: number];
    /** Between what they are to lie; [-1, 1]. */
    readonly to?: readonly [low: number, high: number];
  } = {},
): Float32Array {
  expectNumber(from[1], "normalisePixels end of from", { above: from[0] });
  expectNumber(to[1], "normalisePixels end of to", { above: to[0] });
  const scale = (to[1] - to[0]) / (from[1] - from[0]);
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = to[0] + (values[i] - from[0]) * scale;
  return out;
}

/**
 * A part of a picture.
 *
 * @throws RangeError for an area that is not wholly inside; TypeError for pixels that are no picture
 * @example
 * ```ts
 * import { cropPicture } from "gan-clinic";
 * const picture = { pixels: Float32Array.of(1, 2, 3, 4), height: 2, width: 2, channels: 1 };
 * const right = cropPicture(picture, { top: 0, left: 1, height: 2, width: 1 });
 * assert.deepEqual([...right.pixels], [2, 4]);
 * ```
 */
export function cropPicture(picture: Picture, { top, left, height, width }: CropArea): Picture {
  expectPicture(picture, "cropPicture");
  expectInteger(top, "cropPicture top", { atLeast: 0, below: picture.height });
  expectInteger(left, "cropPicture left", { atLeast: 0, below: picture.width });
  expectInteger(height, "cropPicture height", { atLeast: 1, atMost: picture.height - top });
  expectInteger(width, "cropPicture width", { atLeast: 1, atMost: picture.width - left });
  const { channels } = picture;
  const pixels = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * picture.width + left) * channels;
    pixels.set(picture.pixels.subarray(start, start + width * channels), y * width * channels);
  }
  return { pixels, height, width, channels };
}

/**
 * The mirror image: left and right change places, or top and bottom.
 *
 * @throws TypeError for pixels that are no picture
 * @example
 * ```ts
 * import { flipPicture } from "gan-clinic";
 * const picture = { pixels: Float32Array.of(1, 2, 3, 4), height: 2, width: 2, channels: 1 };
 * assert.deepEqual([...flipPicture(picture).pixels], [2, 1, 4, 3]);
 * assert.deepEqual([...flipPicture(picture, "topBottom").pixels], [3, 4, 1, 2]);
 * ```
 */
export function flipPicture(
  picture: Picture,
  change: "leftRight" | "topBottom" = "leftRight",
): Picture {
  expectPicture(picture, "flipPicture");
  const { height, width } = picture;
  return pictureFrom(picture, (y, x, channel) =>
    change === "leftRight"
      ? pixelAt(picture, y, width - 1 - x, channel)
      : pixelAt(picture, height - 1 - y, x, channel),
  );
}

/**
 * A data set with each picture changed by `change`, for instance made smaller. All must come out alike in
 * size.
 *
 * @throws TypeError for a set without pictures, or when the changed pictures differ in size
 * @example
 * ```ts
 * import { digits8, mapPictures, resizePicture } from "gan-clinic";
 * const small = mapPictures(digits8(), (digit) => resizePicture(digit, { height: 4, width: 4 }));
 * assert.deepEqual([small.count, ...small.shape], [1797, 16]);
 * ```
 */
export function mapPictures(
  dataset: FiniteDataset,
  change: (picture: Picture, index: number) => Picture,
): FiniteDataset {
  const { picture, name, examples, shape, count } = dataset;
  if (!picture) throw new TypeError(`mapPictures: wanted pictures, found none in "${name}"`);
  const size = sizeOf(shape);
  const changed = Array.from({ length: count }, (_, i) =>
    change({ ...picture, pixels: examples.subarray(i * size, (i + 1) * size) }, i),
  );
  changed.forEach((each, i) => {
    expectPicture(each, `mapPictures change of picture ${i}`);
    const { height, width, channels } = changed[0];
    if (each.height === height && each.width === width && each.channels === channels) return;
    throw new TypeError(
      `mapPictures change of picture ${i}: wanted ${sizeText(changed[0])} like the first, found ${sizeText(each)}`,
    );
  });
  const { height, width, channels } = changed[0];
  const area = height * width * channels;
  const out = new Float32Array(count * area);
  changed.forEach(({ pixels }, i) => {
    out.set(pixels, i * area);
  });
  return finiteDataset({
    ...fieldsOf(dataset),
    shape: [area],
    examples: out,
    picture: { height, width, channels },
  });
}

/** @throws TypeError when the pixels are not height x width x channels */
export function expectPicture(picture: Picture, what: string): void {
  if ((picture as Partial<Picture> | undefined)?.pixels === undefined) {
    throw new TypeError(
      `${what}: wanted a picture { pixels, height, width, channels }, found ${foundText(picture)}`,
    );
  }
  const { pixels, height, width, channels } = picture;
  for (const [name, size] of Object.entries({ height, width, channels })) {
    expectInteger(size, `${what} ${name}`, { atLeast: 1 });
  }
  if (pixels.length !== height * width * channels) {
    throw new TypeError(`${what}: wanted ${sizeText(picture)} numbers, found ${pixels.length}`);
  }
}

function sizeText({ height, width, channels }: PictureShape): string {
  return `${height} x ${width} x ${channels}`;
}

/** A picture of this shape, pixel by pixel. */
export function pictureFrom(
  { height, width, channels }: PictureShape,
  value: (y: number, x: number, channel: number) => number,
): Picture {
  const pixels = new Float32Array(height * width * channels);
  let i = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) pixels[i++] = value(y, x, channel);
    }
  }
  return { pixels, height, width, channels };
}

/** One number of a picture. */
export function pixelAt(picture: Picture, y: number, x: number, channel: number): number {
  return picture.pixels[(y * picture.width + x) * picture.channels + channel];
}
