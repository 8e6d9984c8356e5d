import { lever } from "../levers/lever";
import { buildNetwork } from "./build";
import { layersOf, through, type Step } from "./block";
import type { Network, NetworkTraits } from "./network";
import { rangeOf } from "./range";

/** Options of {@link sequential}. */
export interface SequentialOptions {
  /** Begins the names of its layers and variables, and stands in messages. */
  readonly name: string;
  /** Shape of one example as the first step gets it: `[28, 28, 1]` for a picture, `[100]` for a latent vector. */
  readonly inputShape: readonly number[];
  /** Shape of one example as the last step gives it. */
  readonly outputShape: readonly number[];
  /** Layers and activations, in the order of computation. */
  readonly steps: readonly Step[];
  /** What the network is, besides what its steps say. */
  readonly traits?: NetworkTraits;
}

/**
 * A network of steps, one after the other. The batch is flat at both ends and has the given shapes inside. The
 * steps say two things about the network: by which layer it mixes a batch, and its range, when the last one is
 * tanh, sigmoid or relu. Its features are what the last layer gets that learns.
 *
 * @throws RangeError for a size below 1
 * @throws TypeError from `apply` when x is not (batch, inputs) or a step does not fit
 * @example
 * ```ts
 * import { dense, leakyRelu, seeded, sequential, tanh, tf } from "gan-clinic";
 * const random = seeded(1);
 * const generator = sequential({
 *   name: "generator",
 *   inputShape: [8],
 *   outputShape: [4, 4, 1],
 *   steps: [
 *     dense({ name: "generator/1", inputs: 8, outputs: 32, random }),
 *     leakyRelu,
 *     dense({ name: "generator/2", inputs: 32, outputs: 16, random }),
 *     { name: "picture", variables: [], apply: (x) => tf.reshape(x, [-1, 4, 4, 1]) },
 *     tanh,
 *   ],
 * });
 * assert.deepEqual(generator.apply(tf.zeros([5, 8])).shape, [5, 16]);
 * assert.deepEqual(generator.traits, { outputRange: [-1, 1] });
 * assert.deepEqual(generator.features?.(tf.zeros([5, 8])).shape, [5, 32]);
 * ```
 */
export function sequential(options: SequentialOptions): Network {
  const { name, inputShape, outputShape, steps, traits } = options;
  const learns = steps.map((step) => typeof step !== "function" && step.variables.length > 0);
  const last = Math.max(learns.lastIndexOf(true), 0);
  const outputRange = rangeOf(steps.at(-1));
  return lever(
    "network",
    "sequential",
    options,
    buildNetwork({
      name,
      inputShape,
      outputShape,
      layers: layersOf(steps),
      traits: { ...(outputRange && { outputRange }), ...traits },
      forward: (x, context, note) => {
        const features = through(steps.slice(0, last), x, context, note);
        return { features, output: through(steps.slice(last), features, context, note) };
      },
    }),
  );
}
