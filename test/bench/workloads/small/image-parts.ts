import * as tf from "@tensorflow/tfjs";
import { batchNorm, conv, dense } from "../images";
import { filled, state, weights } from "../parts";
import type { Kind } from "../workload";
import { image, latentSize, type ImageSizes, type MakePart } from "./image-game";

/** (x - mean) / √(variance + 1e-5) over some axes. */
function standardised(x: tf.Tensor, axes: number[]): tf.Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
}

function normPart(axes: number[]): MakePart {
  return (_random, { channels }) => {
    const [scale, offset] = [filled("g/scale", [channels], 1), filled("g/offset", [channels])];
    return {
      variables: [scale, offset],
      generator: (x) => tf.add(tf.mul(standardised(x, axes), scale), offset),
    };
  };
}

/** Adaptive instance normalisation (Huang and Belongie 2017): scale and offset come from a style. */
const adain: MakePart = (random, { channels }) => {
  const matrix = weights(random, "g/style", [latentSize, 2 * channels], 0.3);
  const bias = filled("g/style-bias", [2 * channels]);
  return {
    variables: [matrix, bias],
    generator(x, latent) {
      const [scale, offset] = tf.split(
        tf.reshape(dense(latent, matrix, bias), [-1, 1, 1, 2 * channels]),
        2,
        3,
      );
      return tf.add(tf.mul(standardised(x, [1, 2]), tf.add(scale, 1)), offset);
    },
  };
};

const plainBatchNorm: MakePart = (_random, { channels }) => {
  const [scale, offset] = [filled("g/scale", [channels], 1), filled("g/offset", [channels])];
  return { variables: [scale, offset], generator: (x) => batchNorm(x, offset, scale) };
};

/** Self-attention over the pixels (Zhang et al. 2019), with a gain that starts above 0. */
const attention: MakePart = (random, { channels, size }) => {
  const pixels = (size / 2) ** 2;
  const maps = ["query", "key", "value"].map((name) =>
    weights(random, `d/${name}`, [1, 1, channels, channels], 0.3),
  );
  const gain = filled("d/gain", [], 0.5);
  return {
    variables: [...maps, gain],
    discriminator(x) {
      const [query, key, value] = maps.map((map) =>
        tf.reshape<tf.Rank.R3>(conv(x, map, 1), [-1, pixels, channels]),
      );
      const scores = tf.mul(tf.matMul(query, key, false, true), channels ** -0.5);
      const mixed = tf.matMul(tf.softmax(scores), value); // (batch, pixels, channels)
      return tf.add(x, tf.mul(tf.reshape(mixed, x.shape), gain));
    },
  };
};

/**
 * Spectral normalisation (Miyato et al. 2018): W / σ(W), with σ by one power iteration a call on a
 * vector that is kept from step to step. The vectors are constants to the gradient.
 */
const spectral: MakePart = (random, { channels }) => {
  const filter = weights(random, "d/spectral", [3, 3, channels, channels], 0.3);
  const vector = state(random.stream("d/vector").normal([1, channels]));
  const unit = (v: tf.Tensor) => tf.mul(v, tf.rsqrt(tf.add(tf.sum(tf.square(v)), 1e-12)));
  const through = tf.customGrad((x: unknown) => ({
    value: (x as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return {
    variables: [filter],
    states: [vector],
    discriminator(x) {
      const matrix = tf.reshape<tf.Rank.R2>(filter, [-1, channels]); // (9 channels, channels)
      const fixed = through(matrix) as tf.Tensor2D;
      const left = unit(tf.matMul(vector, fixed, false, true)); // (1, 9 channels)
      const right = unit(tf.matMul(left, fixed)); // (1, channels)
      vector.assign(right);
      const sigma = tf.sum(tf.mul(tf.matMul(left as tf.Tensor2D, matrix), right));
      return conv(x, tf.div(filter, sigma), 1);
    },
  };
};

/** Pooling down by the mean, the maximum and a bilinear resize, and up again. */
const pooled: MakePart = (_random, { size }) => ({
  variables: [],
  discriminator(x) {
    const image4 = x as tf.Tensor4D;
    const full: [number, number] = [size / 2, size / 2];
    const parts = [
      tf.image.resizeNearestNeighbor(tf.avgPool(image4, 2, 2, "valid"), full),
      tf.image.resizeBilinear(tf.maxPool(image4, 2, 2, "valid"), full),
      tf.avgPool(image4, 3, 1, "same"),
    ];
    return tf.add(x, tf.mul(tf.addN(parts), 0.3));
  },
});

/** Choosing among the channels by softmax with Gumbel noise (Jang et al. 2017), temperature 0.5. */
const gumbel: MakePart = (random) => ({
  variables: [],
  generator(x) {
    const uniform = random.uniform(x.shape, 1e-6, 1 - 1e-6);
    const noise = tf.neg(tf.log(tf.neg(tf.log(uniform))));
    const soft = tf.softmax(tf.div(tf.add(x, noise), 0.5));
    return tf.add(soft, tf.mul(tf.logSoftmax(x), 0.1));
  },
});

export const imageKinds: readonly Kind<ImageSizes>[] = [
  image("batch-norm", plainBatchNorm),
  image("layer-norm", normPart([1, 2, 3])),
  image("instance-norm", normPart([1, 2])),
  image("adain", adain),
  image("attention", attention),
  image("spectral-norm", spectral),
  image("pooling", pooled),
  image("gumbel-softmax", gumbel),
];
