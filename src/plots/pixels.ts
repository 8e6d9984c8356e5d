import * as tf from "@tensorflow/tfjs";
import { expectCount, expectFinite, expectInterval } from "./numbers";
import { encodePng } from "./png";
import { valuesOf } from "./points";

/** Pictures in one array, one after the other. Shape (count, height, width, channels). */
export interface Pictures {
  /** All numbers, row by row, channels last; or a tensor of them. */
  readonly images: Float32Array | tf.Tensor;
  /** Pixels from top to bottom. */
  readonly height: number;
  /** Pixels from left to right. */
  readonly width: number;
  /** 1 for grey, 3 for red, green, blue; 1. */
  readonly channels?: 1 | 3;
  /** The values of black and of full light; [-1, 1]; values beyond are cut. */
  readonly range?: readonly [number, number];
}

/** How many pictures there are. Refuses an array that does not hold whole pictures. */
export function countPictures({
  images,
  height,
  width,
  channels = 1,
  range = [-1, 1],
}: Pictures): number {
  expectCount(height, "height");
  expectCount(width, "width");
  expectInterval(range, "range");
  const size = height * width * channels;
  const values = pixelsOf(images);
  if (values.length === 0 || values.length % size !== 0) {
    throw new TypeError(
      `images has ${values.length} values; wanted a multiple of ${height} x ${width} x ${channels} = ${size}`,
    );
  }
  expectFinite(values, "images");
  return values.length / size;
}

function pixelsOf(images: Pictures["images"]): Float32Array {
  return images instanceof tf.Tensor ? valuesOf(images, "images") : images;
}

/** How pictures are put on a sheet, in pixels of the pictures. */
export interface Sheet {
  readonly columns: number;
  /** From one picture to the next. */
  readonly stepX: number;
  readonly stepY: number;
  readonly width: number;
  readonly height: number;
  /** Pixels of the screen for one pixel of the sheet, across and down. */
  readonly zoom: number;
}

/**
 * Put `count` pictures on a sheet. Each is enlarged by a whole factor to about `side` pixels of the
 * screen, with `below` pixels under each row.
 */
export function sheetFor(
  { height, width }: { readonly height: number; readonly width: number },
  count: number,
  columns: number,
  side: number,
  below = 0,
): Sheet {
  const zoom = Math.max(1, Math.round(side / Math.max(width, height)));
  const gap = Math.ceil(2 / zoom);
  const [stepX, stepY] = [width + gap, height + gap + Math.ceil(below / zoom)];
  const rows = Math.ceil(count / columns);
  return { columns, stepX, stepY, width: columns * stepX - gap, height: rows * stepY - gap, zoom };
}

/** The white sheet with all pictures on it, as the data URL of a PNG. */
export function sheetUrl(pictures: Pictures, count: number, sheet: Sheet): string {
  const rgba = new Uint8Array(sheet.width * sheet.height * 4).fill(255);
  const images = pixelsOf(pictures.images);
  for (let i = 0; i < count; i++) paint({ ...pictures, images }, i, sheet, rgba);
  const png = encodePng(rgba, sheet.width, sheet.height);
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}

interface ReadPictures extends Pictures {
  readonly images: Float32Array;
}

function paint(pictures: ReadPictures, index: number, sheet: Sheet, rgba: Uint8Array): void {
  const { images, height, width, channels = 1, range = [-1, 1] } = pictures;
  const left = (index % sheet.columns) * sheet.stepX;
  const top = Math.floor(index / sheet.columns) * sheet.stepY;
  const byteOf = (value: number): number => {
    const light = (value - range[0]) / (range[1] - range[0]);
    return Math.round(255 * Math.min(1, Math.max(0, light)));
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((index * height + y) * width + x) * channels;
      const to = 4 * ((top + y) * sheet.width + left + x);
      for (let c = 0; c < 3; c++) rgba[to + c] = byteOf(images[from + (channels === 1 ? 0 : c)]);
    }
  }
}
