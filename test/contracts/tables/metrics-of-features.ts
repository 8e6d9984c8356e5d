import type * as tf from "@tensorflow/tfjs";
import { ring } from "../../../src/data/mixture";
import { classPrecisionRecall } from "../../../src/metrics/class-precision-recall";
import { densityCoverage } from "../../../src/metrics/density-coverage";
import { frechetDistance } from "../../../src/metrics/frechet";
import { frechetInfinity } from "../../../src/metrics/frechet-infinity";
import { frechetStatistics } from "../../../src/metrics/frechet-statistics";
import { histogramDivergence } from "../../../src/metrics/histogram";
import { inceptionScore } from "../../../src/metrics/inception-score";
import { kernelDistance, maximumMeanDiscrepancy } from "../../../src/metrics/kid";
import { nearestLabels } from "../../../src/metrics/nearest";
import { precisionRecall } from "../../../src/metrics/precision-recall";
import type { MetricRow } from "./metrics";
import { otherPoints } from "./metrics-of-samples";

// What compares two sets of features, or what a classifier says of one. The ring's points are their own
// features: mean 0, covariance ½ times the identity, and fourth moments E x⁴ = 3/8 and E x²y² = 1/8.

const d = 2;
const modes = {
  images: Float32Array.from(ring().centres.flat()),
  labels: Uint8Array.from(ring().centres, (_, k) => k),
};
const modeOf = (samples: Float32Array | tf.Tensor) => nearestLabels(samples, modes);

/** The ring's own, with modes of no width. */
const truth = {
  samples: Infinity,
  mean: new Float64Array(2),
  covariance: Float64Array.of(0.5, 0, 0, 0.5),
};

export const featureMetrics: MetricRow[] = [
  {
    file: "metrics/frechet.ts",
    name: "Fréchet distance to another ring sample",
    measure: (samples) => frechetDistance(otherPoints(2000), samples, { d }),
    // the mean's part tr Σ, the covariances' ½ Σ var(E_ij) / (λᵢ + λⱼ) = ½ (4 / 8) / 1, for both samples
    perfect: (1 + 1 / 4) * (2 / 2000),
    tolerance: 5e-3,
  },
  {
    file: "metrics/frechet-statistics.ts",
    name: "variance of the first coordinate",
    measure: async (samples) => (await frechetStatistics(samples, { d })).covariance[0],
    perfect: 0.5 + 1e-4,
    tolerance: 5 * Math.sqrt(1 / 8 / 2000),
  },
  {
    file: "metrics/frechet-infinity.ts",
    name: "Fréchet distance of infinitely many",
    measure: async (samples) => (await frechetInfinity(truth, samples, { d, points: 5 })).distance,
    perfect: 0,
    tolerance: 0.01,
  },
  {
    file: "metrics/kid.ts",
    name: "maximum mean discrepancy to another ring sample",
    measure: async (samples) =>
      (await maximumMeanDiscrepancy(otherPoints(500), samples, { d })).distance,
    perfect: 0,
    tolerance: 0.02,
  },
  {
    file: "metrics/kid.ts",
    name: "kernel distance to another ring sample",
    measure: async (samples) => {
      const options = { d, subsets: 5, subsetSize: 200 };
      return (await kernelDistance(otherPoints(500), samples, options)).mean;
    },
    perfect: 0,
    tolerance: 0.05,
  },
  {
    file: "metrics/precision-recall.ts",
    name: "precision",
    measure: async (samples) => (await precisionRecall(otherPoints(500), samples, { d })).precision,
    perfect: 0.97, // measured: how often balls leave a gap has no formula
    tolerance: 0.03,
  },
  {
    file: "metrics/class-precision-recall.ts",
    name: "mean precision of the modes",
    measure: async (samples) => {
      const real = otherPoints(500);
      const found = await classPrecisionRecall(
        { features: real, labels: modeOf(real) },
        { features: samples, labels: modeOf(samples) },
        { d, classes: 8 },
      );
      return found.precision;
    },
    perfect: 0.97, // measured, as above: each mode has its own balls
    tolerance: 0.03,
  },
  {
    file: "metrics/density-coverage.ts",
    name: "density",
    measure: async (samples) => (await densityCoverage(otherPoints(500), samples, { d })).density,
    perfect: 1,
    tolerance: 0.1,
  },
  {
    file: "metrics/density-coverage.ts",
    name: "coverage",
    measure: async (samples) => {
      const fakes = otherPoints(500);
      return (await densityCoverage(samples, fakes, { d })).coverage;
    },
    perfect: 1 - [1, 2, 3, 4, 5].reduce((product, i) => (product * (2000 - i)) / (2500 - i), 1),
    tolerance: 0.05,
  },
  {
    file: "metrics/inception-score.ts",
    name: "inception score of a classifier that is sure of the mode",
    measure: (samples) => {
      const found = modeOf(samples);
      const sure = new Float32Array(8 * found.length);
      found.forEach((mode, i) => (sure[8 * i + mode] = 1));
      return inceptionScore(sure, { classes: 8, splits: 1 }).mean;
    },
    perfect: 8 * Math.exp(-7 / 4000), // the marginal's KL from equal shares is (K - 1) / 2n
    tolerance: 8 * 5 * (Math.sqrt(14) / 4000),
  },
  {
    file: "metrics/histogram.ts",
    name: "divergence of the modes' histogram",
    measure: (samples) => {
      const counts = new Int32Array(8);
      for (const mode of modeOf(samples)) counts[mode]++;
      return histogramDivergence(counts, ring().masses);
    },
    perfect: 7 / 4000,
    tolerance: 5 * (Math.sqrt(14) / 4000),
  },
];
