import type * as tf from "@tensorflow/tfjs";
import { labelsOf, type ApplyContext } from "../layers/layer";
import { lever } from "../levers/lever";
import { expectInteger, expectShape } from "../shape";
import type { Network } from "./network";

/** Options of {@link labelBlind}. */
export interface LabelBlindOptions {
  /** How many classes the generator that it is paired with knows. */
  readonly classes: number;
}

/**
 * A network that is handed the labels and does not look at them: the control for a conditional discriminator. Trained
 * against it a conditional generator gets the class of each fake and has no reason to mind it. All checks of a conditional
 * training stay on, so nothing but the discriminator's eyes differs from the arm that it is compared with.
 *
 * @param network a discriminator without classes; the new one shares its weights
 * @throws TypeError for a network that takes labels; from `apply` without labels, or with too few
 * @throws RangeError for classes below 1
 * @example
 * ```ts
 * import { bigganGenerator, checkPairing, labelBlind, seeded, snganDiscriminator } from "gan-clinic";
 * const shared = { size: 8, channels: 1, width: 8, random: seeded(1) } as const;
 * const generator = bigganGenerator({ ...shared, name: "generator", latentSize: 4, classes: 10 });
 * const plain = snganDiscriminator({ ...shared, name: "discriminator" });
 * assert.match(checkPairing({ generator, discriminator: plain })[0].problem, /takes no labels/);
 * const discriminator = labelBlind(plain, { classes: 10 });
 * assert.deepEqual(checkPairing({ generator, discriminator }), []);
 * ```
 */
export function labelBlind(network: Network, { classes }: LabelBlindOptions): Network {
  const { name, inputs, traits } = network;
  expectInteger(classes, "labelBlind classes", { atLeast: 1 });
  if (traits?.classes !== undefined) {
    throw new TypeError(
      `labelBlind "${name}": wanted a network without classes, found one that takes labels of ${traits.classes}. ` +
        "Make it without classes: its own layers would miss them",
    );
  }
  /** Checks the labels, as a network that looks at them does, and takes them away. */
  const blinded = (x: tf.Tensor, { labels, ...context }: ApplyContext = {}): ApplyContext => {
    expectShape(x, [null, inputs], `${name} input`);
    expectShape(labelsOf({ ...(labels && { labels }) }, name), [x.shape[0]], `${name} labels`);
    return context;
  };
  const features = network.features?.bind(network);
  return lever(
    "network",
    "labelBlind",
    { network, classes },
    {
      ...network,
      traits: { ...traits, classes },
      apply: (x, context) => network.apply(x, blinded(x, context)), // (batch, outputs)
      ...(features && {
        features: (x: tf.Tensor, context?: ApplyContext) => features(x, blinded(x, context)), // (batch, features)
      }),
    },
  );
}
