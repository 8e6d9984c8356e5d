import { jStat } from "jstat";
import { seeded, type Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { mean, variance } from "../statistics";

/** A mean and where it may lie. */
export interface MeanInterval {
  /** The mean of the values. */
  readonly mean: number;
  /** The interval's lower end. */
  readonly low: number;
  /** The interval's upper end. */
  readonly high: number;
  /** How many values. */
  readonly n: number;
  /** How it was made: Student's t or the percentile bootstrap. */
  readonly method: "t" | "bootstrap";
}

/** Options of {@link meanInterval} and {@link pairedDifference}. */
export interface IntervalOptions {
  /** Chance with which the interval is meant to hold the true mean; .95. */
  readonly level?: number;
  /** Student's t (the default) or the percentile bootstrap. */
  readonly method?: "t" | "bootstrap";
  /** For the bootstrap: 10,000 resamples are drawn from it. A fixed stream when left out. */
  readonly random?: Random;
}

/**
 * The mean of a few independent values (one a seed) with a confidence interval.
 *
 * How often a 95 % interval held the true mean of normal values, measured (20,000 samples for t, 2,000
 * for the bootstrap), and its mean width in standard deviations:
 *
 * | n | Student's t | width | percentile bootstrap | width |
 * |---|---|---|---|---|
 * | 3 | 94.7 % | 4.4 | 74 % | 1.7 |
 * | 5 | 94.7 % | 2.3 | 83 % | 1.4 |
 * | 10 | 94.9 % | 1.4 | 90 % | 1.1 |
 *
 * So with few seeds the bootstrap promises far too much. It is for many values that are not normal.
 *
 * @throws RangeError for fewer than two values, or one that is not finite, or a level outside (0, 1)
 * @example
 * ```ts
 * import { meanInterval } from "gan-clinic";
 * const { mean, low, high } = meanInterval([1, 2, 3]);
 * assert.equal(mean, 2);
 * assert.ok(Math.abs(high - (2 + 4.3027 / Math.sqrt(3))) < 1e-4); // t of 2 degrees, std 1
 * assert.ok(Math.abs(low - (2 - 4.3027 / Math.sqrt(3))) < 1e-4);
 * ```
 */
export function meanInterval(
  values: readonly number[],
  { level = 0.95, method = "t", random = seeded(0).stream("bootstrap") }: IntervalOptions = {},
): MeanInterval {
  expectInteger(values.length, "meanInterval values", { atLeast: 2 });
  values.forEach((value, i) => expectNumber(value, `meanInterval value ${i}`));
  expectNumber(level, "meanInterval level", { above: 0, below: 1 });
  const n = values.length;
  const [low, high] =
    method === "t" ? studentEnds(values, level) : bootstrapEnds(values, level, random);
  return { mean: mean(values), low, high, n, method };
}

/**
 * The interval of the mean of `a[i] - b[i]`: two arms over the same seeds. What the seed decides is in
 * both and cancels, so the interval is narrower than that of two separate means.
 *
 * @throws RangeError for lists of unequal length, and what {@link meanInterval} throws
 * @example
 * ```ts
 * import { pairedDifference } from "gan-clinic";
 * assert.equal(pairedDifference([3, 5, 8], [1, 2, 4]).mean, 3);
 * ```
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  options: IntervalOptions = {},
): MeanInterval {
  if (a.length !== b.length) {
    throw new RangeError(
      `pairedDifference: wanted as many values in b as in a (${a.length}), found ${b.length}`,
    );
  }
  return meanInterval(
    a.map((value, i) => value - b[i]),
    options,
  );
}

function studentEnds(values: readonly number[], level: number): [number, number] {
  const n = values.length;
  const reach = jStat.studentt.inv((1 + level) / 2, n - 1) * Math.sqrt(variance(values) / n);
  return [mean(values) - reach, mean(values) + reach];
}

/** The means of 10,000 resamples, cut off at both ends. */
function bootstrapEnds(values: readonly number[], level: number, random: Random): [number, number] {
  const n = values.length;
  const resamples = 10_000;
  const drawn = random.integers(resamples * n, n);
  const means = Float64Array.from({ length: resamples }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[drawn[r * n + i]];
    return sum / n;
  }).sort();
  const at = (share: number) => means[Math.round(share * (resamples - 1))];
  return [at((1 - level) / 2), at((1 + level) / 2)];
}
