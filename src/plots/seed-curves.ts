import { meanInterval } from "../metrics/interval";
import { bucketPlaces, buckets } from "./buckets";
import { noted, type Chart } from "./chart";
import { curves, mostPoints, type CurvesOptions } from "./curves";
import { expectFinite, expectLength, extent } from "./numbers";
import type { Series } from "./series";

/** One line's runs: the same training with other seeds. */
export interface SeedSeries {
  /** Name in the legend. */
  readonly name: string;
  /** One list for each seed, all as long as `x`. At least two. */
  readonly runs: readonly ArrayLike<number>[];
}

/** Options of {@link seedCurves}. */
export interface SeedCurvesOptions extends Omit<CurvesOptions, "series" | "band"> {
  /** The curves, each with the values of several seeds. */
  readonly series: readonly SeedSeries[];
  /**
   * What is shaded. "interval", the default: Student's t interval of the mean. "range": from the least
   * to the greatest seed, which grows with the number of seeds.
   */
  readonly band?: "interval" | "range";
  /** Chance with which the interval is meant to hold the mean; 0.95. */
  readonly level?: number;
}

function check({ series, x, yScale }: SeedCurvesOptions): void {
  for (const { name, runs } of series) {
    if (runs.length < 2) {
      throw new RangeError(
        `"${name}" has ${runs.length} runs; wanted at least 2; use curves for one`,
      );
    }
    runs.forEach((run, i) => {
      expectLength(run, x.length, `runs[${i}] of "${name}"`);
      expectFinite(run, `runs[${i}] of "${name}"`);
      const [least] = extent(run);
      if (yScale === "log" && least <= 0) {
        throw new RangeError(
          `runs[${i}] of "${name}" goes down to ${least}; wanted above 0 on a log scale; use yScale "linear"`,
        );
      }
    });
  }
}

/** Mean and band at each position. `to` and `from` lead to the scale on which the mean is taken. */
function summary({ name, runs }: SeedSeries, options: SeedCurvesOptions): Series {
  const { band = "interval", level, yScale } = options;
  const [to, from] = yScale === "log" ? [Math.log, Math.exp] : [Number, Number];
  // Runs are thinned one by one: the interval is then that of what is drawn.
  const thinned = runs.map((run) => buckets(Array.from(run, to), mostPoints).mean); // (seeds, points)
  const points = thinned[0].map((_, i) => {
    const values = thinned.map((run) => run[i]);
    const { mean, low, high } = meanInterval(values, { level });
    const [least, greatest] = band === "range" ? extent(values) : [low, high];
    return { mean: from(mean), low: from(least), high: from(greatest) };
  });
  return {
    name,
    values: points.map(({ mean }) => mean),
    low: points.map(({ low }) => low),
    high: points.map(({ high }) => high),
  };
}

/** What line and band are, and of how many runs: "5 seeds: …" or "5 to 10 seeds: …". */
function note({ series, band = "interval", level = 0.95, yScale }: SeedCurvesOptions): string {
  const [least, most] = extent(series.map(({ runs }) => runs.length));
  const seeds = least === most ? `${least} seeds` : `${least} to ${most} seeds`;
  const line = yScale === "log" ? "geometric mean" : "mean";
  const shade =
    band === "range"
      ? "least to greatest"
      : `${Number((100 * level).toFixed(1))} % interval of the mean`;
  return `${seeds}: ${line}, shaded: ${shade}.`;
}

/**
 * Lines over training steps, each the mean over seeds with a band around it: {@link curves} for runs
 * that were repeated. One seed proves little; a band says how far the next seed may differ from the line.
 *
 * The interval is that of {@link meanInterval} at each step by itself. On a log scale mean and interval
 * are taken of the logarithms: the line is the geometric mean. A line under the title says all that.
 *
 * @throws TypeError if lengths differ or a text is empty
 * @throws RangeError if there are fewer than two runs, a value is not finite, or not above 0 on a log
 * scale
 * @example
 * ```ts
 * import { seedCurves } from "gan-clinic";
 * const chart = seedCurves({
 *   title: "All seeds cover the modes in the end",
 *   alt: "The mean number of modes rises from 1 to 8.",
 *   x: [0, 1000],
 *   series: [{ name: "minibatch discrimination", runs: [[1, 8], [2, 8], [1, 8]] }],
 *   yTitle: "modes covered (of 8)",
 * });
 * assert.match(chart.alt, /3 seeds: mean/);
 * ```
 */
export function seedCurves(options: SeedCurvesOptions): Chart {
  check(options);
  const x = bucketPlaces(options.x, mostPoints);
  const series = options.series.map((one) => summary(one, options));
  const chart = curves({ ...options, x, series, band: false });
  return noted(chart, note(options));
}
