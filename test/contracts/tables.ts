import * as tf from "@tensorflow/tfjs";
import { ring } from "../../src/data/mixture";
import {
  leakyRelu,
  linear,
  relu,
  sigmoid,
  tanh,
  type Activation,
} from "../../src/layers/activations";
import { dense } from "../../src/layers/dense";
import {
  fanInUniform,
  heNormal,
  normalInit,
  orthogonal,
  xavierUniform,
  type Initializer,
} from "../../src/layers/init";
import { namedVariable, type Layer } from "../../src/layers/layer";
import { minimax, nonSaturating, type GanLoss } from "../../src/losses";
import { energyDistance } from "../../src/metrics/energy";
import { meanInterval } from "../../src/metrics/interval";
import { modeCoverage } from "../../src/metrics/modes";
import { classCoverage, nearestLabels } from "../../src/metrics/nearest";
import { numbersOf } from "../../src/metrics/points";
import { gradientPenalty, r1, r2, type Critic } from "../../src/penalties";
import { seeded } from "../../src/random";

// One row for each thing of a kind; every property of the kind is one test over all rows. Each row says
// which file of src it covers: a file of layers, losses or metrics without a row fails the build.

interface Row {
  readonly file: string;
  readonly name: string;
}

/** A row whose gradients are checked (gradients.test.ts). */
interface DifferentiableRow extends Row {
  /** The highest order it is used at. 2 when left out: it may stand inside a critic with a penalty. */
  readonly order?: 1 | 2;
}

export interface LossRow extends DifferentiableRow {
  readonly loss: GanLoss;
  /** Losses at zero scores, as derived by hand: discriminator (sum of its parts), generator. */
  readonly atZero: readonly [discriminator: number, generator: number];
  /** The generator's loss for one score, in float64. */
  readonly generator: (score: number) => number;
}

const softplus = (s: number) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));

export const losses: LossRow[] = [
  {
    file: "losses.ts",
    name: "minimax",
    loss: minimax,
    atZero: [Math.log(4), -Math.log(2)],
    generator: (s) => -softplus(s),
  },
  {
    file: "losses.ts",
    name: "nonSaturating",
    loss: nonSaturating,
    atZero: [Math.log(4), Math.log(2)],
    generator: (s) => softplus(-s),
  },
];

export interface InitializerRow extends Row {
  readonly init: Initializer;
  /** Variance of a weight of a [60, 40] layer, as derived by hand. */
  readonly variance: number;
  /** The largest weight that is possible. */
  readonly bound: number;
}

export const initializers: InitializerRow[] = [
  // U(±a) has variance a²/3: a² = 6/100
  { name: "xavierUniform", init: xavierUniform, variance: 2 / 100, bound: Math.sqrt(6 / 100) },
  { name: "heNormal", init: heNormal, variance: 2 / 60, bound: 6.8 * Math.sqrt(2 / 60) },
  { name: "fanInUniform", init: fanInUniform, variance: 1 / 180, bound: 1 / Math.sqrt(60) },
  { name: "normalInit(.02)", init: normalInit(0.02), variance: 0.0004, bound: 6.8 * 0.02 },
  // 40 columns of length .8 in 60 dimensions: .64 / 60 for each number
  { name: "orthogonal(.8)", init: orthogonal(0.8), variance: 0.64 / 60, bound: 0.8 },
].map((row) => ({ file: "layers/init.ts", ...row }));

export interface ActivationRow extends DifferentiableRow {
  readonly activation: Activation;
  readonly value: (x: number) => number;
}

export const activations: ActivationRow[] = [
  { name: "relu", activation: relu, value: (x: number) => Math.max(x, 0) },
  {
    name: "leakyRelu",
    activation: (x: tf.Tensor) => leakyRelu(x),
    value: (x: number) => (x > 0 ? x : 0.2 * x),
  },
  { name: "tanh", activation: tanh, value: Math.tanh },
  { name: "sigmoid", activation: sigmoid, value: (x: number) => 1 / (1 + Math.exp(-x)) },
  { name: "linear", activation: linear, value: (x: number) => x },
].map((row) => ({ file: "layers/activations.ts", ...row }));

export interface LayerRow extends DifferentiableRow {
  /** A layer from 3 inputs to 2 outputs. */
  readonly make: () => Layer;
}

export const layers: LayerRow[] = [
  {
    file: "layers/dense.ts",
    name: "dense",
    make: () => dense({ name: "dense", inputs: 3, outputs: 2, random: seeded(1) }),
  },
  {
    file: "layers/layer.ts",
    name: "a layer by hand",
    make: () => {
      const scale = namedVariable(tf.ones([3, 2]), "hand/scale");
      return { name: "hand", variables: [scale], apply: (x) => tf.matMul(x, scale) };
    },
  },
];

export interface PenaltyRow extends DifferentiableRow {
  /** The penalty of a critic. Its own gradient is a second one already, so it is used at order 1. */
  readonly penalty: (critic: Critic, real: tf.Tensor, fake: tf.Tensor) => tf.Scalar;
}

export const penalties: PenaltyRow[] = [
  {
    name: "gradientPenalty",
    penalty: (critic: Critic, real: tf.Tensor, fake: tf.Tensor) =>
      gradientPenalty(critic, real, fake, seeded(1)),
  },
  { name: "r1", penalty: (critic: Critic, real: tf.Tensor) => r1(critic, real) },
  { name: "r2", penalty: (critic: Critic, _real: tf.Tensor, fake: tf.Tensor) => r2(critic, fake) },
].map((row) => ({ file: "penalties.ts", order: 1, ...row }));

export interface MetricRow extends Row {
  /** The metric of 2,000 points in the plane. */
  readonly measure: (samples: Float32Array | tf.Tensor) => number;
  /** What the perfect sampler of the ring gets, and how far off chance may put it. */
  readonly perfect: number;
  readonly tolerance: number;
}

const quadrants = {
  images: Float32Array.of(1, 1, -1, 1, -1, -1, 1, -1),
  labels: Uint8Array.of(0, 1, 2, 3),
};
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
    measure: (samples) => energyDistance(samples, ring().sample(500, seeded(7)), 2),
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
];
