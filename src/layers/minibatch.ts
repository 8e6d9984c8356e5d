import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape, shapeText } from "../shape";
import { firstWeights, normalInit, type Initializer } from "./init";
import { namedVariable, type Layer } from "./layer";

// Two layers that let a discriminator see how much the examples of a batch differ. A single fake of a collapsed
// generator may look real; a batch of equal ones does not.

/** Options of {@link minibatchDiscrimination}. */
export interface MinibatchDiscriminationOptions {
  /** Begins the names of its variables, and stands in messages. */
  readonly name: string;
  /** Features of an example. */
  readonly inputs: number;
  /** How many numbers are added to them. */
  readonly kernels: number;
  /** Dimensions of the space in which each kernel measures distance. */
  readonly dims: number;
  /** First weights, (inputs, kernels · dims); N(0, .05²) when left out. */
  readonly init?: Initializer;
  /** Draws the first weights. */
  readonly random: Random;
}

/**
 * Minibatch discrimination (Salimans et al. 2016, section 3.2): how near each example is to the others of its
 * batch, as `kernels` more features. With M_i = x_i T, one vector of `dims` numbers for each kernel b,
 *
 *     o_b(x_i) = Σ_{j ≠ i} exp(-‖M_ib - M_jb‖₁)
 *
 * which is 0 for an example that is far from all others and batch - 1 where all are the same. (The paper's sum
 * has j = i too, which is always 1.) The numbers grow with the batch: score batches of one size.
 *
 * @returns a layer from (batch, inputs) to (batch, inputs + kernels)
 * @throws RangeError for inputs, kernels or dims below 1
 * @throws TypeError from `apply` when x is not (batch, inputs)
 * @example
 * ```ts
 * import { minibatchDiscrimination, seeded, tf } from "gan-clinic";
 * const layer = minibatchDiscrimination({
 *   name: "example", inputs: 2, kernels: 1, dims: 3, random: seeded(1),
 * });
 * const collapsed = layer.apply(tf.ones([4, 2])).arraySync() as number[][];
 * assert.deepEqual(collapsed[0], [1, 1, 3]); // three others, at distance 0
 * ```
 */
export function minibatchDiscrimination({
  name,
  inputs,
  kernels,
  dims,
  init = normalInit(0.05),
  random,
}: MinibatchDiscriminationOptions): Layer {
  for (const [what, size] of Object.entries({ inputs, kernels, dims })) {
    expectInteger(size, `${name} ${what}`, { atLeast: 1 });
  }
  const weights = namedVariable(
    firstWeights(init, random.stream(name), [inputs, kernels * dims], name),
    `${name}/weights`,
  );
  return lever(
    "layer",
    "minibatchDiscrimination",
    { name, inputs, kernels, dims, init, random },
    {
      name,
      variables: [weights],
      mixesBatch: "minibatch discrimination",
      apply(x) {
        expectShape(x, [null, inputs], `${name} input`);
        return tf.tidy(() => {
          const [batch] = x.shape;
          const places = tf.matMul(x, weights);
          const rows = tf.reshape(places, [batch, 1, kernels, dims]);
          const columns = tf.reshape(places, [1, batch, kernels, dims]);
          const distances = tf.sum(tf.abs(tf.sub(rows, columns)), 3); // (batch, batch, kernels)
          const others = tf.reshape(tf.sub(1, tf.eye(batch)), [batch, batch, 1]);
          const nearness = tf.sum(tf.mul(tf.exp(tf.neg(distances)), others), 1); // (batch, kernels)
          return tf.concat([x, nearness], 1);
        });
      },
    },
  );
}

/** Options of {@link minibatchStddev}. */
export interface MinibatchStddevOptions {
  /** Its name in messages and summaries. */
  readonly name: string;
  /** Examples that are compared; the whole batch when left out, 4 in the paper. */
  readonly group?: number;
}

/**
 * Minibatch standard deviation (Karras et al. 2018, section 3): how much the examples of a group differ, as one
 * more channel that holds the same number everywhere,
 *
 *     s = mean over places and channels of √(variance over the group + 10⁻⁸).
 *
 * Nothing is learned. Without the small number, the root of a collapsed batch would have an infinite slope.
 *
 * @returns a layer that adds one to the last axis of (batch, features) or (batch, height, width, channels)
 * @throws RangeError for a group below 1
 * @throws TypeError from `apply` for a batch that can not be cut into groups, or fewer than two axes
 * @example
 * ```ts
 * import { minibatchStddev, tf } from "gan-clinic";
 * const layer = minibatchStddev({ name: "example" });
 * const [first] = layer.apply(tf.tensor2d([[1, 5], [3, 5]])).arraySync() as number[][];
 * assert.ok(Math.abs(first[2] - (1 + 0) / 2) < 1e-3); // standard deviations 1 and 0
 * ```
 */
export function minibatchStddev({ name, group }: MinibatchStddevOptions): Layer {
  if (group !== undefined) expectInteger(group, `${name} group`, { atLeast: 1 });
  return lever(
    "layer",
    "minibatchStddev",
    { name, group },
    {
      name,
      variables: [],
      mixesBatch: "minibatch standard deviation",
      apply(x) {
        const [batch, ...rest] = x.shape;
        const size = group ?? batch;
        if (rest.length === 0 || batch % size !== 0) {
          throw new TypeError(
            `${name} input: wanted a batch that is a multiple of ${size}, and an axis of features, ` +
              `found shape ${shapeText(x.shape)}`,
          );
        }
        return tf.tidy(() => {
          const groups = batch / size;
          const { variance } = tf.moments(tf.reshape(x, [groups, size, ...rest]), 1); // (groups, …)
          const deviations = tf.reshape(tf.sqrt(tf.add(variance, 1e-8)), [groups, -1]);
          const spread = tf.reshape(tf.mean(deviations, 1), [groups, 1]);
          const places = rest.slice(0, -1);
          const channel = tf.mul(
            tf.reshape(tf.tile(spread, [1, size]), [batch, ...places.map(() => 1), 1]),
            tf.ones([batch, ...places, 1]),
          );
          return tf.concat([x, channel], -1);
        });
      },
    },
  );
}
