import * as tf from "@tensorflow/tfjs";
import { ring } from "../../../src/data/mixture";
import { biasCurve } from "../../../src/metrics/bias";
import { birthdayParadox } from "../../../src/metrics/birthday";
import { rawPixels } from "../../../src/metrics/features/raw";
import { memorisation } from "../../../src/metrics/memorisation";
import { nearestNeighbours } from "../../../src/metrics/neighbours";
import { humanPanel, judgePanel } from "../../../src/metrics/panel";
import { perceptualPathLength } from "../../../src/metrics/path-length";
import { numbersOf } from "../../../src/metrics/points";
import { wilsonInterval } from "../../../src/metrics/proportion";
import { mind } from "../../../src/metrics/sliced";
import { msSsim, msSsimDiversity } from "../../../src/metrics/ssim";
import { twoSampleTest } from "../../../src/metrics/two-sample";
import { seeded } from "../../../src/random";
import type { MetricRow } from "./metrics";

// What is measured of samples: how alike, how far from other samples, told apart or not.

/** Other points of the ring. */
export const otherPoints = (n: number, seed = 7) =>
  tf.tidy(() => Float32Array.from(ring().sample(n, seeded(seed)).dataSync()));
const centres = Float32Array.from(ring().centres.flat());
const firsts = (points: Float32Array) => [...points].filter((_, i) => i % 2 === 0);

const onePixel = { height: 1, width: 2, channels: 1 };
const ssimOptions = { range: [-2, 2], window: 1 } as const;

/** For pixels from 0 to 1, and a window of one pixel: the means are the pixels, and nothing varies. */
const luminance = (a: number, b: number) => (2 * a * b + 1e-4) / (a ** 2 + b ** 2 + 1e-4);
const shades = ring().centres.map(([x]) => (x + 2) / 4);
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** Of pairs of the ring's points: x and y have the same shades, and their luminances are averaged. */
const ringLuminance = mean(shades.flatMap((a) => shades.map((b) => luminance(a, b))));

export const sampleMetrics: MetricRow[] = [
  {
    file: "metrics/ssim.ts",
    name: "MS-SSIM of pairs, as pictures of two pixels",
    measure: (samples) =>
      msSsimDiversity(samples, onePixel, { ...ssimOptions, pairs: 4000, random: seeded(2) }),
    perfect: ringLuminance,
    tolerance: 5 * (0.25 / Math.sqrt(4000)), // the luminance's std is under a quarter
  },
  {
    file: "metrics/ssim-plane.ts",
    name: "MS-SSIM with itself",
    measure: (samples) => mean([...msSsim(samples, samples, onePixel, ssimOptions)]),
    perfect: 1,
    tolerance: 1e-12,
  },
  {
    file: "metrics/sliced.ts",
    name: "MIND to another ring sample",
    measure: (samples) =>
      mind(samples, otherPoints(500), { d: 2, directions: 50, random: seeded(2) }),
    perfect: 0,
    tolerance: 0.1, // masses of modes that differ by .02 are carried over gaps of under .8: 6 · 8 · .02 / 8 · .6
  },
  {
    file: "metrics/path-length.ts",
    name: "path length of the identity, moved by the samples' mean",
    measure: (samples) => {
      const middle = tf.tidy(() =>
        tf
          .tensor2d(numbersOf(samples, 2, "samples"), [2000, 2])
          .mean(0)
          .arraySync(),
      ) as number[];
      const generator = { inputs: 2, apply: (z: tf.Tensor) => tf.add(z, middle) };
      const options = { path: "lerp", epsilon: 0.01, trim: 0, random: seeded(2) } as const;
      return perceptualPathLength(generator, rawPixels(2), options);
    },
    perfect: 4, // E|b - a|² of two normal vectors of two numbers
    tolerance: 5 * (4 / Math.sqrt(1000)), // |b - a|² / 2 is chi-squared of 2 degrees: std 4
  },
  {
    file: "metrics/neighbours.ts",
    name: "mean distance to the nearest centre",
    measure: (samples) => mean([...nearestNeighbours(samples, centres, { d: 2 }).distances]),
    perfect: 0.01 * Math.sqrt(Math.PI / 2), // Rayleigh
    tolerance: 5 * 0.01 * Math.sqrt((2 - Math.PI / 2) / 2000),
  },
  {
    file: "metrics/memorisation.ts",
    name: "AUC of nearness to training examples",
    measure: (fake) =>
      memorisation({ train: otherPoints(500, 8), heldOut: otherPoints(500, 9), fake }, { d: 2 })
        .auc,
    perfect: 0.5,
    tolerance: 5 * Math.sqrt(1 / 12 / 500 + 1 / 12 / 2000),
  },
  {
    file: "metrics/birthday.ts",
    name: "support, when points of one mode are one picture",
    measure: (samples) =>
      birthdayParadox(samples, { d: 2, threshold: 0.2, repeats: 300, random: seeded(2) }).support,
    // of 8: three are all different with 7/8 · 6/8 = .66, four with 5/8 of that = .41
    perfect: (4 * 3) / (2 * Math.LN2),
    tolerance: 1e-9,
  },
  ...(["neighbours", "logistic"] as const).map((classifier) => ({
    file: classifier === "logistic" ? "metrics/logistic.ts" : "metrics/two-sample.ts",
    name: `told apart from other ring samples by ${classifier}`,
    measure: (samples: Float32Array | tf.Tensor) =>
      twoSampleTest(otherPoints(1000), samples, { d: 2, classifier, random: seeded(2) }).share,
    perfect: 0.5,
    tolerance: 5 * Math.sqrt(0.25 / 1000),
  })),
  {
    file: "metrics/panel.ts",
    name: "a panel that says real of the right half",
    measure: (samples) => {
      const options = { d: 2, each: 200, random: seeded(2) };
      const { images, key } = humanPanel(otherPoints(500), samples, options);
      return judgePanel(
        firsts(images).map((x) => (x > 0 ? "real" : "fake")),
        key,
      ).share;
    },
    perfect: 0.5,
    tolerance: 5 * Math.sqrt(0.25 / 400),
  },
  {
    file: "metrics/proportion.ts",
    name: "share of the right half",
    measure: (samples) => {
      const right = firsts(numbersOf(samples, 2, "samples")).filter((x) => x > 0);
      return wilsonInterval(right.length, 2000).share;
    },
    perfect: 0.5,
    tolerance: 5 * Math.sqrt(0.25 / 2000),
  },
  {
    file: "metrics/bias.ts",
    name: "squared mean of the first coordinate, of 20 points",
    measure: async (samples) => {
      const square = (rows: Float32Array) => mean(firsts(rows)) ** 2;
      const options = { d: 2, sizes: [20], repeats: 400, random: seeded(2) };
      return (await biasCurve(square, samples, otherPoints(20), options))[0].mean;
    },
    perfect: 0.5 / 20, // variance / size, not 0: the bias
    tolerance: 5 * ((Math.SQRT2 * 0.5) / 20 / Math.sqrt(400)),
  },
];
