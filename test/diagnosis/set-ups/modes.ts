import { ring } from "../../../src/data/mixture";
import { relu } from "../../../src/layers/activations";
import { orthogonal, type Initializer } from "../../../src/layers/init";
import { hinge, wasserstein } from "../../../src/losses";
import { gradientPenaltyTerm, r1Term } from "../../../src/training/terms/slopes";
import { farModes, narrowRing, wideRing } from "../data";
import { both, type SetUp } from "../set-up";

const collapse = { pitfall: "mode collapse", steps: 600 } as const;
const oscillation = { pitfall: "oscillation", beta1: 0.9, steps: 600 } as const;
const dropping = { pitfall: "mode dropping", steps: 600 } as const;
const penalty = [gradientPenaltyTerm({ weight: 1 })];
const r1 = (weight: number) => [r1Term({ weight })];

/** Both nets have two layers of 128 ReLUs. */
function wideNets(init: Initializer): Pick<SetUp, "generator" | "discriminator" | "latent"> {
  const net = { hidden: [128, 128], activation: relu, init };
  return { generator: net, discriminator: net, latent: 16 };
}

export const modeSetUps: readonly SetUp[] = [
  {
    ...collapse, // the recipe of the unrolled GAN's ring
    name: "ten times the rate",
    mixture: ring(),
    ...wideNets(orthogonal(0.8)),
    rate: { generator: 1e-3, discriminator: 1e-4 },
    steps: 2500,
  },
  {
    ...collapse,
    name: "high rates, beta1 .9",
    mixture: narrowRing,
    rate: { generator: 1e-2, discriminator: 5e-3 },
    beta1: 0.9,
    steps: 500,
  },
  {
    ...collapse,
    name: "three far modes",
    mixture: farModes(3, 3),
    generator: { init: orthogonal(0.5) },
    rate: { generator: 2e-3, discriminator: 5e-3 },
    steps: 500,
  },
  {
    ...collapse,
    name: "three far modes, hinge",
    mixture: farModes(3),
    loss: hinge,
    generator: { init: orthogonal(0.5) },
    rate: { generator: 2e-3, discriminator: 5e-3 },
    steps: 500,
  },
  {
    ...collapse,
    name: "twelve modes, beta1 .9",
    mixture: ring({ modes: 12, radius: 2, std: 0.05 }),
    rate: both(1e-2),
    beta1: 0.9,
    steps: 500,
  },
  {
    ...oscillation,
    name: "WGAN-GP",
    mixture: narrowRing,
    loss: wasserstein,
    rate: both(5e-3),
    terms: penalty,
  },
  {
    ...oscillation,
    name: "WGAN-GP, smaller ring",
    mixture: ring({ radius: 1.5, std: 0.1 }),
    loss: wasserstein,
    rate: both(4e-3),
    terms: penalty,
  },
  { ...oscillation, name: "R1 .1", mixture: wideRing, rate: both(1e-2), terms: r1(0.1) },
  {
    ...oscillation,
    name: "hinge",
    mixture: wideRing,
    loss: hinge,
    rate: both(1e-2),
    terms: r1(0.1),
  },
  {
    ...dropping,
    name: "four far modes",
    mixture: farModes(4),
    rate: { generator: 2e-3, discriminator: 5e-3 },
  },
  {
    ...dropping,
    name: "one latent number, four units",
    mixture: narrowRing,
    latent: 1,
    generator: { hidden: [4] },
    rate: both(5e-3),
    terms: r1(0.02),
  },
  {
    ...dropping,
    name: "one latent number, twelve modes",
    mixture: ring({ modes: 12, radius: 2, std: 0.05 }),
    latent: 1,
    generator: { hidden: [4] },
    rate: both(5e-3),
    terms: r1(0.02),
  },
  {
    ...dropping,
    name: "five far modes",
    mixture: farModes(5),
    rate: { generator: 2e-3, discriminator: 5e-3 },
  },
];
