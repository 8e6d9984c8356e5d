import type * as tf from "@tensorflow/tfjs";
import { ring } from "../../../src/data/mixture";
import { classAgreement } from "../../../src/metrics/class-agreement";
import { energyDistance } from "../../../src/metrics/energy";
import { meanInterval } from "../../../src/metrics/interval";
import { modeCoverage } from "../../../src/metrics/modes";
import { classCoverage, nearestLabels } from "../../../src/metrics/nearest";
import { numbersOf } from "../../../src/metrics/points";
import { featureMetrics } from "./metrics-of-features";
import { otherPoints, sampleMetrics } from "./metrics-of-samples";
import type { Row } from "./row";

export interface MetricRow extends Row {
  /** The metric of 2,000 points in the plane. */
  readonly measure: (samples: Float32Array | tf.Tensor) => number | Promise<number>;
  /** What the perfect sampler of the ring gets, and how far off chance may put it. */
  readonly perfect: number;
  readonly tolerance: number;
}

const quadrants = {
  images: Float32Array.of(1, 1, -1, 1, -1, -1, 1, -1),
  labels: Uint8Array.of(0, 1, 2, 3),
};
const leftRight = { images: Float32Array.of(-1, 0, 1, 0), labels: Uint8Array.of(0, 1) };
const upDown = { images: Float32Array.of(0, 1, 0, -1), labels: Uint8Array.of(0, 1) };
const firstColumn = (samples: Float32Array | tf.Tensor) =>
  Array.from(numbersOf(samples, 2, "samples")).filter((_, i) => i % 2 === 0);

export const metrics: MetricRow[] = [
  {
    file: "metrics/modes.ts",
    name: "high quality",
    measure: (samples) => modeCoverage(samples, ring()).highQuality,
    perfect: 1 - Math.exp(-4.5),
    tolerance: 5 * Math.sqrt((0.9889 * 0.0111) / 2000),
  },
  {
    file: "metrics/modes.ts",
    name: "reverse KL",
    measure: (samples) => modeCoverage(samples, ring()).reverseKL,
    perfect: 7 / 4000,
    tolerance: 5 * (Math.sqrt(14) / 4000), // 2 N KL is nearly chi-squared of 7 degrees
  },
  {
    file: "metrics/energy.ts",
    name: "energy distance to another ring sample",
    measure: (samples) => energyDistance(samples, otherPoints(500), 2),
    perfect: 0,
    tolerance: 0.02,
  },
  {
    file: "metrics/nearest.ts",
    name: "share of the first quadrant",
    // a half of the mode at (1, 0), the whole next one, a half of the one at (0, 1)
    measure: (samples) =>
      classCoverage(nearestLabels(samples, quadrants), { classes: 4 }).shares[0],
    perfect: 0.25,
    tolerance: 5 * Math.sqrt(0.1875 / 2000),
  },
  {
    file: "metrics/class-agreement.ts",
    name: "agreement of left or right with up or down",
    measure: (samples) =>
      classAgreement(nearestLabels(samples, upDown), nearestLabels(samples, leftRight), {
        classes: 2,
      }).agreement,
    perfect: 0.5,
    tolerance: 5 * Math.sqrt(0.25 / 2000),
  },
  {
    file: "metrics/interval.ts",
    name: "mean of the first coordinate",
    measure: (samples) => meanInterval(firstColumn(samples)).mean,
    perfect: 0,
    tolerance: 5 * Math.sqrt(0.5 / 2000),
  },
  {
    file: "metrics/points.ts",
    name: "how many numbers",
    measure: (samples) => numbersOf(samples, 2, "samples").length,
    perfect: 4000,
    tolerance: 0,
  },
  ...featureMetrics,
  ...sampleMetrics,
];
