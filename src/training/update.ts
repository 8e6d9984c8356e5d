import * as tf from "@tensorflow/tfjs";
import { clipByNorm, clipByValue, globalNorm } from "../penalties";
import { expectNumber } from "../shape";

/** How gradients are kept small: each number by itself, or the length of all of them together. */
export type GradientClip =
  | {
      /** Each number stays between ± this: {@link clipByValue}. */
      readonly value: number;
    }
  | {
      /** The length of all gradients together stays at most this: {@link clipByNorm}. */
      readonly norm: number;
    };

/** Gradients by the names of their variables. */
export type Gradients = Readonly<Record<string, tf.Tensor>>;

/** The length of all gradients taken as one vector, as {@link globalNorm}, added up in one go. */
export function gradientNorm(gradients: Gradients): tf.Scalar {
  const flat = tf.concat1d(Object.values(gradients).map((g) => tf.reshape<tf.Rank.R1>(g, [-1])));
  return globalNorm({ flat });
}

export function clipped(gradients: Gradients, clip: GradientClip | undefined): Gradients {
  if (!clip) return gradients;
  if ("value" in clip) {
    return clipByValue(gradients, expectNumber(clip.value, "clip value", { above: 0 }));
  }
  return clipByNorm(gradients, expectNumber(clip.norm, "clip norm", { above: 0 }));
}

/**
 * One update. With a factor, the variables go only so far of the way: the same as a learning rate times
 * the factor, for every optimiser whose step is in proportion to its rate.
 *
 * The gradients go in the order of the variables, which is how an optimiser keeps its moments.
 */
export function update(
  optimizer: tf.Optimizer,
  variables: readonly tf.Variable[],
  gradients: Gradients,
  factor?: tf.Scalar,
): void {
  const before = factor ? variables.map((variable) => tf.clone(variable)) : [];
  optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: gradients[name] })));
  before.forEach((old, i) => {
    const step = tf.sub(variables[i], old);
    variables[i].assign(tf.add(old, tf.mul(step, factor!)));
  });
}
