import * as tf from "@tensorflow/tfjs";
import { expectInteger } from "../../shape";
import type { Game } from "../game";
import type { Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** Examples that the discriminator judges together (PacGAN); 1. */
    readonly packing?: number;
  }
}

declare module "../plan" {
  interface Defaults {
    readonly packing: number;
  }
}

/** Packing: the discriminator judges several examples at once, real ones or fakes. */
export const packing: Lever = {
  defaults: { packing: 1 },
  check(plan) {
    expectInteger(plan.packing, "trainGan packing", { atLeast: 1 });
    const { name, traits } = plan.discriminator;
    if (plan.packing > 1 && traits?.classes !== undefined) {
      throw new TypeError(
        `trainGan discriminator "${name}": wanted packing 1 with a conditional discriminator, ` +
          `found ${plan.packing}. A pack has no class of its own`,
      );
    }
  },
  shown: (x, { game }) => ((game.packing ?? 1) === 1 ? x : packed(x, game.packing!)),
};

/** How many packs so many examples make. */
export function packsIn({ packing: size = 1 }: Game, examples: number): number {
  return examples / size;
}

/** The greatest number of examples that makes whole packs, of at most `most` where a pack is not larger. */
export function wholePacks({ packing: size = 1 }: Game, most: number): number {
  return size * Math.max(1, Math.floor(most / size));
}

/**
 * Puts `packing` examples side by side into one (PacGAN, Lin et al. 2018): the discriminator judges them
 * together, so it sees at once that a collapsed generator repeats itself.
 *
 * @throws RangeError when the batch is not a multiple of `packing`
 * @example
 * ```ts
 * import { packed, tf } from "gan-clinic";
 * const pairs = packed(tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8]]), 2);
 * assert.deepEqual(pairs.arraySync(), [[1, 2, 3, 4], [5, 6, 7, 8]]);
 * ```
 */
export function packed(x: tf.Tensor, packing: number): tf.Tensor {
  const [batch, ...rest] = x.shape;
  if (batch % packing !== 0) {
    throw new RangeError(`packed: wanted a multiple of ${packing} examples, found ${batch}`);
  }
  return tf.reshape(x, [batch / packing, packing * tf.util.sizeFromShape(rest)]);
}
