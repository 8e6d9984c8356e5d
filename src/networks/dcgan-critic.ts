import { lever } from "../levers/lever";
import { dcganDiscriminator, type DcganDiscriminatorOptions } from "./dcgan-discriminator";
import type { Network } from "./network";
import type { Norm } from "./parts";

/** Options of {@link dcganCritic}. */
export interface DcganCriticOptions extends DcganDiscriminatorOptions {
  /** After every layer but the first and the last; "layer" when left out. */
  readonly norm?: Exclude<Norm, "batch">;
}

/**
 * The network of {@link dcganDiscriminator} for losses with a penalty on the slope, with layer norm in the place of batch norm
 * (Gulrajani et al. 2017, section 4). A penalty takes row i of ∂ Σ s / ∂x for the slope of score i by example i.
 * Under batch norm s_i depends on all x_j of its batch by their mean and variance, ∂s_i/∂x_j is not 0, and the row
 * is a sum over all scores: no example has a slope of its own. Layer norm takes the mean and variance of one
 * example's own numbers.
 *
 * @throws TypeError for batch norm; as {@link dcganDiscriminator}
 * @example
 * ```ts
 * import { dcganCritic, inputGradient, seeded, tf } from "gan-clinic";
 * const critic = dcganCritic({ name: "critic", size: 16, width: 4, random: seeded(1) });
 * const [first, second] = [1, 2].map((seed) => seeded(seed).normal([1, 256]));
 * const alone = inputGradient((x) => critic.apply(x, { training: true }), first);
 * const both = inputGradient((x) => critic.apply(x, { training: true }), tf.concat([first, second]));
 * const difference = tf.sub(alone, tf.slice(both, [0, 0], [1, 256])).abs().max();
 * assert.ok(difference.dataSync()[0] < 1e-6); // its slope does not depend on its neighbour
 * ```
 */
export function dcganCritic({ norm = "layer", ...options }: DcganCriticOptions): Network {
  if ((norm as Norm) === "batch") {
    throw new TypeError(
      `${options.name}: wanted "layer", "instance", "spectral" or "none", found "batch": under batch norm an ` +
        "example has no slope of its own",
    );
  }
  return lever(
    "network",
    "dcganCritic",
    { norm, ...options },
    dcganDiscriminator({ ...options, norm }),
  );
}
