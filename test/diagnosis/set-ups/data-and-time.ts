import { grid, ring } from "../../../src/data/mixture";
import { wasserstein } from "../../../src/losses";
import { gradientPenaltyTerm, r1Term } from "../../../src/training/terms/slopes";
import { inSpace, noisyRings, wideRing } from "../data";
import { both, type SetUp } from "../set-up";

const overfitting = { pitfall: "overfitting", steps: 600 } as const;
const undertrained = { pitfall: "undertrained", terms: [r1Term({ weight: 0.1 })] } as const;

/** Too few examples, or too little training. */
export const dataAndTimeSetUps: readonly SetUp[] = [
  {
    ...overfitting,
    name: "60 examples, 16-D",
    ...noisyRings(16, 60),
    discriminator: { hidden: [128, 128] },
    rate: { generator: 5e-4, discriminator: 2e-3 },
  },
  {
    ...overfitting,
    name: "40 examples, 8-D",
    ...noisyRings(8, 40),
    rate: { generator: 1e-3, discriminator: 2e-3 },
  },
  {
    ...overfitting,
    name: "60 examples, a little R1",
    ...noisyRings(16, 60),
    discriminator: { hidden: [128, 128] },
    rate: { generator: 1e-3, discriminator: 2e-3 },
    terms: [r1Term({ weight: 0.01 })],
  },
  {
    ...undertrained,
    name: "rate 5e-5",
    mixture: ring({ radius: 2, std: 0.15 }),
    rate: { generator: 5e-5, discriminator: 1e-3 },
    steps: 400,
  },
  {
    ...undertrained,
    name: "low rate, 32-D",
    ...inSpace(wideRing, 32),
    rate: { generator: 2e-4, discriminator: 1e-3 },
    terms: [r1Term({ weight: 1 })],
    steps: 300,
  },
  {
    ...undertrained,
    name: "low rate, wide grid",
    mixture: grid({ side: 3, spacing: 3, std: 0.3 }),
    rate: { generator: 1e-4, discriminator: 5e-4 },
    steps: 400,
  },
  {
    ...undertrained,
    name: "low rate, WGAN-GP",
    mixture: ring({ radius: 2, std: 0.15 }),
    loss: wasserstein,
    rate: { generator: 5e-5, discriminator: 1e-3 },
    beta1: 0,
    discriminatorSteps: 2,
    terms: [gradientPenaltyTerm({ weight: 1 })],
    steps: 300,
  },
  {
    ...undertrained,
    name: "150 steps, 16-D",
    ...inSpace(grid({ side: 3, spacing: 1, std: 0.15 }), 16),
    rate: both(4e-4),
    terms: [r1Term({ weight: 1 })],
    steps: 150,
  },
];
