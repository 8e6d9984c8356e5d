import * as tf from "@tensorflow/tfjs";
import type { Random } from "../../../src/random";
import { batchNorm, conv, convTranspose, dense, flatten, leaky } from "./images";
import { adam, alternate, filled, learned, pictures, weights, type Players } from "./parts";
import type { Kind } from "./workload";

// DCGAN (Radford et al. 2016), with one level less or as many as the picture's size asks for.

interface Plan {
  readonly latent: number;
  /** Channels from the smallest level to the picture. */
  readonly channels: readonly number[];
  /** Height and width of the smallest level. */
  readonly smallest: number;
  readonly kernel: number;
}

/** A generator of transposed convolutions, a discriminator of convolutions, both with stride 2. */
export function dcganPlayers(random: Random, plan: Plan): Players {
  const { latent, channels, smallest, kernel } = plan;
  const levels = channels.length - 1;
  const area = smallest * smallest * channels[0];
  const gWeights = [weights(random, "g/dense", [latent, area]), filled("g/bias", [area])];
  const gFilters = Array.from({ length: levels }, (_, i) =>
    weights(random, `g/filter${i}`, [kernel, kernel, channels[i + 1], channels[i]]),
  );
  const gNorms = gFilters
    .slice(0, -1)
    .map((_, i) => [
      filled(`g/offset${i}`, [channels[i + 1]]),
      filled(`g/scale${i}`, [channels[i + 1]], 1),
    ]);
  const dFilters = Array.from({ length: levels }, (_, i) =>
    weights(random, `d/filter${i}`, [
      kernel,
      kernel,
      channels[levels - i],
      channels[levels - i - 1],
    ]),
  );
  const dWeights = [weights(random, "d/dense", [area, 1]), filled("d/bias", [1])];
  return {
    generate(z) {
      const first = tf.relu(dense(z, gWeights[0], gWeights[1]));
      const small = tf.reshape(first, [z.shape[0], smallest, smallest, channels[0]]);
      const h = gNorms.reduce(
        (x, [offset, scale], i) =>
          tf.relu(batchNorm(convTranspose(x, gFilters[i], 2), offset, scale)),
        small,
      );
      return tf.tanh(convTranspose(h, gFilters[levels - 1], 2)); // (batch, height, width, colours)
    },
    score(x) {
      const features = dFilters.reduce((h, filter) => leaky(conv(h, filter, 2)), x);
      return dense(flatten(features), dWeights[0], dWeights[1]); // (batch, 1)
    },
    generatorVariables: [...gWeights, ...gFilters, ...gNorms.flat()],
    discriminatorVariables: [...dFilters, ...dWeights],
    optimizers: [adam(2e-4), adam(2e-4)],
  };
}

type DcganSizes = { batch: number; channels: number };

function dcgan(
  kind: string,
  size: number,
  colours: number,
  plan: (channels: number) => Plan,
): Kind<DcganSizes> {
  return {
    kind,
    sizes: { batch: 64, channels: 32 },
    tiny: { batch: 2, channels: 2 },
    make(random, { batch, channels }) {
      const { latent } = plan(channels);
      const players = dcganPlayers(random, plan(channels));
      return {
        ...pictures([batch, size, size, colours]),
        variables: learned(players),
        optimizers: players.optimizers,
        fn: ({ real }) => alternate(players, real, () => random.normal([batch, latent])),
      };
    },
  };
}

/** 28x28 in grey: two levels of 5x5 filters. */
export const dcgan28 = dcgan("dcgan-28", 28, 1, (c) => ({
  latent: 64,
  channels: [2 * c, c, 1],
  smallest: 7,
  kernel: 5,
}));

/** 32x32 in colour: three levels of 4x4 filters. */
export const dcgan32 = dcgan("dcgan-32", 32, 3, (c) => ({
  latent: 64,
  channels: [4 * c, 2 * c, c, 3],
  smallest: 4,
  kernel: 4,
}));
