import * as tf from "@tensorflow/tfjs";
import { namedVariable } from "../../../src/layers/layer";
import {
  auxiliaryClassifier,
  categoricalCodeLoss,
  continuousCodeLoss,
  cycleConsistency,
  featureMatching,
  hinge,
  historicalAveraging,
  identityMapping,
  leastSquares,
  minimax,
  nonSaturating,
  relativisticAverage,
  wasserstein,
  withLabels,
  type GanLoss,
} from "../../../src/losses";
import { seeded, type Random } from "../../../src/random";
import type { DifferentiableRow } from "./row";
import type { TermRow } from "./term";

type Scores = readonly number[];

export interface LossRow extends DifferentiableRow {
  readonly loss: GanLoss;
  /** Losses at zero scores, as derived by hand: discriminator (sum of its parts), generator. */
  readonly atZero: readonly [discriminator: number, generator: number];
  /** The parts of the discriminator's loss in float64, by the definition. */
  readonly discriminator: (real: Scores, fake: Scores, random: Random) => [number, number];
  /** The generator's. */
  readonly generator: (fake: Scores, real: Scores) => number;
}

const softplus = (s: number) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
const mean = (values: Scores, of: (value: number, i: number) => number = (value) => value) =>
  values.reduce((sum, value, i) => sum + of(value, i), 0) / values.length;

/** -t log D - (1 - t) log(1 - D) of one score. */
const entropy = (s: number, t: number) => t * softplus(-s) + (1 - t) * softplus(s);

const crossEntropy =
  (real: number, fake: number): LossRow["discriminator"] =>
  (realScores, fakeScores) => [
    mean(realScores, (s) => entropy(s, real)),
    mean(fakeScores, (s) => entropy(s, fake)),
  ];

/** Labels 1 and 0, a third of them changed over. */
const noisy: LossRow["discriminator"] = (real, fake, random) => {
  const flipped = (n: number) => [...random.uniforms(n)].map((u) => u < 0.3);
  const [realFlips, fakeFlips] = [flipped(real.length), flipped(fake.length)];
  return [
    mean(real, (s, i) => entropy(s, realFlips[i] ? 0 : 1)),
    mean(fake, (s, i) => entropy(s, fakeFlips[i] ? 1 : 0)),
  ];
};

const relativistic = (real: Scores, fake: Scores): [number, number] => [
  mean(real, (r) => softplus(mean(fake) - r)),
  mean(fake, (f) => softplus(f - mean(real))),
];

export const losses: LossRow[] = [
  {
    file: "losses/cross-entropy.ts",
    name: "minimax",
    loss: minimax,
    atZero: [Math.log(4), -Math.log(2)],
    discriminator: crossEntropy(1, 0),
    generator: (fake) => mean(fake, (s) => -softplus(s)),
  },
  {
    file: "losses/cross-entropy.ts",
    name: "nonSaturating",
    loss: nonSaturating,
    atZero: [Math.log(4), Math.log(2)],
    discriminator: crossEntropy(1, 0),
    generator: (fake) => mean(fake, (s) => softplus(-s)),
  },
  {
    file: "losses/labels.ts",
    name: "withLabels(one-sided)",
    loss: withLabels(nonSaturating, { real: 0.9, fake: 0 }),
    atZero: [Math.log(4), Math.log(2)],
    discriminator: crossEntropy(0.9, 0),
    generator: (fake) => mean(fake, (s) => softplus(-s)),
  },
  {
    file: "losses/labels.ts",
    name: "withLabels(two-sided)",
    loss: withLabels(minimax, { real: 0.9, fake: 0.2 }),
    atZero: [Math.log(4), -Math.log(2)],
    discriminator: crossEntropy(0.9, 0.2),
    generator: (fake) => mean(fake, (s) => -softplus(s)),
  },
  {
    file: "losses/labels.ts",
    name: "withLabels(noisy)",
    loss: withLabels(nonSaturating, { real: 1, fake: 0, flip: 0.3 }),
    atZero: [Math.log(4), Math.log(2)],
    discriminator: noisy,
    generator: (fake) => mean(fake, (s) => softplus(-s)),
  },
  {
    file: "losses/least-squares.ts",
    name: "leastSquares",
    loss: leastSquares,
    atZero: [1 / 2, 1 / 2],
    discriminator: (real, fake) => [
      mean(real, (s) => (s - 1) ** 2 / 2),
      mean(fake, (s) => s ** 2 / 2),
    ],
    generator: (fake) => mean(fake, (s) => (s - 1) ** 2 / 2),
  },
  {
    file: "losses/wasserstein.ts",
    name: "wasserstein",
    loss: wasserstein,
    atZero: [0, 0],
    discriminator: (real, fake) => [-mean(real), mean(fake)],
    generator: (fake) => -mean(fake),
  },
  {
    file: "losses/hinge.ts",
    name: "hinge",
    loss: hinge,
    atZero: [2, 0],
    discriminator: (real, fake) => [
      mean(real, (s) => Math.max(0, 1 - s)),
      mean(fake, (s) => Math.max(0, 1 + s)),
    ],
    generator: (fake) => -mean(fake),
  },
  {
    file: "losses/relativistic.ts",
    name: "relativisticAverage",
    loss: relativisticAverage,
    atZero: [Math.log(4), Math.log(4)],
    discriminator: relativistic,
    generator: (fake, real) => {
      const [first, second] = relativistic(fake, real);
      return first + second;
    },
  },
];

const normal = (seed: number, ...shape: number[]) => seeded(seed).normal(shape);

export const terms: TermRow[] = [
  {
    file: "losses/feature-matching.ts",
    name: "featureMatching",
    make: () => ({ inputs: [normal(1, 5, 3), normal(2, 4, 3)], fn: featureMatching }),
  },
  {
    file: "losses/auxiliary-classifier.ts",
    name: "auxiliaryClassifier",
    make() {
      const classes = tf.tensor1d([3, 0, 2, 1, 3], "int32");
      return { inputs: [normal(1, 5, 4)], fn: (logits) => auxiliaryClassifier(logits, classes) };
    },
  },
  {
    file: "losses/information.ts",
    name: "categoricalCodeLoss",
    make() {
      const classes = tf.tensor1d([3, 0, 2, 1, 3], "int32");
      return { inputs: [normal(1, 5, 4)], fn: (logits) => categoricalCodeLoss(logits, classes) };
    },
  },
  {
    file: "losses/information.ts",
    name: "continuousCodeLoss",
    make: () => ({
      inputs: [normal(1, 5, 2), normal(2, 5, 2), normal(3, 5, 2)],
      fn: continuousCodeLoss,
    }),
  },
  {
    file: "losses/information.ts",
    name: "continuousCodeLoss(of variance 1)",
    make: () => ({
      inputs: [normal(1, 5, 2), normal(2, 5, 2)],
      fn: (means, codes) => continuousCodeLoss(means, codes),
    }),
  },
  {
    file: "losses/cycle.ts",
    name: "cycleConsistency",
    make: () => ({ inputs: [normal(1, 3, 4), normal(2, 3, 4)], fn: cycleConsistency }),
  },
  {
    file: "losses/cycle.ts",
    name: "identityMapping",
    make: () => ({ inputs: [normal(1, 3, 4), normal(2, 3, 4)], fn: identityMapping }),
  },
  {
    file: "losses/historical-averaging.ts",
    name: "historicalAveraging",
    make() {
      const variables = [normal(1, 3, 4), normal(2, 4)].map((v) => namedVariable(v, "row/weights"));
      const history = historicalAveraging(variables, "row");
      variables.forEach((v, i) => {
        v.assign(normal(3 + i, ...v.shape));
      });
      return { inputs: [], variables, states: history.states, fn: () => history.penalty() };
    },
  },
];
