import type { PictureShape } from "../data/dataset";
import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { numbersOf, type Samples } from "./points";
import { gaussianWindow, halved, similarityOf, type Plane } from "./ssim-plane";

/** Options of {@link msSsim}. */
export interface SsimOptions {
  /** Between what the pixels lie; [-1, 1]. */
  readonly range?: readonly [low: number, high: number];
  /** Pixels along a side of the Gaussian window (of std 1.5), an odd number; 11. */
  readonly window?: number;
  /** How many sizes are looked at; as many as there is room for, 5 at most. */
  readonly scales?: number;
}

/** Exponents of Wang et al. (2003), section 3.2, finest first. As published they sum to 1.0001. */
const exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/**
 * How alike two pictures look: multi-scale structural similarity (Wang, Simoncelli and Bovik 2003). 1 for
 * equal pictures, near 0 for pictures that have nothing to do with each other.
 *
 * Around each pixel, under a Gaussian window, the two pictures' means μ, variances σ² and covariance are
 * compared (their eq. 1-3, with C1 = .01², C2 = .03² for pixels in [0, 1]):
 *
 *     luminance            l = (2 μa μb + C1) / (μa² + μb² + C1)
 *     contrast, structure  c = (2 σab + C2) / (σa² + σb² + C2)
 *
 * c is averaged over the picture at each scale j, l · c at the last one M; each scale is the one before it
 * averaged over squares of 2 x 2. With exponents w, divided by their sum (their eq. 7):
 *
 *     MS-SSIM = c₁^w₁ · c₂^w₂ · … · (l c)_M^w_M
 *
 * A negative mean counts as 0. Colours are compared by themselves, and averaged.
 *
 * The window must fit into the smallest scale: the published five scales take 176 pixels. Smaller pictures
 * get fewer scales, the finest ones: 28 x 28 has two, 14 x 14 has one, which is plain SSIM. So numbers compare between pictures of one size only.
 *
 * @param a (n, d) pictures, with d = height · width · channels
 * @param b (n, d) pictures, each compared with the same row of `a`
 * @returns n numbers from 0 to 1
 * @throws TypeError for pictures of another size, or more of one than of the other; RangeError for pixels
 *   out of the range, and for a window or scales that do not fit
 * @example
 * ```ts
 * import { msSsim, seeded } from "gan-clinic";
 * const picture = { height: 14, width: 14, channels: 1 };
 * const noise = seeded(1).uniforms(196, -1, 1);
 * const other = seeded(2).uniforms(196, -1, 1);
 * assert.ok(Math.abs(msSsim(noise, noise, picture)[0] - 1) < 1e-9);
 * assert.ok(msSsim(noise, other, picture)[0] < 0.2);
 * ```
 */
export function msSsim(
  a: Samples,
  b: Samples,
  picture: PictureShape,
  options: SsimOptions = {},
): Float64Array {
  const compare = comparison(picture, options, "msSsim");
  const size = sizeOf(picture);
  const first = numbersOf(a, size, "msSsim a");
  const second = numbersOf(b, size, "msSsim b");
  if (first.length !== second.length) {
    const [wanted, found] = [first.length / size, second.length / size];
    throw new TypeError(`msSsim b: wanted ${wanted} pictures as in a, found ${found}`);
  }
  return Float64Array.from({ length: first.length / size }, (_, i) =>
    compare(first.subarray(i * size, (i + 1) * size), second.subarray(i * size, (i + 1) * size)),
  );
}

/** Options of {@link msSsimDiversity}. */
export interface SsimDiversityOptions extends SsimOptions {
  /** How many pairs are compared; 1,000. */
  readonly pairs?: number;
  /** Draws the pairs. */
  readonly random: Random;
}

/**
 * How alike samples are to each other: the mean MS-SSIM of random pairs (Odena, Olah and Shlens 2017,
 * section 4.2). It measures variety, not quality: noise has a low value too. A collapsed generator has a
 * value near 1. Compare with the value of as many real pictures, of one class at a time where there are
 * classes: pairs of different classes are unlike whatever the generator does.
 *
 * @param samples (n, d) pictures, n at least 2
 * @returns from 0 (nothing alike) to 1 (all the same)
 * @throws what {@link msSsim} throws; RangeError for fewer than two pictures or one pair
 * @example
 * ```ts
 * import { msSsimDiversity, seeded } from "gan-clinic";
 * const picture = { height: 11, width: 11, channels: 1 };
 * const noise = seeded(1).uniforms(20 * 121, -1, 1);
 * const same = Float32Array.from(noise, (_, i) => noise[i % 121]);
 * const options = { pairs: 30, random: seeded(2) };
 * assert.ok(Math.abs(msSsimDiversity(same, picture, options) - 1) < 1e-9);
 * assert.ok(msSsimDiversity(noise, picture, options) < 0.2);
 * ```
 */
export function msSsimDiversity(
  samples: Samples,
  picture: PictureShape,
  { pairs = 1000, random, ...options }: SsimDiversityOptions,
): number {
  expectInteger(pairs, "msSsimDiversity pairs", { atLeast: 1 });
  const compare = comparison(picture, options, "msSsimDiversity");
  const size = sizeOf(picture);
  const pictures = numbersOf(samples, size, "msSsimDiversity samples");
  const n = expectInteger(pictures.length / size, "msSsimDiversity pictures", { atLeast: 2 });
  const firsts = random.integers(pairs, n);
  const steps = random.integers(pairs, n - 1); // from the first to the second: never the same one
  const at = (i: number) => pictures.subarray(i * size, (i + 1) * size);
  let sum = 0;
  firsts.forEach((first, k) => (sum += compare(at(first), at((first + 1 + steps[k]) % n))));
  return sum / pairs;
}

function sizeOf({ height, width, channels }: PictureShape): number {
  return height * width * channels;
}

type Comparison = (a: Float32Array, b: Float32Array) => number;

/** A function of two pictures, once the options are found to fit. */
function comparison(picture: PictureShape, options: SsimOptions, what: string): Comparison {
  const { height, width, channels } = picture;
  for (const side of ["height", "width", "channels"] as const) {
    expectInteger(picture[side], `${what} picture.${side}`, { atLeast: 1 });
  }
  const [low, high] = options.range ?? [-1, 1];
  expectNumber(high, `${what} range high`, { above: low });
  const side = Math.min(height, width);
  const window = expectInteger(options.window ?? 11, `${what} window`, {
    atLeast: 1,
    atMost: side,
  });
  if (window % 2 === 0)
    throw new RangeError(`${what} window: wanted an odd number, found ${window}`);
  const room = Math.min(exponents.length, 1 + Math.floor(Math.log2(side / window)));
  const scales = expectInteger(options.scales ?? room, `${what} scales`, {
    atLeast: 1,
    atMost: room,
  });
  const kernel = gaussianWindow(window, 1.5);
  const planeOf = (pixels: Float32Array, channel: number): Plane => ({
    height,
    width,
    values: Float64Array.from({ length: height * width }, (_, i) => {
      const pixel = expectNumber(pixels[i * channels + channel], `${what} pixel`, {
        atLeast: low,
        atMost: high,
      });
      return (pixel - low) / (high - low);
    }),
  });
  return (a, b) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += ofPlanes(planeOf(a, channel), planeOf(b, channel), kernel, scales);
    }
    return sum / channels;
  };
}

function ofPlanes(a: Plane, b: Plane, kernel: Float64Array, scales: number): number {
  const total = exponents.slice(0, scales).reduce((sum, exponent) => sum + exponent, 0);
  let [product, first, second] = [1, a, b];
  for (let scale = 0; scale < scales; scale++) {
    const { contrast, whole } = similarityOf(first, second, kernel);
    const factor = scale === scales - 1 ? whole : contrast;
    product *= Math.max(factor, 0) ** (exponents[scale] / total);
    [first, second] = [halved(first), halved(second)];
  }
  return product;
}
