import * as tf from "@tensorflow/tfjs";
import { dcganPlayers } from "./dcgan";
import { discriminatorLoss, generatorUpdate, learned, minimise, pictures } from "./parts";
import type { Kind } from "./workload";

/** R1 (Mescheder et al. 2018), γ/2 E[‖∂s/∂x‖²] on real pictures with γ = 10, on a 28x28 DCGAN. */
export const r1Conv: Kind<{ batch: number; channels: number }> = {
  kind: "r1-conv",
  sizes: { batch: 64, channels: 16 },
  tiny: { batch: 2, channels: 2 },
  make(random, { batch, channels }) {
    const plan = { latent: 64, channels: [2 * channels, channels, 1], smallest: 7, kernel: 5 };
    const players = dcganPlayers(random, plan);
    const { generate, score, discriminatorVariables, optimizers } = players;
    return {
      ...pictures([batch, 28, 28, 1]),
      variables: learned(players),
      optimizers,
      fn: ({ real }) =>
        tf.tidy(() => {
          const fakes = generate(random.normal([batch, plan.latent]));
          const loss = minimise(optimizers[0], discriminatorVariables, () => {
            const slopes = tf.grad((x) => tf.sum(score(x)))(real);
            const penalty = tf.mul(tf.sum(tf.square(slopes)), 5 / batch);
            return tf.add(discriminatorLoss(score(real), score(fakes)), penalty);
          });
          const latent = random.normal([batch, plan.latent]);
          return { discriminatorLoss: loss, generatorLoss: generatorUpdate(players, latent) };
        }),
    };
  },
};
