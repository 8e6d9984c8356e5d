import * as tf from "@tensorflow/tfjs";
import { learned, minimise, mlpPlayers, points } from "./parts";
import type { Kind } from "./workload";

/** WGAN with gradient penalty 10 (Gulrajani et al. 2017), one critic step to one generator step. */
export const wganGp: Kind<{ batch: number; width: number }> = {
  kind: "wgan-gp",
  sizes: { batch: 256, width: 128 },
  tiny: { batch: 8, width: 8 },
  make(random, { batch, width }) {
    const players = mlpPlayers(random, width);
    const { generate, score, generatorVariables, discriminatorVariables, optimizers } = players;

    /** E[(‖∂s/∂x‖ - 1)²] between real examples and fakes; 1e-12 keeps the root's gradient finite. */
    const penalty = (real: tf.Tensor, fakes: tf.Tensor, mix: tf.Tensor) => {
      const between = tf.add(tf.mul(mix, real), tf.mul(tf.sub(1, mix), fakes));
      const slopes = tf.grad((x) => tf.sum(score(x)))(between); // (batch, 2)
      const norms = tf.sqrt(tf.add(tf.sum(tf.square(slopes), 1), 1e-12));
      return tf.mean(tf.square(tf.sub(norms, 1)));
    };
    return {
      ...points(batch),
      variables: learned(players),
      optimizers,
      fn: ({ real }) =>
        tf.tidy(() => {
          const fakes = generate(random.normal([batch, 2]));
          const mix = random.uniform([batch, 1]);
          const discriminatorLoss = minimise(optimizers[0], discriminatorVariables, () =>
            tf.add(
              tf.sub(tf.mean(score(fakes)), tf.mean(score(real))),
              tf.mul(penalty(real, fakes, mix), 10),
            ),
          );
          const latent = random.normal([batch, 2]);
          const generatorLoss = minimise(optimizers[1], generatorVariables, () =>
            tf.neg(tf.mean(score(generate(latent)))),
          );
          return { discriminatorLoss, generatorLoss };
        }),
    };
  },
};
