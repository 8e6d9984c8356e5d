import { grid, ring } from "../../../src/data/mixture";
import { twoMoons } from "../../../src/data/planar";
import { orthogonal } from "../../../src/layers/init";
import { minimax } from "../../../src/losses";
import { r1Term } from "../../../src/training/terms/slopes";
import { inSpace, noisyRings, wideRing } from "../data";
import { both, until, type SetUp } from "../set-up";

const nine = grid({ side: 3, spacing: 1, std: 0.15 });
const overpowering = { pitfall: "overpowering discriminator", steps: 400 } as const;
const weak = { pitfall: "weak discriminator", mixture: ring({ std: 0.1 }), steps: 400 } as const;
const diverging = {
  pitfall: "divergence",
  mixture: wideRing,
  terms: [r1Term({ weight: 0.1 })],
  steps: 700,
} as const;

/** One player is too strong, or ceases to play well. */
export const balanceSetUps: readonly SetUp[] = [
  {
    ...overpowering,
    name: "saturating loss, five updates, 64-D",
    ...inSpace(ring({ std: 0.05 }), 64),
    loss: minimax,
    discriminatorSteps: 5,
    rate: { generator: 2e-4, discriminator: 1e-3 },
  },
  {
    ...overpowering,
    name: "five updates, 32-D",
    ...inSpace(ring({ std: 0.05 }), 32),
    discriminatorSteps: 5,
    rate: { generator: 1e-4, discriminator: 2e-3 },
  },
  {
    ...overpowering,
    name: "twenty times the rate, 16-D",
    ...inSpace(ring({ std: 0.1 }), 16),
    loss: minimax,
    rate: { generator: 1e-4, discriminator: 2e-3 },
    steps: 500,
  },
  {
    ...overpowering,
    name: "fakes in the middle of a large ring",
    mixture: ring({ radius: 3, std: 0.05 }),
    loss: minimax,
    discriminatorSteps: 5,
    generator: { init: orthogonal(0.5) },
    rate: { generator: 2e-4, discriminator: 2e-3 },
  },
  {
    ...overpowering,
    name: "five updates, noisy ring, wide nets",
    data: noisyRings(32, 2000).data,
    loss: minimax,
    discriminatorSteps: 5,
    generator: { hidden: [128, 128] },
    discriminator: { hidden: [128, 128] },
    rate: { generator: 2e-4, discriminator: 1e-3 },
  },
  { ...weak, name: "two units", discriminator: { hidden: [2] }, steps: 500 },
  {
    ...weak,
    name: "eight generator updates",
    mixture: ring({ std: 0.05 }),
    generatorSteps: 8,
    rate: { generator: 1e-3, discriminator: 5e-4 },
    steps: 300,
  },
  {
    ...weak,
    name: "linear, grid",
    mixture: grid({ side: 3, spacing: 1 }),
    discriminator: { hidden: [] },
  },
  {
    ...weak,
    name: "a hundredth of the rate",
    rate: { generator: 1e-3, discriminator: 1e-5 },
    steps: 600,
  },
  {
    name: "linear, two moons",
    pitfall: "weak discriminator",
    data: twoMoons(),
    discriminator: { hidden: [] },
    rate: both(2e-3),
    steps: 400,
  },
  {
    ...diverging,
    name: "the discriminator stops half way",
    rate: { generator: 5e-3, discriminator: until(350, 5e-3, 0) },
  },
  {
    ...diverging,
    name: "the discriminator slows down, grid",
    mixture: nine,
    rate: { generator: 5e-3, discriminator: until(400, 5e-3, 2e-5) },
    steps: 800,
  },
  { ...diverging, name: "rising rates", rate: both((step) => 2e-3 * 10 ** (step / 400)) },
  { ...diverging, name: "leaping rates", rate: both(until(200, 5e-3, 0.1)), steps: 400 },
  {
    name: "the discriminator stops half way, two moons",
    pitfall: "divergence",
    data: twoMoons(),
    rate: { generator: 5e-3, discriminator: until(350, 5e-3, 0) },
    terms: [r1Term({ weight: 0.1 })],
    steps: 700,
  },
];
