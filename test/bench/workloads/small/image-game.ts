import * as tf from "@tensorflow/tfjs";
import { conv, convTranspose, dense, flatten, leaky } from "../images";
import { adam, alternate, filled, learned, pictures, weights, type Players } from "../parts";
import type { Random } from "../../../../src/random";
import type { Kind } from "../workload";

// Small networks on pictures, each with one more part of those that the course uses.

export type ImageSizes = { batch: number; channels: number; size: number };
export const latentSize = 8;

/** A part that keeps the shape (batch, height, width, channels); it may learn, and look at the latent. */
interface Part {
  /** Learned by the network that the part is in. */
  readonly variables: readonly tf.Variable[];
  /** Not learned, but changed by the step. */
  readonly states?: readonly tf.Variable[];
  readonly generator?: (x: tf.Tensor, latent: tf.Tensor) => tf.Tensor;
  readonly discriminator?: (x: tf.Tensor) => tf.Tensor;
  /** On the pictures, before the discriminator sees them. */
  readonly augment?: (x: tf.Tensor) => tf.Tensor;
}

export type MakePart = (random: Random, sizes: ImageSizes) => Part;

/** A two-level generator and discriminator with the part in the middle of each. */
function players(random: Random, sizes: ImageSizes, part: Part): Players {
  const { channels, size } = sizes;
  const half = size / 2;
  const area = half * half * channels;
  const g = [
    weights(random, "g/dense", [latentSize, area], 0.3),
    filled("g/bias", [area]),
    weights(random, "g/filter", [3, 3, 3, channels], 0.2),
  ];
  const d = [
    weights(random, "d/filter", [3, 3, 3, channels], 0.2),
    filled("d/filter-bias", [channels]),
    weights(random, "d/dense", [area, 1], 0.1),
    filled("d/bias", [1]),
  ];
  const inGenerator = part.generator ?? ((x) => x);
  const inDiscriminator = part.discriminator ?? ((x) => x);
  const augment = part.augment ?? ((x) => x);
  return {
    generate(latent) {
      const first = tf.reshape(dense(latent, g[0], g[1]), [-1, half, half, channels]);
      return tf.tanh(convTranspose(leaky(inGenerator(first, latent)), g[2], 2));
    },
    score(x) {
      const first = leaky(tf.add(conv(augment(x), d[0], 2), d[1])); // (batch, half, half, channels)
      return dense(flatten(inDiscriminator(first)), d[2], d[3]);
    },
    generatorVariables: [...g, ...(part.generator ? part.variables : [])],
    discriminatorVariables: [...d, ...(part.generator ? [] : part.variables)],
    optimizers: [adam(1e-3), adam(1e-3)],
  };
}

/** The kind whose networks hold this part. */
export function image(kind: string, makePart: MakePart): Kind<ImageSizes> {
  return {
    kind,
    sizes: { batch: 16, channels: 16, size: 16 },
    tiny: { batch: 3, channels: 4, size: 8 },
    make(random, sizes) {
      const { batch, size } = sizes;
      const part = makePart(random, sizes);
      const game = players(random, sizes, part);
      return {
        ...pictures([batch, size, size, 3]),
        variables: [...learned(game), ...(part.states ?? [])],
        optimizers: game.optimizers,
        fn: ({ real }) => alternate(game, real, () => random.normal([batch, latentSize])),
      };
    },
  };
}
