import * as tf from "@tensorflow/tfjs";
import type { Random } from "../../../src/random";
import { conv, dense, flatten, leaky } from "./images";
import { adam, alternate, filled, learned, pictures, weights, type Players } from "./parts";
import type { Kind } from "./workload";

const latentSize = 64;

interface Style {
  readonly variables: readonly tf.Variable[];
  apply(x: tf.Tensor, style: tf.Tensor): tf.Tensor;
}

/**
 * Modulated convolution (Karras et al. 2020, section 2.2). The filter of an example is s_i w_kij, then
 * divided by its norm over k and i. Scaling the input by s and the output by
 * 1 / √(Σ_i s_i² Σ_k w_kij²) is the same, with one filter for the whole batch.
 */
function modulated(
  random: Random,
  name: string,
  [kernel, from, to]: readonly [number, number, number],
  demodulate: boolean,
): Style {
  const filter = weights(
    random,
    `${name}/filter`,
    [kernel, kernel, from, to],
    (kernel * kernel * from) ** -0.5,
  );
  const matrix = weights(random, `${name}/style`, [latentSize, from], latentSize ** -0.5);
  const bias = filled(`${name}/style-bias`, [from], 1);
  return {
    variables: [filter, matrix, bias],
    apply(x, style) {
      const scales = dense(style, matrix, bias); // (batch, from)
      const y = conv(tf.mul(x, tf.reshape(scales, [-1, 1, 1, from])), filter, 1);
      if (!demodulate) return y;
      const energy = tf.matMul(tf.square(scales), tf.sum(tf.square(filter), [0, 1])); // (batch, to)
      return tf.mul(y, tf.reshape(tf.rsqrt(tf.add(energy, 1e-8)), [-1, 1, 1, to]));
    },
  };
}

/** A modulated convolution, noise of a learned size, a bias, leaky ReLU. */
function styled(random: Random, name: string, from: number, to: number): Style {
  const inner = modulated(random, name, [3, from, to], true);
  const noiseSize = filled(`${name}/noise`, [], 0.1);
  const bias = filled(`${name}/bias`, [to]);
  return {
    variables: [...inner.variables, noiseSize, bias],
    apply(x, style) {
      const y = inner.apply(x, style);
      const noise = random.normal([...y.shape.slice(0, -1), 1]);
      return leaky(tf.add(tf.add(y, tf.mul(noise, noiseSize)), bias));
    },
  };
}

/** Mapping network, a block at half the size, upsampling, a block at full size, to colours. */
function generator(random: Random, batch: number, channels: number, size: number) {
  const half = size / 2;
  const mapping = [1, 2].map((i) => [
    weights(random, `g/map${i}`, [latentSize, latentSize], latentSize ** -0.5),
    filled(`g/map${i}-bias`, [latentSize]),
  ]);
  const start = weights(random, "g/start", [1, half, half, channels], 1);
  const first = styled(random, "g/first", channels, channels);
  const second = styled(random, "g/second", channels, channels);
  const colours = modulated(random, "g/colours", [1, channels, 3], false);
  return {
    variables: [
      ...mapping.flat(),
      start,
      ...first.variables,
      ...second.variables,
      ...colours.variables,
    ],
    apply(latent: tf.Tensor): tf.Tensor {
      const style = mapping.reduce((w, [matrix, bias]) => leaky(dense(w, matrix, bias)), latent);
      const small = first.apply(tf.tile(start, [batch, 1, 1, 1]), style);
      const large = tf.image.resizeNearestNeighbor(small as tf.Tensor4D, [size, size]);
      return colours.apply(second.apply(large, style), style); // (batch, size, size, 3)
    },
  };
}

/** One more channel: the mean standard deviation over the batch (Karras et al. 2018, section 3). */
export function withMinibatchStd(x: tf.Tensor): tf.Tensor {
  const { variance } = tf.moments(x, 0); // (height, width, channels)
  const spread = tf.mean(tf.sqrt(tf.add(variance, 1e-8)));
  return tf.concat([x, tf.mul(tf.onesLike(tf.slice(x, [0, 0, 0, 0], [-1, -1, -1, 1])), spread)], 3);
}

function discriminator(random: Random, channels: number, size: number) {
  const quarter = size / 4;
  const filter = (name: string, shape: number[]) =>
    weights(random, name, shape, (shape[0] * shape[1] * shape[2]) ** -0.5);
  const filters = [
    filter("d/colours", [1, 1, 3, channels]),
    filter("d/first", [3, 3, channels, channels]),
    filter("d/second", [3, 3, channels, channels]),
    filter("d/last", [3, 3, channels + 1, channels]),
  ];
  const biases = filters.map((_, i) => filled(`d/bias${i}`, [channels]));
  const area = quarter * quarter * channels;
  const matrix = weights(random, "d/dense", [area, 1], area ** -0.5);
  const bias = filled("d/dense-bias", [1]);
  const layer = (x: tf.Tensor, i: number) => leaky(tf.add(conv(x, filters[i], 1), biases[i]));
  const pool = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, 2, 2, "valid");
  return {
    variables: [...filters, ...biases, matrix, bias],
    apply(x: tf.Tensor): tf.Tensor {
      const half = pool(layer(layer(x, 0), 1));
      const last = layer(withMinibatchStd(pool(layer(half, 2))), 3);
      return dense(flatten(last), matrix, bias); // (batch, 1)
    },
  };
}

/** The parts of a StyleGAN2 at 32x32: modulated convolutions, noise, upsampling, minibatch std. */
export const styleBlock: Kind<{ batch: number; channels: number; size: number }> = {
  kind: "style",
  sizes: { batch: 16, channels: 32, size: 32 },
  tiny: { batch: 2, channels: 2, size: 8 },
  make(random, { batch, channels, size }) {
    const g = generator(random, batch, channels, size);
    const d = discriminator(random, channels, size);
    const players: Players = {
      generate: (latent) => g.apply(latent),
      score: (x) => d.apply(x),
      generatorVariables: g.variables,
      discriminatorVariables: d.variables,
      optimizers: [adam(1e-3), adam(1e-3)],
    };
    return {
      ...pictures([batch, size, size, 3]),
      variables: learned(players),
      optimizers: players.optimizers,
      fn: ({ real }) => alternate(players, real, () => random.normal([batch, latentSize])),
    };
  },
};
