import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { expectNumber, expectShape } from "../shape";
import { drawsOf, type Layer } from "./layer";

/** Options of {@link instanceNoise}. */
export interface InstanceNoiseOptions {
  /** Its name, and that of the stream that it draws from. */
  readonly name: string;
  /** Of the noise. A scalar tensor where it changes while a step is compiled: a decaying schedule. */
  readonly std: number | tf.Tensor;
}

/**
 * Instance noise: in training it adds N(0, std²) to each number of real and fake examples alike, in front of
 * the discriminator (Sønderby et al. 2017; Arjovsky and Bottou 2017, section 3). Data and fakes that lie on
 * thin sets hardly overlap, and a perfect discriminator between them gives the generator no slope to follow.
 * With noise both fill the space. The noise is usually let down to 0 over the training.
 *
 * @throws RangeError for a std below 0
 * @throws TypeError for a std tensor that is not a scalar; from `apply` in training without `random`
 * @example
 * ```ts
 * import { instanceNoise, seeded, tf } from "gan-clinic";
 * const layer = instanceNoise({ name: "example", std: 0.1 });
 * const noisy = layer.apply(tf.zeros([1000]), { training: true, random: seeded(1) });
 * assert.ok(Math.abs(noisy.square().mean().sqrt().dataSync()[0] - 0.1) < 0.01);
 * assert.deepEqual(layer.apply(tf.zeros([2])).arraySync(), [0, 0]);
 * ```
 */
export function instanceNoise({ name, std }: InstanceNoiseOptions): Layer {
  if (typeof std === "number") expectNumber(std, `${name} std`, { atLeast: 0 });
  else expectShape(std, [], `${name} std`);
  return lever(
    "layer",
    "instanceNoise",
    { name, std },
    {
      name,
      variables: [],
      apply(x, context) {
        if (!context?.training) return x;
        const random = drawsOf(context, name);
        return tf.tidy(() => tf.add(x, tf.mul(random.normal(x.shape), std)));
      },
    },
  );
}
