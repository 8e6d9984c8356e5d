import * as tf from "@tensorflow/tfjs";
import { adam, alternate, learned, mlpPlayers, points, state, type Gradients } from "../parts";
import type { Kind } from "../workload";

// How weights change: every optimiser of the course, clipping, averaging.

type MlpSizes = { batch: number; width: number };

function withOptimizers(
  kind: string,
  make: () => tf.Optimizer,
  change?: (gradients: Gradients) => Gradients,
): Kind<MlpSizes> {
  return {
    kind,
    sizes: { batch: 64, width: 32 },
    tiny: { batch: 8, width: 8 },
    make(random, { batch, width }) {
      const players = mlpPlayers(random, width, [make(), make()]);
      return {
        ...points(batch),
        variables: learned(players),
        optimizers: players.optimizers,
        fn: ({ real }) => alternate(players, real, () => random.normal([batch, 2]), change),
      };
    },
  };
}

function mapped(gradients: Gradients, change: (gradient: tf.Tensor) => tf.Tensor): Gradients {
  return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, change(g)]));
}

const clippedByValue = (gradients: Gradients) =>
  mapped(gradients, (gradient) => tf.clipByValue(gradient, -0.01, 0.01));

/** All gradients shrink together when their common length is above 0.1 (Pascanu et al. 2013). */
const clippedByNorm = (gradients: Gradients) => {
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  const length = tf.sqrt(tf.addN(squares));
  const factor = tf.div(0.1, tf.maximum(length, 0.1));
  return mapped(gradients, (gradient) => tf.mul(gradient, factor));
};

// Not RMSProp's centred form: TensorFlow.js's own divides by √(s - (ḡ² + ε)), NaN where a gradient is 0.
export const updateKinds: readonly Kind<MlpSizes>[] = [
  withOptimizers("sgd", () => tf.train.sgd(0.05)),
  withOptimizers("momentum", () => tf.train.momentum(0.02, 0.9)),
  withOptimizers("nesterov", () => tf.train.momentum(0.02, 0.9, true)),
  withOptimizers("rmsprop", () => tf.train.rmsprop(1e-3, 0.9, 0.5)),
  withOptimizers("clip-value", () => adam(1e-3), clippedByValue),
  withOptimizers("clip-norm", () => adam(1e-3), clippedByNorm),
];

/** A moving average of the generator's weights (Yazıcı et al. 2019), and WGAN's clipped weights. */
export const averaged: Kind<MlpSizes> = {
  kind: "ema",
  sizes: { batch: 64, width: 32 },
  tiny: { batch: 8, width: 8 },
  make(random, { batch, width }) {
    const players = mlpPlayers(random, width);
    const averages = players.generatorVariables.map((variable) => state(variable.clone()));
    return {
      ...points(batch),
      variables: [...learned(players), ...averages],
      optimizers: players.optimizers,
      fn: ({ real }) =>
        tf.tidy(() => {
          const losses = alternate(players, real, () => random.normal([batch, 2]));
          players.generatorVariables.forEach((variable, i) => {
            averages[i].assign(tf.add(tf.mul(averages[i], 0.9), tf.mul(variable, 0.1)));
          });
          for (const variable of players.discriminatorVariables) {
            variable.assign(tf.clipByValue(variable, -0.2, 0.2));
          }
          return losses;
        }),
    };
  },
};
