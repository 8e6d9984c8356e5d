import * as tf from "@tensorflow/tfjs";
import type { Network } from "./network";

/**
 * How many numbers a network's features have, the input of its last layer: what `withHead` wants to know.
 *
 * @throws TypeError for a network that does not give its features
 * @example
 * ```ts
 * import { featureCount, mlp, seeded, withHead } from "gan-clinic";
 * const random = seeded(1);
 * const plain = mlp({ name: "d", inputs: 2, hidden: [16, 8], outputs: 1, random });
 * assert.equal(featureCount(plain), 8);
 * const headed = withHead(plain, { outputs: 10, features: featureCount(plain), classes: true, random });
 * assert.equal(headed.traits?.classes, 10);
 * ```
 */
export function featureCount(network: Network): number {
  const { name, inputs, traits } = network;
  if (!network.features) {
    throw new TypeError(
      `featureCount "${name}": wanted a network with features (the input of its last layer), found none`,
    );
  }
  return tf.tidy(() => {
    const labels = tf.zeros<tf.Rank.R1>([1], "int32");
    const context = traits?.classes === undefined ? {} : { labels };
    return network.features!(tf.zeros([1, inputs]), context).shape[1]!;
  });
}
