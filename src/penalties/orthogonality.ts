import * as tf from "@tensorflow/tfjs";

/** Options of {@link orthogonalPenalty}. */
export interface OrthogonalityOptions {
  /** Whether the columns are to have length 1 as well; false: their lengths are free. */
  readonly unitLength?: boolean;
}

/**
 * Orthogonal regularisation: Σ ‖WᵀW ⊙ (1 - I)‖² over the weights W, the squared products of different columns
 * (Brock et al. 2019, eq. 3; weight 10⁻⁴). Each column is what one unit looks for; columns at right angles look
 * for different things. With `unitLength` it is the older Σ ‖WᵀW - I‖² (Brock et al. 2017, eq. 2), which
 * BigGAN's authors found too tight, as it fixes the lengths too.
 *
 * A matrix is (inputs, outputs). A filter (height, width, inputs, outputs) counts as a matrix of
 * height · width · inputs rows. Tensors of fewer axes, such as biases, do not count. More columns than rows can
 * not all be at right angles: the penalty then spreads them.
 *
 * @param weights a network's variables, or some of them
 * @throws TypeError when there is no matrix and no filter among them
 * @example
 * ```ts
 * import { orthogonalPenalty, tf } from "gan-clinic";
 * const weights = tf.tensor2d([[1, 1], [0, 2]]); // WᵀW = [[1, 1], [1, 5]]
 * assert.equal(orthogonalPenalty([weights]).dataSync()[0], 1 + 1);
 * assert.equal(orthogonalPenalty([weights], { unitLength: true }).dataSync()[0], 1 + 1 + 4 ** 2);
 * ```
 */
export function orthogonalPenalty(
  weights: readonly tf.Tensor[],
  { unitLength = false }: OrthogonalityOptions = {},
): tf.Scalar {
  const matrices = weights.filter(({ rank }) => rank >= 2);
  if (matrices.length === 0) {
    throw new TypeError(
      "orthogonalPenalty weights: wanted a matrix or a filter, found tensors of fewer axes only",
    );
  }
  return tf.tidy(() => tf.addN(matrices.map((w) => tf.sum<tf.Scalar>(overlap(w, unitLength)))));
}

/** The squared entries of WᵀW off the diagonal, or of WᵀW - I. */
function overlap(weights: tf.Tensor, unitLength: boolean): tf.Tensor {
  const columns = weights.shape.at(-1)!;
  const matrix = tf.reshape<tf.Rank.R2>(weights, [-1, columns]); // (rows, columns)
  const products = tf.matMul(matrix, matrix, true); // (columns, columns)
  const identity = tf.eye(columns);
  const wanted = unitLength ? identity : tf.mul(products, identity);
  return tf.square(tf.sub(products, wanted));
}
