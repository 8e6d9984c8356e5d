import type { Network } from "./network";

/**
 * The same network, whose layers never draw: they do in training what they do at use. A generator of text with it gives plain
 * softmax, mixtures of symbols (Gulrajani et al. 2017), where it would give draws by `gumbelSoftmax`; a discriminator's
 * dropout, noise and phase shuffle are off. It has the network's own weights, and batch norm still works with its averages
 * only.
 *
 * @example
 * ```ts
 * import { seeded, textGenerator, tf, withoutDraws } from "gan-clinic";
 * const writer = textGenerator({
 *   name: "writer", length: 5, vocabulary: 3, width: 8, latentSize: 4, straightThrough: false, random: seeded(1),
 * });
 * const plain = withoutDraws(writer);
 * const latent = seeded(2).normal([1, 4]);
 * const [drawn, soft] = [writer, plain].map((each) => each.apply(latent, { training: true, random: seeded(3) }));
 * assert.ok(tf.max(tf.abs(tf.sub(drawn, soft))).dataSync()[0] > 0.01);
 * assert.deepEqual(soft.dataSync(), writer.apply(latent).dataSync());
 * ```
 */
export function withoutDraws(network: Network): Network {
  return {
    ...network,
    apply: (x, context) => network.apply(x, labelsOf(context)),
    ...(network.features && {
      features: (x, context) => network.features!(x, labelsOf(context)),
    }),
  };
}

/** Only what says which example is meant. */
function labelsOf(context: Parameters<Network["apply"]>[1]) {
  return context?.labels && { labels: context.labels };
}
