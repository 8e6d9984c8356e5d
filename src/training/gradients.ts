import * as tf from "@tensorflow/tfjs";
import { withTape } from "../runtime/gradients/tape";
import { globalNorm } from "../penalties";
import type { Gradients, Loss, Slope } from "./game";

/** The length of all gradients taken as one vector, {@link globalNorm} of them, added up in one go. */
export function gradientNorm(gradients: Gradients): tf.Scalar {
  const flat = tf.concat1d(Object.values(gradients).map((g) => tf.reshape<tf.Rank.R1>(g, [-1])));
  return globalNorm({ flat });
}

/**
 * The gradients of a loss by the variables, and what it measured.
 *
 * @throws TypeError for a loss that depends on none of them
 */
export function gradientsOf<Results extends object>(
  variables: readonly tf.Variable[],
  lossOf: () => Loss<Results>,
): Slope<Results> {
  // what the loss measured has to outlive the gradient's own tidy: copies of it are kept for as long
  const kept: Record<string, tf.Tensor> = {};
  try {
    const { grads } = withTape(() =>
      tf.variableGrads(() => {
        const { total, results } = lossOf();
        for (const [name, tensor] of Object.entries(results) as [string, tf.Tensor][])
          kept[name] = tf.keep(tf.clone(tensor));
        return total;
      }, [...variables]),
    );
    const results = Object.entries(kept).map(([name, tensor]) => [name, tf.clone(tensor)]);
    return { gradients: grads, results: Object.fromEntries(results) as Results };
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("Cannot find a connection"))
      throw error;
    throw new TypeError(
      `loss: wanted one that depends on the weights that it is to change (${variables[0].name.replace(/#\d+$/, "")}, …), found one that ` +
        "depends on none of them: it is constant, or made of plain numbers (dataSync) instead of tensors",
      { cause: error },
    );
  } finally {
    tf.dispose(Object.values(kept));
  }
}
