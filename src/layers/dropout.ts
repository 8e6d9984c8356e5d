import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { expectNumber } from "../shape";
import { drawsOf, type Layer } from "./layer";

/** Options of {@link dropout}. */
export interface DropoutOptions {
  /** Its name, and that of the stream that it draws from: two layers of one name drop the same places. */
  readonly name: string;
  /** The share of numbers that are dropped. */
  readonly rate: number;
}

/**
 * Dropout: in training each number is set to 0 with probability `rate`, and those that stay are divided by
 * 1 - rate, so that the mean stays as it is; otherwise nothing happens (Srivastava et al. 2014, in its
 * inverted form). In a discriminator it keeps any one feature from deciding alone.
 *
 * @throws RangeError for a rate below 0 or not below 1
 * @throws TypeError from `apply` in training without `random`
 * @example
 * ```ts
 * import { dropout, seeded, tf } from "gan-clinic";
 * const layer = dropout({ name: "example", rate: 0.5 });
 * const dropped = layer.apply(tf.ones([100]), { training: true, random: seeded(1) });
 * assert.deepEqual([...new Set(dropped.dataSync())].sort(), [0, 2]);
 * assert.deepEqual(layer.apply(tf.ones([2])).arraySync(), [1, 1]);
 * ```
 */
export function dropout({ name, rate }: DropoutOptions): Layer {
  expectNumber(rate, `${name} rate`, { atLeast: 0, below: 1 });
  return lever(
    "layer",
    "dropout",
    { name, rate },
    {
      name,
      variables: [],
      apply(x, context) {
        if (!context?.training) return x;
        const random = drawsOf(context, name);
        return tf.tidy(() => {
          const kept = tf.greaterEqual(random.uniform(x.shape), rate);
          return tf.mul(x, tf.div(tf.cast(kept, "float32"), 1 - rate));
        });
      },
    },
  );
}
