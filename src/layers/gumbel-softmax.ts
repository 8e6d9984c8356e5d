import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import { expectNumber, expectShape } from "../shape";
import { drawsOf, type Layer } from "./layer";

/** Options of {@link gumbelSoftmax}. */
export interface GumbelSoftmaxOptions {
  /** Its name, and that of the stream that it draws from. */
  readonly name: string;
  /** Above 0; 1 when left out. A scalar tensor where it changes while a step is compiled: a schedule. */
  readonly temperature?: number | tf.Tensor;
  /** Whether it gives whole choices, 0 and 1; not when left out. */
  readonly straightThrough?: boolean;
}

/**
 * Gumbel-softmax (Jang et al. 2017, eq. 2; Maddison et al. 2017): a choice among the last axis that a gradient can
 * go through. The largest of logit_k + g_k, with g = -log(-log u) and u from (0, 1), is k with the probability
 * softmax(logits)_k: so the noise makes it a draw. The largest has no slope, softmax has:
 *
 *     y = softmax((logits + g) / τ).
 *
 * For small τ it is nearly a choice, and its gradient has a large variance; for large τ it is nearly even. With
 * `straightThrough` it gives the choice itself, 1 for the largest and 0 else, and the gradient of y: then a
 * discriminator can not tell it from real one-hot data by the 0s alone.
 *
 * Noise is added in training, and wherever `random` is given. Without it, the choice is the most probable one.
 *
 * @returns a layer from (…, choices) to the same shape, with the sum 1 along the last axis
 * @throws RangeError for a temperature that is not positive
 * @throws TypeError for a temperature that is a tensor but not a scalar; from `apply` in training without `random`
 * @example
 * ```ts
 * import { gumbelSoftmax, seeded, tf } from "gan-clinic";
 * const choose = gumbelSoftmax({ name: "example", straightThrough: true });
 * const logits = tf.log(tf.tile(tf.tensor2d([[0.8, 0.2]]), [2000, 1]));
 * const [often] = choose.apply(logits, { random: seeded(1) }).mean(0).arraySync() as number[];
 * assert.ok(Math.abs(often - 0.8) < 0.04); // the probability, up to chance
 * ```
 */
export function gumbelSoftmax(options: GumbelSoftmaxOptions): Layer {
  const { name, temperature = 1, straightThrough = false } = options;
  if (typeof temperature === "number")
    expectNumber(temperature, `${name} temperature`, { above: 0 });
  else expectShape(temperature, [], `${name} temperature`);
  return lever("layer", "gumbelSoftmax", options, {
    name,
    variables: [],
    apply: (logits, context) =>
      tf.tidy(() => {
        const noisy =
          context && (context.training || context.random)
            ? tf.add(logits, gumbels(drawsOf(context, name).uniform(logits.shape, lowest, highest)))
            : logits;
        const soft = tf.softmax(tf.div(noisy, temperature));
        return straightThrough ? choice(soft) : soft;
      }),
  });
}

// The uniform numbers lie on a grid of 2^-24. Away from both ends, neither logarithm is infinite.
const lowest = 2 ** -24;
const highest = 1 - 2 ** -23;

/** Of uniform numbers. */
function gumbels(uniforms: tf.Tensor): tf.Tensor {
  return tf.neg(tf.log(tf.neg(tf.log(uniforms))));
}

/** 1 at the largest and 0 else, with the gradient of what it was made of. */
function choice(soft: tf.Tensor): tf.Tensor {
  const straight = tf.customGrad((x) => ({
    value: tf.cast(tf.oneHot(tf.argMax(x as tf.Tensor, -1), soft.shape.at(-1)!), "float32"),
    gradFunc: (dy: tf.Tensor) => dy,
  }));
  return straight(soft);
}
