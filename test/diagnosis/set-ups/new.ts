import * as tf from "@tensorflow/tfjs";
import { grid, ring } from "../../../src/data/mixture";
import { spiral, twoMoons } from "../../../src/data/planar";
import { sigmoid } from "../../../src/layers/activations";
import { orthogonal, xavierUniform } from "../../../src/layers/init";
import { hinge, leastSquares, minimax, wasserstein } from "../../../src/losses";
import { gradientPenaltyTerm, r1Term } from "../../../src/training/terms/slopes";
import { farModes, inSpace, noisyRings } from "../data";
import { both, layers, until, type SetUp } from "../set-up";

const nine = grid({ side: 3, spacing: 1, std: 0.15 });
const six = ring({ modes: 6, radius: 1.2, std: 0.2 });
const r1 = [r1Term({ weight: 0.1 })];

/** Written after the last change of a bound, and only then diagnosed. */
export const newSetUps: readonly SetUp[] = [
  {
    name: "ring of six",
    pitfall: "healthy",
    mixture: six,
    rate: both(4e-3),
    terms: r1,
    steps: 700,
  },
  {
    name: "grid, hinge",
    pitfall: "healthy",
    mixture: nine,
    loss: hinge,
    rate: both(4e-3),
    beta1: 0,
    terms: r1,
    steps: 800,
  },
  {
    name: "spiral",
    pitfall: "healthy",
    data: spiral(),
    rate: both(5e-3),
    terms: r1,
    steps: 900,
  },
  {
    name: "momentum .9, two moons",
    pitfall: "exploding gradient",
    data: twoMoons(),
    loss: minimax,
    optimizer: (rate) => tf.train.momentum(rate, 0.9),
    rate: both(0.1),
    steps: 300,
  },
  {
    name: "ten updates, 16-D",
    pitfall: "overpowering discriminator",
    ...inSpace(six, 16),
    loss: minimax,
    discriminatorSteps: 10,
    rate: { generator: 2e-4, discriminator: 1e-3 },
    steps: 250,
  },
  {
    name: "five sigmoid layers, least squares",
    pitfall: "vanishing gradient",
    data: twoMoons(),
    loss: leastSquares,
    generator: { hidden: layers(5), activation: sigmoid, init: xavierUniform },
    steps: 400,
  },
  {
    name: "leaping rates, grid",
    pitfall: "divergence",
    mixture: nine,
    rate: both(until(300, 5e-3, 0.08)),
    terms: r1,
    steps: 600,
  },
  {
    name: "six generator updates",
    pitfall: "weak discriminator",
    mixture: ring({ std: 0.1 }),
    generatorSteps: 6,
    rate: { generator: 1e-3, discriminator: 3e-4 },
    steps: 350,
  },
  {
    name: "three far modes, least squares",
    pitfall: "mode collapse",
    mixture: farModes(3),
    loss: leastSquares,
    generator: { init: orthogonal(0.5) },
    rate: { generator: 2e-3, discriminator: 5e-3 },
    steps: 500,
  },
  {
    name: "WGAN-GP, grid",
    pitfall: "oscillation",
    mixture: nine,
    loss: wasserstein,
    rate: both(5e-3),
    beta1: 0.9,
    terms: [gradientPenaltyTerm({ weight: 0.5 })],
    steps: 600,
  },
  {
    name: "four far modes, hinge",
    pitfall: "mode dropping",
    mixture: farModes(4, 5),
    loss: hinge,
    rate: { generator: 2e-3, discriminator: 5e-3 },
    steps: 600,
  },
  {
    name: "50 examples, least squares",
    pitfall: "overfitting",
    ...noisyRings(10, 50),
    loss: leastSquares,
    discriminator: { hidden: [128, 128] },
    rate: { generator: 1e-3, discriminator: 2e-3 },
    steps: 600,
  },
  {
    name: "low rate, saturating loss",
    pitfall: "undertrained",
    mixture: ring({ radius: 3, std: 0.2 }),
    loss: minimax,
    rate: { generator: 1e-4, discriminator: 1e-3 },
    terms: r1,
    steps: 300,
  },
];
