import * as tf from "@tensorflow/tfjs";
import { sigmoid, tanh } from "../../../src/layers/activations";
import { normalInit, xavierUniform } from "../../../src/layers/init";
import { minimax, wasserstein } from "../../../src/losses";
import { inSpace, narrowRing, wideRing } from "../data";
import { both, layers, type SetUp } from "../set-up";

const exploding = { pitfall: "exploding gradient", mixture: wideRing, steps: 300 } as const;
const vanishing = { pitfall: "vanishing gradient", mixture: wideRing, steps: 400 } as const;
const sigmoids = (count: number) => ({
  hidden: layers(count),
  activation: sigmoid,
  init: xavierUniform,
});

export const gradientSetUps: readonly SetUp[] = [
  {
    ...exploding,
    name: "momentum .9, rate .05",
    mixture: narrowRing,
    loss: minimax,
    optimizer: (rate) => tf.train.momentum(rate, 0.9),
    rate: both(0.05),
  },
  {
    ...exploding,
    name: "gradient descent, rate .5",
    loss: wasserstein,
    optimizer: (rate) => tf.train.sgd(rate),
    rate: both(0.5),
  },
  {
    ...exploding,
    name: "tanh discriminator from N(0, 1)",
    discriminator: { hidden: layers(8), activation: tanh, init: normalInit(1) },
  },
  {
    ...exploding,
    name: "ReLU generator from N(0, .25)",
    generator: { hidden: layers(6), init: normalInit(0.5) },
  },
  { ...vanishing, name: "six sigmoid layers", generator: sigmoids(6) },
  {
    ...vanishing,
    name: "six sigmoid layers in the discriminator",
    discriminator: sigmoids(6),
  },
  {
    ...vanishing,
    name: "weights clipped at .01",
    loss: wasserstein,
    weightClip: 0.01,
    rate: both(5e-5),
  },
  {
    ...vanishing,
    name: "weights clipped at .01, 16-D",
    ...inSpace(wideRing, 16),
    loss: wasserstein,
    weightClip: 0.01,
    rate: both(5e-4),
  },
];
