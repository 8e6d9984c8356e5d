/**
 * Small trainings that are broken in one way each: riddles for "diagnose it yourself". This file holds the answers,
 * so read it last.
 */
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset";
import { finiteDataset, type FiniteDataset } from "../../data/finite";
import { ring, type Mixture } from "../../data/mixture";
import { onPlane } from "../../data/plane";
import { sigmoid, type Activation } from "../../layers/activations";
import { orthogonal, xavierUniform, type Initializer } from "../../layers/init";
import { minimax, wasserstein } from "../../losses";
import { seeded } from "../../random";
import type { Both, TrainingOptions } from "../../training/options";
import type { Rate } from "../../training/rates";
import { gradientPenaltyTerm, r1Term } from "../../training/terms/slopes";

/** What distinguishes a hidden network from two layers of 64 units. */
export interface HiddenNetwork {
  readonly hidden?: readonly number[];
  readonly activation?: Activation;
  readonly init?: Initializer;
}

type Levers = Pick<
  TrainingOptions,
  "loss" | "optimizer" | "beta1" | "discriminatorSteps" | "generatorSteps" | "terms" | "heldOut"
>;

export interface HiddenSetUp extends Partial<Levers> {
  readonly data: Dataset;
  /** Where the data are a mixture in the plane, the run counts its modes. */
  readonly mixture?: Mixture;
  readonly steps: number;
  readonly rate: Both<Rate>;
  readonly generator?: HiddenNetwork;
  readonly discriminator?: HiddenNetwork;
}

const onRing = (mixture: Mixture) => ({ data: mixture, mixture });
const both = (rate: Rate): Both<Rate> => ({ generator: rate, discriminator: rate });
const narrow = ring({ radius: 2, std: 0.05 });
const wide = ring({ std: 0.15 });

export const hiddenSetUps = {
  A: () => ({
    ...onRing(ring({ std: 0.05 })),
    generator: { init: orthogonal(0.8) },
    discriminator: { init: xavierUniform },
    rate: { generator: 1e-2, discriminator: 7e-4 },
    steps: 500,
  }),
  B: () => ({
    ...onRing(ring({ radius: 3, std: 0.05 })),
    loss: minimax,
    discriminatorSteps: 5,
    generator: { init: orthogonal(0.5) },
    rate: { generator: 2e-4, discriminator: 2e-3 },
    steps: 400,
  }),
  C: () => ({
    ...onRing(ring({ std: 0.1 })),
    discriminator: { hidden: [2] },
    rate: both(1e-3),
    steps: 500,
  }),
  D: () => ({
    ...onRing(wide),
    rate: both((step: number) => (step < 200 ? 5e-3 : 0.1)),
    terms: [r1Term({ weight: 0.1 })],
    steps: 400,
  }),
  E: () => ({
    data: noisyRing(16, 60, 1),
    heldOut: noisyRing(16, 200, 2),
    discriminator: { hidden: [128, 128] },
    rate: { generator: 5e-4, discriminator: 2e-3 },
    steps: 600,
  }),
  F: () => ({
    ...onRing(wide),
    generator: { hidden: [64, 64, 64, 64, 64, 64], activation: sigmoid, init: xavierUniform },
    rate: both(1e-3),
    steps: 400,
  }),
  G: () => ({
    ...onRing(narrow),
    loss: minimax,
    optimizer: (rate: number) => tf.train.momentum(rate, 0.9),
    rate: both(0.05),
    steps: 300,
  }),
  H: () => ({
    ...onRing(narrow),
    loss: wasserstein,
    beta1: 0.9,
    rate: both(5e-3),
    terms: [gradientPenaltyTerm({ weight: 1 })],
    steps: 600,
  }),
} satisfies Record<string, () => HiddenSetUp>;

/** Points of a ring on a plane in a space, with noise in all dimensions. */
export function noisyRing(size: number, count: number, seed: number): FiniteDataset {
  const random = seeded(seed);
  const points = onPlane(ring({ std: 0.1 }), size, seeded(98)).sample(
    count,
    random.stream("points"),
  );
  const noise = random.stream("noise").normals(count * size, 0, 0.2);
  const examples = Float32Array.from(points.dataSync(), (value, i) => value + noise[i]);
  points.dispose();
  return finiteDataset({ name: "noisyRing", shape: [size], examples });
}
