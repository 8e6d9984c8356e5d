import * as tf from "@tensorflow/tfjs";
import { expectShape } from "../shape";
import { softmaxCrossEntropy } from "./softmax-cross-entropy";

// InfoGAN (Chen et al. 2016): a part c of the generator's input is a code, and a network Q reads it back from
// the fake. For every Q
//
//     I(c; G(z, c)) ≥ E[log Q(c | x)] + H(c)          (eq. 4 and 5),
//
// with equality for the best Q. The entropy H(c) of the code is fixed. So generator and Q together minimise
// -E[log Q(c | x)], which is what these losses are, and H(c) less the loss is how much of the code can be
// read in the fakes at the least, in nats.

/**
 * The loss of a code that is one of k categories, E[-log Q(c | x)] (Chen et al. 2016, eq. 5). Log k less this
 * is a lower bound of the mutual information: 0 for a code that leaves no trace, log k for one that is always
 * read right.
 *
 * @param codeLogits Q's logits for the fakes (batch, k), before the softmax
 * @param codes what the generator was given (batch), int32, 0 to k - 1
 * @throws TypeError for other shapes, or codes that are not int32
 * @example
 * ```ts
 * import { categoricalCodeLoss, tf } from "gan-clinic";
 * const codes = tf.tensor1d([1], "int32");
 * const bits = (logits: number[]) =>
 *   2 - categoricalCodeLoss(tf.tensor2d([logits]), codes).dataSync()[0] / Math.log(2);
 * assert.ok(Math.abs(bits([0, 0, 0, 0]) - 0) < 1e-6); // of one code in four no trace
 * assert.ok(Math.abs(bits([0, 50, 0, 0]) - 2) < 1e-6); // both bits
 * ```
 */
export function categoricalCodeLoss(codeLogits: tf.Tensor, codes: tf.Tensor): tf.Scalar {
  return softmaxCrossEntropy(codeLogits, codes, [
    "categoricalCodeLoss codeLogits",
    "categoricalCodeLoss codes",
  ]);
}

/**
 * The loss of a code of real numbers (Chen et al. 2016, section 6), where Q is a normal distribution for each
 * number: E[Σ ½ ((c - μ)² / σ² + log σ² + log 2π)]. With the variance left out it is 1, as in most programs,
 * and the loss is half the squared error and a constant.
 *
 * Q gives log σ², which may be any number. (c - μ) / σ is computed as (c - μ) e^(-½ log σ²). A density may be
 * above 1, so this loss may be below 0.
 *
 * @param means μ, Q's for the fakes (batch, size)
 * @param codes what the generator was given (batch, size)
 * @param logVariances log σ² (batch, size)
 * @returns a mean over the batch, summed over the code's numbers
 * @throws TypeError for other shapes
 * @example
 * ```ts
 * import { continuousCodeLoss, tf } from "gan-clinic";
 * const loss = continuousCodeLoss(tf.tensor2d([[1]]), tf.tensor2d([[3]]));
 * assert.ok(Math.abs(loss.dataSync()[0] - (4 + Math.log(2 * Math.PI)) / 2) < 1e-6);
 * ```
 */
export function continuousCodeLoss(
  means: tf.Tensor,
  codes: tf.Tensor,
  logVariances?: tf.Tensor,
): tf.Scalar {
  expectShape(means, [null, null], "continuousCodeLoss means");
  expectShape(codes, means.shape, "continuousCodeLoss codes");
  if (logVariances) expectShape(logVariances, means.shape, "continuousCodeLoss logVariances");
  return tf.tidy(() => {
    const logs = logVariances ?? tf.zerosLike(means); // (batch, size)
    const deviations = tf.mul(tf.sub(codes, means), tf.exp(tf.mul(logs, -0.5)));
    const terms = tf.add(tf.add(tf.square(deviations), logs), Math.log(2 * Math.PI));
    return tf.mul(tf.mean(tf.sum(terms, 1)), 0.5);
  });
}
