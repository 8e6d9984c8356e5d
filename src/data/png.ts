import { PNG } from "pngjs";

/** A decoded picture file. */
export interface DecodedPng {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, 0 to 255, row by row. */
  readonly rgba: Uint8Array;
}

/**
 * Reads a PNG file of any kind: grey, palette, 16 bits, interlaced.
 *
 * @throws SyntaxError that names the file when it is not one, or a damaged one
 */
export function decodePng(bytes: Uint8Array, name: string): DecodedPng {
  try {
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
    return { width, height, rgba: data };
  } catch (error) {
    throw new SyntaxError(`${name}: not a PNG file that can be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Numbers from -1 to 1 out of a decoded picture: 3 channels as they are, or 1 of its brightness
 * (.299 red + .587 green + .114 blue, ITU-R BT.601). What is transparent shows white paper.
 */
export function pixelsOf({ rgba }: DecodedPng, channels: 1 | 3): Float32Array {
  const out = new Float32Array((rgba.length / 4) * channels);
  for (let pixel = 0; pixel < rgba.length / 4; pixel++) {
    const alpha = rgba[4 * pixel + 3] / 255;
    const on = (colour: number) => alpha * rgba[4 * pixel + colour] + (1 - alpha) * 255;
    if (channels === 3) {
      for (let colour = 0; colour < 3; colour++) out[3 * pixel + colour] = on(colour) / 127.5 - 1;
    } else {
      out[pixel] = (0.299 * on(0) + 0.587 * on(1) + 0.114 * on(2)) / 127.5 - 1;
    }
  }
  return out;
}

/** The part of a decoded picture with its upper left corner at (x, y). */
export function cutPng(source: DecodedPng, x: number, y: number, side: number): DecodedPng {
  const rgba = new Uint8Array(4 * side * side);
  for (let row = 0; row < side; row++) {
    const start = 4 * ((y + row) * source.width + x);
    rgba.set(source.rgba.subarray(start, start + 4 * side), 4 * row * side);
  }
  return { width: side, height: side, rgba };
}
