import * as tf from "@tensorflow/tfjs";
import {
  alternate,
  discriminatorLoss,
  generatorLoss,
  generatorUpdate,
  learned,
  minimise,
  mlpPlayers,
  points,
} from "../parts";
import type { Kind } from "../workload";

// Other ways to play the game on points of the plane.

type MlpSizes = { batch: number; width: number };
const sizes = { sizes: { batch: 64, width: 32 }, tiny: { batch: 8, width: 8 } };

/**
 * Consensus optimisation (Mescheder et al. 2017): both players also minimise half the squared length
 * of the game's gradient, ½‖v‖², over both networks' weights.
 */
export const consensus: Kind<MlpSizes> = {
  kind: "consensus",
  ...sizes,
  make(random, { batch, width }) {
    const players = mlpPlayers(random, width, [tf.train.sgd(0.05), tf.train.sgd(0.05)]);
    const { generate, score, generatorVariables, discriminatorVariables, optimizers } = players;
    const gradients = (loss: () => tf.Scalar, variables: readonly tf.Variable[]) =>
      tf.grads(loss)([...variables]);
    const halfSquare = (vectors: tf.Tensor[]) =>
      tf.mul(tf.addN(vectors.map((vector) => tf.sum(tf.square(vector)))), 0.05);
    return {
      ...points(batch),
      variables: learned(players),
      optimizers,
      fn: ({ real }) =>
        tf.tidy(() => {
          const latent = random.normal([batch, 2]);
          const scores = () => score(generate(latent));
          const dLoss = () => discriminatorLoss(score(real), scores());
          const gLoss = () => generatorLoss(scores());
          const length = () =>
            tf.add(
              halfSquare(gradients(dLoss, discriminatorVariables)),
              halfSquare(gradients(gLoss, generatorVariables)),
            );
          const all = (loss: () => tf.Scalar) => () => tf.add<tf.Scalar>(loss(), length());
          const first = tf.variableGrads(all(dLoss), [...discriminatorVariables]);
          const second = tf.variableGrads(all(gLoss), [...generatorVariables]);
          optimizers[0].applyGradients(first.grads);
          optimizers[1].applyGradients(second.grads);
          return { discriminatorLoss: first.value, generatorLoss: second.value };
        }),
    };
  },
};

/**
 * An unrolled step (Metz et al. 2017): the generator looks at the discriminator as it would be after
 * two more updates, and its gradient goes through them. Here both are linear in what they learn, so
 * that the inner updates are plain tensors.
 */
export const unrolled: Kind<MlpSizes> = {
  kind: "unrolled",
  ...sizes,
  make(random, { batch, width }) {
    const players = mlpPlayers(random, width);
    const { generate, score, generatorVariables, discriminatorVariables, optimizers } = players;
    const layers = discriminatorVariables.length / 2;

    /** The discriminator's scores with these numbers in the place of its variables. */
    const scoreWith = (values: readonly tf.Tensor[], x: tf.Tensor) => {
      let h = x;
      for (let layer = 0; layer < layers; layer++) {
        h = tf.add(
          tf.matMul(h as tf.Tensor2D, values[2 * layer] as tf.Tensor2D),
          values[2 * layer + 1],
        );
        if (layer < layers - 1) h = tf.add(tf.mul(h, 0.2), tf.mul(tf.relu(h), 0.8));
      }
      return h; // (batch, 1)
    };
    const descend = (values: readonly tf.Tensor[], real: tf.Tensor, fakes: tf.Tensor) => {
      const loss = (...given: tf.Tensor[]) =>
        discriminatorLoss(scoreWith(given, real), scoreWith(given, fakes));
      return tf
        .grads(loss)([...values])
        .map((g, i) => tf.sub(values[i], tf.mul(g, 0.1)));
    };
    return {
      ...points(batch),
      variables: learned(players),
      optimizers,
      fn: ({ real }) =>
        tf.tidy(() => {
          const latent = random.normal([batch, 2]);
          const gLoss = minimise(optimizers[1], generatorVariables, () => {
            const fakes = generate(latent);
            const once = descend(discriminatorVariables, real, fakes);
            const twice = descend(once, real, fakes);
            return generatorLoss(scoreWith(twice, fakes));
          });
          const fixed = generate(random.normal([batch, 2]));
          const dLoss = minimise(optimizers[0], discriminatorVariables, () =>
            discriminatorLoss(score(real), score(fixed)),
          );
          return { discriminatorLoss: dLoss, generatorLoss: gLoss };
        }),
    };
  },
};

/** Minibatch discrimination (Salimans et al. 2016, section 3.2) before the discriminator. */
export const minibatchDiscrimination: Kind<MlpSizes> = {
  kind: "minibatch-discrimination",
  ...sizes,
  make(random, { batch, width }) {
    const players = mlpPlayers(random, width);
    const inner = players.score;
    const projected = players.discriminatorVariables[0]; // (2, width)
    /** o(x_i) = Σ_j exp(-‖M_i - M_j‖₁), with M the first layer's product, less the example itself. */
    const closeness = (x: tf.Tensor) => {
      const m = tf.matMul(x, projected); // (batch, width)
      const distances = tf.sum(tf.abs(tf.sub(tf.expandDims(m, 1), tf.expandDims(m, 0))), 2);
      return tf.sub(tf.sum(tf.exp(tf.neg(distances)), 1, true), 1); // (batch, 1)
    };
    const score = (x: tf.Tensor) => tf.add(inner(x), tf.mul(closeness(x), 0.1));
    return {
      ...points(batch),
      variables: learned(players),
      optimizers: players.optimizers,
      fn: ({ real }) => alternate({ ...players, score }, real, () => random.normal([batch, 2])),
    };
  },
};

/** Random numbers of every kind that a step may ask for: children by name, intervals, the same stream twice. */
export const draws: Kind<MlpSizes> = {
  kind: "draws",
  ...sizes,
  make(random, { batch, width }) {
    const players = mlpPlayers(random, width);
    const lasting = random.stream("lasting");
    return {
      ...points(batch),
      variables: learned(players),
      optimizers: players.optimizers,
      fn: ({ real }) =>
        tf.tidy(() => {
          const child = random.stream("child"); // starts anew at every step
          const noise = tf.mul(lasting.normal(real.shape), 0.1);
          const keep = tf.cast(tf.less(lasting.uniform([batch, 1]), 0.9), "float32"); // dropout
          const shifted = tf.add(
            tf.mul(tf.add(real, noise), keep),
            child.uniform([1, 2], -0.1, 0.1),
          );
          const fakes = players.generate(random.uniform([batch, 2], -1, 1));
          const dLoss = minimise(players.optimizers[0], players.discriminatorVariables, () =>
            discriminatorLoss(players.score(shifted), players.score(tf.add(fakes, noise))),
          );
          const latent = tf.add(child.normal([batch, 2]), random.normal([1, 2]));
          return { discriminatorLoss: dLoss, generatorLoss: generatorUpdate(players, latent) };
        }),
    };
  },
};
