import type { Mixture } from "../data/mixture";
import { histogramDivergence } from "./histogram";
import { numbersOf, type Samples } from "./points";

/** The modes that samples are measured against: a mixture, or what it says of them. */
export type Modes = Pick<Mixture, "centres" | "std" | "masses">;

/** What samples make of a mixture's modes. */
export interface ModeCoverage {
  /** Modes that are nearest to at least one high-quality sample. */
  readonly modes: number;
  /** Share of the samples within 3 std of their nearest mode. */
  readonly highQuality: number;
  /** For each mode: how many samples it is nearest to. */
  readonly histogram: readonly number[];
  /** For each mode: how many high-quality samples it is nearest to. */
  readonly highQualityHistogram: readonly number[];
  /** KL(histogram / samples ‖ true masses), in nats. */
  readonly reverseKL: number;
  /** How many samples. */
  readonly samples: number;
}

/**
 * Mode coverage as VEEGAN (Srivastava et al. 2017) and PacGAN (Lin et al. 2018) count it: a sample is of
 * high quality when it lies within 3 standard deviations of its nearest mode, and a mode counts when it
 * is nearest to at least one such sample. The published figures draw 2,500 samples.
 *
 * What the numbers hide:
 * - One sample in thousands makes a mode count. A generator that puts 99.9 % on one mode can score all
 *   of them: read `reverseKL` and the histogram with it.
 * - A perfect sampler does not score 100 % but 1 - e^(-4.5) = 98.89 % high quality in the plane. A higher
 *   figure means that the samples are narrower than the data.
 * - `reverseKL` says nothing about quality (every sample is counted with its nearest mode), and even
 *   perfect samples give about (modes - 1) / (2 samples), not 0. One mode alone gives log(modes).
 *
 * @param samples (n, 2), or their numbers row by row
 * @param mixture a mixture, or its centres, its standard deviation along each axis and its shares
 * @throws TypeError for samples that are not (n, 2); RangeError for none, or numbers that are not finite
 * @example
 * ```ts
 * import { modeCoverage, ring } from "gan-clinic";
 * const two = Float32Array.of(1, 0, 1, 0.01, 0, 1.5); // two on the first mode, one off the third
 * const coverage = modeCoverage(two, ring());
 * assert.equal(coverage.modes, 1);
 * assert.deepEqual(coverage.histogram, [2, 0, 1, 0, 0, 0, 0, 0]);
 * ```
 */
export function modeCoverage(samples: Samples, mixture: Modes): ModeCoverage {
  const points = numbersOf(samples, 2, "modeCoverage samples");
  const count = points.length / 2;
  const histogram = mixture.masses.map(() => 0);
  const highQualityHistogram = mixture.masses.map(() => 0);
  for (let i = 0; i < count; i++) {
    const { mode, distance } = nearestMode(points[2 * i], points[2 * i + 1], mixture);
    histogram[mode]++;
    if (distance <= 3 * mixture.std) highQualityHistogram[mode]++;
  }
  return {
    modes: highQualityHistogram.filter((hits) => hits > 0).length,
    highQuality: highQualityHistogram.reduce((sum, hits) => sum + hits, 0) / count,
    histogram,
    highQualityHistogram,
    reverseKL: histogramDivergence(histogram, mixture.masses),
    samples: count,
  };
}

function nearestMode(x: number, y: number, { centres }: Modes): { mode: number; distance: number } {
  let mode = 0;
  let distance = Infinity;
  centres.forEach(([cx, cy], k) => {
    const here = Math.hypot(x - cx, y - cy);
    if (here < distance) [mode, distance] = [k, here];
  });
  return { mode, distance };
}
