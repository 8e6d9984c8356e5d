import { expectInteger } from "../shape";
import { expectStatistics, statisticsOf, type FrechetStatistics } from "./frechet-statistics";
import { symmetricEigenvalues } from "./linear-algebra/eigenvalues";
import { semidefiniteFactor } from "./linear-algebra/factor";
import { featureMatrix, transposed, type Matrix } from "./linear-algebra/matrix";
import { timesTransposed } from "./linear-algebra/product";
import type { Features } from "./points";

/** Options of {@link frechetDistance}. */
export interface FrechetOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** Go on with no more examples than features, where the distance says more about n than about them. */
  readonly force?: boolean;
}

/**
 * The Fréchet distance between Gaussians fitted to two sets of features (Heusel et al. 2017, eq. 6): how
 * far the cloud of fakes would have to be moved and reshaped to lie on the real one. Over the features of
 * Inception it is the FID. It is squared, in the squared unit of the features:
 *
 *     |μ₁ - μ₂|² + tr(Σ₁ + Σ₂ - 2 (Σ₁ Σ₂)^½)
 *
 * It sees means and covariances only: any two sets that share both are at distance 0.
 *
 * It is biased upwards, and more so with fewer examples: two samples of one distribution are not at
 * distance 0. For normal features with variances λ along their axes it is about
 *
 *     (1/n₁ + 1/n₂) (Σᵢ λᵢ + ¼ Σᵢ λᵢ + ½ Σᵢⱼ λᵢ λⱼ / (λᵢ + λⱼ))
 *
 * (the mean's part, then the covariances' to second order). Measured for d features of variance 1, as many
 * real as fake, with the formula's value behind it:
 *
 * | d | n = d + 1 | 250 | 1,000 | 10,000 |
 * |---|---|---|---|---|
 * | 16 | 9.9 (9.9) | 0.69 (0.67) | 0.17 (0.17) | 0.017 (0.017) |
 * | 64 | 34.2 (34.0) | 9.0 (8.8) | 2.21 (2.21) | 0.22 (0.22) |
 *
 * So compare distances at the same n only, always say n, and see {@link frechetInfinity}. At n = d + 1 the
 * bias is already half of the features' whole variance; with fewer examples a covariance is singular, and
 * the distance says little about the fakes: such calls are refused, unless forced.
 *
 * All is float64. There is no square root of a matrix in it: with Σ₁ = F Fᵀ the products Σ₁ Σ₂ and Fᵀ Σ₂ F
 * share their eigenvalues but for zeros, the latter is symmetric, and the trace is the sum of their roots.
 *
 * @param real (n, d) features, or their {@link frechetStatistics}. Arrays and tensors are read before the
 *   call returns
 * @param fake the same of the fakes
 * @throws TypeError when they are not (n, d) of one d; RangeError for fewer than d + 1 examples and no
 *   `force`, for fewer than two, or numbers that are not finite
 * @example
 * ```ts
 * import { frechetDistance } from "gan-clinic";
 * const real = Float32Array.of(-1, 0, 1); // mean 0, variance 1
 * const fake = Float32Array.of(2, 4, 6); // mean 4, variance 4
 * const distance = await frechetDistance(real, fake, { d: 1 });
 * assert.ok(Math.abs(distance - (4 ** 2 + 1 + 4 - 2 * Math.sqrt(1 * 4))) < 1e-12);
 * ```
 */
export async function frechetDistance(
  real: Features | FrechetStatistics,
  fake: Features | FrechetStatistics,
  { d, force = false }: FrechetOptions = {},
): Promise<number> {
  const [realInput, fakeInput] = [read(real, d, "real"), read(fake, d, "fake")];
  expectPair(realInput, fakeInput, force);
  return distanceBetween(await fitOf(realInput), await fitOf(fakeInput));
}

/** Features as a copy, or statistics, checked. */
function read(
  input: Features | FrechetStatistics,
  d: number | undefined,
  name: string,
): Matrix | FrechetStatistics {
  const what = `frechetDistance ${name}`;
  return "covariance" in input ? expectStatistics(input, what) : featureMatrix(input, d, what);
}

function expectPair(
  real: Matrix | FrechetStatistics,
  fake: Matrix | FrechetStatistics,
  force: boolean,
): void {
  const [d, other] = [real, fake].map(widthOfInput);
  if (d !== other) {
    throw new TypeError(
      `frechetDistance: wanted fakes of ${d} features as the real, found ${other}`,
    );
  }
  const inputs = { real, fake };
  for (const [name, input] of Object.entries(inputs)) {
    const found = "covariance" in input ? input.samples : input.rows;
    const what = `frechetDistance ${name}, examples of ${d} features`;
    if (found !== Infinity) expectInteger(found, what, { atLeast: force ? 2 : d + 1 });
  }
}

const widthOfInput = (input: Matrix | FrechetStatistics) =>
  "covariance" in input ? input.mean.length : input.columns;

async function fitOf(input: Matrix | FrechetStatistics): Promise<FrechetStatistics> {
  return "covariance" in input ? input : statisticsOf(input);
}

async function distanceBetween(a: FrechetStatistics, b: FrechetStatistics): Promise<number> {
  const d = a.mean.length;
  let sum = -2 * (await traceOfRoot(a, b));
  for (let i = 0; i < d; i++) {
    sum += (a.mean[i] - b.mean[i]) ** 2 + a.covariance[i * d + i] + b.covariance[i * d + i];
  }
  return Math.max(0, sum); // below 0 by rounding only
}

/** tr (Σ₁ Σ₂)^½. The set of fewer examples is factored: it has the lower rank if one is deficient. */
async function traceOfRoot(a: FrechetStatistics, b: FrechetStatistics): Promise<number> {
  const [few, many] = a.samples < b.samples ? [a, b] : [b, a];
  const factor = transposed(await semidefiniteFactor(covarianceOf(few))); // Fᵀ, (rank, d)
  const half = await timesTransposed(factor, covarianceOf(many)); // Fᵀ Σ₂, since Σ₂ is symmetric
  const eigenvalues = symmetricEigenvalues(await timesTransposed(half, factor)); // of Fᵀ Σ₂ F
  return eigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}

function covarianceOf({ mean, covariance }: FrechetStatistics): Matrix {
  return { rows: mean.length, columns: mean.length, values: covariance };
}
