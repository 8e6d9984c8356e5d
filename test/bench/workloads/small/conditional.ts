import * as tf from "@tensorflow/tfjs";
import { conv, convTranspose, dense, flatten, leaky } from "../images";
import { adam, discriminatorLoss, filled, generatorLoss, minimise, weights } from "../parts";
import type { Kind } from "../workload";

const latentSize = 8;
const classes = 5;

/**
 * A conditional GAN: the label's embedding joins the latent vector, chooses the scale and offset of the
 * generator's batch normalisation (Dumoulin et al. 2017), and is projected on the discriminator's
 * features (Miyato and Koyama 2018).
 */
export const conditional: Kind<{ batch: number; channels: number; size: number }> = {
  kind: "conditional",
  sizes: { batch: 16, channels: 16, size: 16 },
  tiny: { batch: 3, channels: 4, size: 8 },
  make(random, { batch, channels, size }) {
    const half = size / 2;
    const area = half * half * channels;
    const g = {
      labels: weights(random, "g/labels", [classes, latentSize], 1),
      matrix: weights(random, "g/dense", [2 * latentSize, area], 0.3),
      bias: filled("g/bias", [area]),
      scales: filled("g/scales", [classes, channels], 1),
      offsets: weights(random, "g/offsets", [classes, channels], 0.1),
      filter: weights(random, "g/filter", [3, 3, 3, channels], 0.2),
    };
    const d = {
      filter: weights(random, "d/filter", [3, 3, 3, channels], 0.2),
      labels: weights(random, "d/labels", [classes, channels], 0.3),
      matrix: weights(random, "d/dense", [area, 1], 0.1),
      bias: filled("d/bias", [1]),
    };
    const rows = (table: tf.Tensor, labels: tf.Tensor) => tf.gather(table, labels);
    const generate = (latent: tf.Tensor, labels: tf.Tensor) => {
      const both = tf.concat([latent, rows(g.labels, labels)], 1);
      const h = tf.reshape(dense(both, g.matrix, g.bias), [batch, half, half, channels]);
      const { mean, variance } = tf.moments(h, [0, 1, 2]);
      const normal = tf.mul(tf.sub(h, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      const [scale, offset] = [g.scales, g.offsets].map((table) =>
        tf.reshape(rows(table, labels), [batch, 1, 1, channels]),
      );
      return tf.tanh(convTranspose(leaky(tf.add(tf.mul(normal, scale), offset)), g.filter, 2));
    };
    const score = (x: tf.Tensor, labels: tf.Tensor) => {
      const h = leaky(conv(x, d.filter, 2));
      const projection = tf.sum(tf.mul(tf.mean(h, [1, 2]), rows(d.labels, labels)), 1, true);
      return tf.add(dense(flatten(h), d.matrix, d.bias), projection); // (batch, 1)
    };
    const gVariables = Object.values(g);
    const dVariables = Object.values(d);
    const optimizers = [adam(1e-3), adam(1e-3)] as const;
    return {
      inputs: { real: [batch, size, size, 3], labels: [batch] },
      variables: [...gVariables, ...dVariables],
      optimizers,
      batch: (from) => ({
        real: from.uniform([batch, size, size, 3], -1, 1),
        labels: tf.tensor1d(Float32Array.from(from.integers(batch, classes))),
      }),
      fn: (inputs) =>
        tf.tidy(() => {
          const { real } = inputs;
          const labels = tf.cast(inputs.labels, "int32");
          const fakes = generate(random.normal([batch, latentSize]), labels);
          const dLoss = minimise(optimizers[0], dVariables, () =>
            discriminatorLoss(score(real, labels), score(fakes, labels)),
          );
          const latent = random.normal([batch, latentSize]);
          const gLoss = minimise(optimizers[1], gVariables, () =>
            generatorLoss(score(generate(latent, labels), labels)),
          );
          return { discriminatorLoss: dLoss, generatorLoss: gLoss };
        }),
    };
  },
};
