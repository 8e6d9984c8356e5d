import * as tf from "@tensorflow/tfjs";
import { namedState } from "../layers/layer";
import type { Random } from "../random";
import { inputGradient } from "../runtime/gradients/input-gradient";
import { expectNumber } from "../shape";
import { norms } from "./slopes";

/** Options of {@link pathLengthPenalty}. */
export interface PathLengthOptions {
  /** Comes before the names of the states. */
  readonly name?: string;
  /** How much of the running mean stays at each use; .99. */
  readonly decay?: number;
}

/** The penalty, and the mean length that it remembers. */
export interface PathLengthPenalty {
  /** The decayed sum of the mean lengths, and of their weights. */
  readonly states: readonly tf.Variable[];
  /**
   * Moves the mean on, unless `remember` is false; then E[(length - mean)²].
   *
   * @param latent latent vectors or styles (batch, …)
   */
  readonly penalty: (
    generator: (latent: tf.Tensor) => tf.Tensor,
    latent: tf.Tensor,
    random: Random,
    options?: {
      /** Whether the mean moves on; it does when left out. */
      readonly remember?: boolean;
    },
  ) => tf.Scalar;
}

/**
 * How far the generator's output moves when its input does, in a random direction y of the output: the length
 * ‖Jᵀ y‖ of the gradient of y · G(w) by w, with J = ∂G/∂w. For a matrix J of equal singular values σ it is
 * about σ √(inputs / outputs): y is normal noise over √outputs, so it has length 1 or so.
 *
 * @param generator from latent vectors or styles (batch, …) to outputs (batch, …)
 * @param latent (batch, …)
 * @param random where y is drawn
 * @returns (batch)
 * @throws InexactGradientError for a generator with an operation whose second gradient is not exact
 * @example
 * ```ts
 * import { pathLengths, seeded, tf } from "gan-clinic";
 * const lengths = (slope: number) =>
 *   pathLengths((w) => tf.mul(w, slope), tf.zeros([3, 2]), seeded(1)).arraySync() as number[];
 * lengths(3).forEach((length, i) => assert.ok(Math.abs(length / lengths(1)[i] - 3) < 1e-4));
 * ```
 */
export function pathLengths(
  generator: (latent: tf.Tensor) => tf.Tensor,
  latent: tf.Tensor,
  random: Random,
): tf.Tensor1D {
  return tf.tidy(() => {
    const along = (w: tf.Tensor) => {
      const outputs = generator(w);
      const size = outputs.size / outputs.shape[0];
      return tf.mul(outputs, tf.mul(random.normal(outputs.shape), 1 / Math.sqrt(size)));
    };
    return norms(inputGradient(along, latent)) as tf.Tensor1D; // (batch)
  });
}

/**
 * Path length regularisation (StyleGAN2; Karras et al. 2020, eq. 4): E[(‖Jᵀ y‖ - a)²], where a is the running
 * mean of the lengths themselves. No length is asked for, only that it be the same everywhere: a step of a
 * given size in the latent space then changes the picture by as much from every point. Added to the
 * generator's loss with weight 2, and every 4th to 16th step only, with as many times the weight.
 *
 * a is a constant to the gradient. It is divided by the sum of its weights, as Adam's means are, so that it is
 * right from the first use on. (In the authors' program it starts at 0 and pulls the lengths down for the first
 * hundred uses; and y is divided by √(height · width), here by √outputs, whatever an output is.)
 *
 * @throws RangeError for a decay that is not in [0, 1)
 * @example
 * ```ts
 * import { pathLengthPenalty, seeded, tf } from "gan-clinic";
 * const { penalty } = pathLengthPenalty();
 * const even = penalty((w) => tf.mul(w, [2]), tf.ones([1, 1]), seeded(1)); // one length: its own mean
 * assert.ok(even.dataSync()[0] < 1e-6);
 * ```
 */
export function pathLengthPenalty({
  name = "path length",
  decay = 0.99,
}: PathLengthOptions = {}): PathLengthPenalty {
  expectNumber(decay, "pathLengthPenalty decay", { atLeast: 0, below: 1 });
  const sum = namedState(tf.scalar(0), `${name}/sum`);
  const weights = namedState(tf.scalar(0), `${name}/weights`);
  const decayed = (state: tf.Tensor, value: tf.Tensor | number) =>
    tf.add(tf.mul(state, decay), tf.mul(value, 1 - decay));
  return {
    states: [sum, weights],
    penalty: (generator, latent, random, { remember = true } = {}) =>
      tf.tidy(() => {
        const lengths = pathLengths(generator, latent, random); // (batch)
        if (remember) {
          sum.assign(decayed(sum, tf.mean(lengths)));
          weights.assign(decayed(weights, 1));
        }
        const mean = tf.div(sum, tf.maximum(weights, 1e-12)); // 0 before the first use
        return tf.mean(tf.square(tf.sub(lengths, mean)));
      }),
  };
}
