import { PNG } from "pngjs";
import { wholePng } from "./png-check";

/** A decoded picture file. */
export interface DecodedPicture {
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
export function decodePng(bytes: Uint8Array, name: string): DecodedPicture {
  try {
    const { width, height, data } = PNG.sync.read(Buffer.from(wholePng(bytes)));
    return { width, height, rgba: data };
  } catch (error) {
    const fault = error instanceof SyntaxError ? error.message : "its picture data is damaged";
    throw new SyntaxError(`${name}: a PNG that cannot be read: ${fault}`, { cause: error });
  }
}

/**
 * Numbers from -1 to 1 out of a decoded picture: 3 channels as they are, or 1 of its brightness
 * (.299 red + .587 green + .114 blue, ITU-R BT.601). What is transparent shows white paper.
 */
export function pixelsOf({ rgba }: DecodedPicture, channels: 1 | 3): Float32Array {
  const out = new Float32Array((rgba.length / 4) * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += channels) {
    const alpha = rgba[from + 3] / 255;
    const paper = (1 - alpha) * 255;
    const red = alpha * rgba[from] + paper;
    const green = alpha * rgba[from + 1] + paper;
    const blue = alpha * rgba[from + 2] + paper;
    if (channels === 3) {
      out[to] = red / 127.5 - 1;
      out[to + 1] = green / 127.5 - 1;
      out[to + 2] = blue / 127.5 - 1;
    } else {
      out[to] = (0.299 * red + 0.587 * green + 0.114 * blue) / 127.5 - 1;
    }
  }
  return out;
}

/** The part of a decoded picture with its upper left corner at (x, y). */
export function cutSquare(
  source: DecodedPicture,
  x: number,
  y: number,
  side: number,
): DecodedPicture {
  const rgba = new Uint8Array(4 * side * side);
  for (let row = 0; row < side; row++) {
    const start = 4 * ((y + row) * source.width + x);
    rgba.set(source.rgba.subarray(start, start + 4 * side), 4 * row * side);
  }
  return { width: side, height: side, rgba };
}
