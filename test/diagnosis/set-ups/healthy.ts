import { grid, ring } from "../../../src/data/mixture";
import { twoMoons } from "../../../src/data/planar";
import { hinge, leastSquares, wasserstein } from "../../../src/losses";
import { gradientPenaltyTerm, r1Term } from "../../../src/training/terms/slopes";
import { inSpace, noisyRings, wideRing } from "../data";
import { both, type SetUp } from "../set-up";

const nine = grid({ side: 3, spacing: 1, std: 0.15 });
const healthy = { pitfall: "healthy", steps: 600, terms: [r1Term({ weight: 0.1 })] } as const;

/** All modes are found, and all is calm at the end. */
export const healthySetUps: readonly SetUp[] = [
  { ...healthy, name: "R1", mixture: wideRing, rate: both(5e-3) },
  { ...healthy, name: "R1, no momentum", mixture: wideRing, rate: both(1e-2), beta1: 0 },
  {
    ...healthy,
    name: "a faster discriminator",
    mixture: ring({ std: 0.2 }),
    rate: { generator: 2e-3, discriminator: 4e-3 },
    terms: [],
  },
  { ...healthy, name: "grid", mixture: nine, rate: both(5e-3) },
  {
    ...healthy,
    name: "WGAN-GP",
    mixture: wideRing,
    loss: wasserstein,
    rate: both(2e-3),
    beta1: 0,
    beta2: 0.9,
    discriminatorSteps: 3,
    terms: [gradientPenaltyTerm({ weight: 1 })],
    steps: 500,
  },
  { ...healthy, name: "hinge", mixture: wideRing, loss: hinge, rate: both(3e-3) },
  { ...healthy, name: "least squares", mixture: wideRing, loss: leastSquares, rate: both(3e-3) },
  { ...healthy, name: "two moons", data: twoMoons(), rate: both(5e-3) },
  {
    ...healthy,
    name: "32-D",
    ...inSpace(wideRing, 32),
    rate: both(3e-3),
    beta1: 0,
    terms: [r1Term({ weight: 1 })],
    steps: 1000,
  },
  {
    ...healthy,
    name: "5,000 examples, 16-D",
    ...noisyRings(16, 5000),
    discriminator: { hidden: [128, 128] },
    rate: { generator: 5e-4, discriminator: 2e-3 },
    terms: [],
  },
  {
    ...healthy,
    name: "unequal modes",
    mixture: ring({ std: 0.15, masses: [3, 3, 3, 3, 1, 1, 1, 1] }),
    rate: both(5e-3),
    steps: 800,
  },
];
