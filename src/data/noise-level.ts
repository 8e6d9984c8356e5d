import { median } from "../statistics";
import type { PictureShape } from "./dataset";

/** The median size of a standard normal number. */
const middle = 0.6745;

/**
 * How much noise each picture can have at most: a standard deviation, the lower of two estimates. Noise
 * raises both, and what is no noise raises one of them at most in most pictures:
 *
 * - within the picture, by Immerkær 1996: a filter that plane slopes and straight edges pass unseen,
 *   [1 -2 1; -2 4 -2; 1 -2 1] / 6, leaves noise of the same standard deviation. Its median size over the
 *   picture is not moved by the few places with detail;
 * - over the pictures: in the tenth of places where pictures differ least (the paper around a digit), how
 *   far the picture is from the median one. Of these distances the upper quartile is taken, since paper
 *   cannot get whiter than white: half of its noise is cut off.
 *
 * Noise of standard deviation .2 comes out at .08 in digits of 8 x 8, .15 in digits and clothes of 14 x 14,
 * .21 in faces.
 *
 * @param rows pictures, row by row, without NaN
 * @returns one number a picture
 */
export function noiseLevels(rows: Float32Array, picture: PictureShape): Float64Array {
  const size = picture.height * picture.width * picture.channels;
  const quiet = quietPlaces(rows, size);
  return Float64Array.from({ length: rows.length / size }, (_, i) => {
    const own = rows.subarray(i * size, (i + 1) * size);
    const far = quiet.map(({ place, usual }) => Math.abs(own[place] - usual));
    const over = quantile(far, 0.75) / middle;
    return Math.min(over, within(own, picture));
  });
}

function within(pixels: Float32Array, { height, width, channels }: PictureShape): number {
  const line = width * channels;
  const left: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * line + channels; i < (y + 1) * line - channels; i++) {
      const row = (at: number) => pixels[at - channels] - 2 * pixels[at] + pixels[at + channels];
      left.push(Math.abs(row(i - line) - 2 * row(i) + row(i + line)) / 6);
    }
  }
  return left.length === 0 ? Infinity : median(left, "upper") / middle;
}

interface QuietPlace {
  readonly place: number;
  /** The median there. */
  readonly usual: number;
}

/** The tenth of places with the smallest median distance from the median. */
function quietPlaces(rows: Float32Array, size: number): QuietPlace[] {
  const count = rows.length / size;
  const column = (place: number) => Array.from({ length: count }, (_, i) => rows[i * size + place]);
  return Array.from({ length: size }, (_, place) => {
    const values = column(place);
    const usual = median(values, "upper");
    return {
      place,
      usual,
      spread: median(
        values.map((value) => Math.abs(value - usual)),
        "upper",
      ),
    };
  })
    .sort((a, b) => a.spread - b.spread)
    .slice(0, Math.ceil(size / 10));
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
}
