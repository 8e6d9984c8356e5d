import { expectInteger } from "../shape";
import { featureMatrix, rowsOf, transposed, type Matrix } from "./linear-algebra/matrix";
import { timesTransposed } from "./linear-algebra/product";
import type { Features } from "./points";

/** What a Fréchet distance needs to know of a set of features. */
export interface FrechetStatistics {
  /** How many examples; Infinity for a known distribution. */
  readonly samples: number;
  /** (d): the mean of each feature. */
  readonly mean: Float64Array; // (d)
  /** (d, d) row by row, with samples - 1 in the denominator: unbiased. */
  readonly covariance: Float64Array; // (d, d)
}

/** How many examples, and how many rows of the covariance, go into one product. */
const chunk = 2048;
const band = 512;

/** Options of {@link frechetStatistics}. */
export interface FrechetStatisticsOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
}

/**
 * Mean and unbiased covariance of features, in float64. The sums run over differences from the mean, so
 * features far from 0 lose nothing. Make the statistics of the real examples once, and compare many
 * generators with them.
 *
 * @param features (n, d), n at least 2; as a bare array, with `d`. They are read before the call returns
 * @throws TypeError when they are not (n, d); RangeError for fewer than two, or not finite
 * @example
 * ```ts
 * import { frechetStatistics } from "gan-clinic";
 * const corners = Float32Array.of(0, 0, 2, 0, 0, 4, 2, 4); // of a rectangle
 * const { mean, covariance } = await frechetStatistics(corners, { d: 2 });
 * assert.deepEqual([...mean], [1, 2]);
 * assert.deepEqual([...covariance], [4 / 3, 0, 0, 16 / 3]);
 * ```
 */
export async function frechetStatistics(
  features: Features,
  { d }: FrechetStatisticsOptions = {},
): Promise<FrechetStatistics> {
  const matrix = featureMatrix(features, d, "frechetStatistics features");
  expectInteger(matrix.rows, "frechetStatistics examples", { atLeast: 2 });
  return statisticsOf(matrix);
}

/** {@link frechetStatistics} of a matrix, which is left with its mean taken off. */
export async function statisticsOf(features: Matrix): Promise<FrechetStatistics> {
  const samples = features.rows;
  const mean = centre(features);
  const covariance = new Float64Array(mean.length ** 2);
  for (let start = 0; start < samples; start += chunk) {
    const rows = rowsOf(features, start, Math.min(samples, start + chunk));
    await addProducts(transposed(rows), covariance);
  }
  finish(covariance, mean.length, samples - 1);
  return { samples, mean, covariance };
}

/**
 * The statistics of both sets together, from those of each: features can come in batches that are never
 * in memory at once. With n = nₐ + n_b and δ the difference of the means, the sums of squared differences
 * add up to Sₐ + S_b + δ δᵀ nₐ n_b / n (Chan, Golub and LeVeque 1983, eq. 2.1).
 *
 * @throws TypeError for features of different sizes; RangeError for statistics of a known distribution
 * @example
 * ```ts
 * import { frechetStatistics, mergeFrechetStatistics } from "gan-clinic";
 * const [low, high] = [Float32Array.of(0, 2), Float32Array.of(10, 12)];
 * const [a, b] = [await frechetStatistics(low, { d: 1 }), await frechetStatistics(high, { d: 1 })];
 * const { samples, mean, covariance } = mergeFrechetStatistics(a, b);
 * assert.deepEqual([samples, mean[0]], [4, 6]);
 * assert.ok(Math.abs(covariance[0] - (36 + 16 + 16 + 36) / 3) < 1e-12);
 * ```
 */
export function mergeFrechetStatistics(
  a: FrechetStatistics,
  b: FrechetStatistics,
): FrechetStatistics {
  const [d, other] = [a.mean.length, b.mean.length];
  if (d !== other) {
    throw new TypeError(`mergeFrechetStatistics b: wanted ${d} features, found ${other}`);
  }
  const what = "mergeFrechetStatistics samples";
  const [first, second] = [a, b].map(({ samples }) => expectInteger(samples, what, { atLeast: 2 }));
  const samples = first + second;
  const difference = b.mean.map((value, i) => value - a.mean[i]);
  const mean = a.mean.map((value, i) => value + (difference[i] * second) / samples);
  const weight = (first * second) / samples;
  const covariance = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const at = i * d + j;
      const within = (first - 1) * a.covariance[at] + (second - 1) * b.covariance[at];
      const between = weight * difference[i] * difference[j];
      covariance[at] = (within + between) / (samples - 1);
    }
  }
  return { samples, mean, covariance };
}

/**
 * @throws TypeError for a covariance of another size; RangeError for numbers that are not finite
 */
export function expectStatistics(statistics: FrechetStatistics, what: string): FrechetStatistics {
  const { mean, covariance } = statistics;
  const d = mean.length;
  if (covariance.length !== d * d) {
    throw new TypeError(
      `${what} covariance: wanted ${d} x ${d} numbers, found ${covariance.length}`,
    );
  }
  for (const [name, values] of Object.entries({ mean, covariance })) {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) {
      throw new RangeError(`${what} ${name}: wanted finite numbers, found ${bad}`);
    }
  }
  return statistics;
}

/** Takes the mean off all rows, and returns it. */
function centre({ rows, columns, values }: Matrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) mean[j] += values[i * columns + j] / rows;
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) values[i * columns + j] -= mean[j];
  }
  return mean;
}

/** Adds X Xᵀ to the lower triangle of the sum, a band of rows at a time: the upper one is its mirror. */
async function addProducts(x: Matrix, sum: Float64Array): Promise<void> {
  const d = x.rows;
  for (let top = 0; top < d; top += band) {
    const bottom = Math.min(d, top + band);
    const product = await timesTransposed(rowsOf(x, top, bottom), rowsOf(x, 0, bottom));
    for (let i = top; i < bottom; i++) {
      for (let j = 0; j <= i; j++) sum[i * d + j] += product.values[(i - top) * bottom + j];
    }
  }
}

/** Divides the lower triangle and mirrors it. */
function finish(sum: Float64Array, d: number, by: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) sum[j * d + i] = sum[i * d + j] /= by;
  }
}
