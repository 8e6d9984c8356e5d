import * as tf from "@tensorflow/tfjs";
import { expectTensor, shapeText } from "../../shape";
import { advice, exactOps, publicName } from "./exact-ops";
import "./install";
import { nodesBetween, withTape } from "./tape";

/**
 * A critic with an operation whose second gradient is missing or not exact.
 *
 * @example
 * ```ts
 * import { inputGradient, InexactGradientError, tf } from "gan-clinic";
 * const critic = (x: tf.Tensor) => tf.prod(x, 1);
 * assert.throws(() => inputGradient(critic, tf.ones([4, 2])), InexactGradientError);
 * assert.throws(() => inputGradient(critic, tf.ones([4, 2])), /tf\.prod.*Use tf\.mul of the parts/);
 * ```
 */
export class InexactGradientError extends Error {
  constructor(
    /** The operation, as its users call it: `tf.einsum`. */
    readonly op: string,
    remedy: string,
  ) {
    super(
      `The gradient by the input goes through ${op}, whose second gradient TensorFlow.js does not have ` +
        `or has not exactly: a penalty's gradient would be wrong. ${remedy}`,
    );
    this.name = "InexactGradientError";
  }
}

/**
 * ∂ Σ critic(x) / ∂x, which can be differentiated again: by weights, in `tf.variableGrads`, or by x. Row i
 * is the gradient of score i by example i, as long as the critic scores each example by itself; batch
 * normalisation mixes them (Gulrajani et al. 2017, section 4, use layer normalisation for this reason).
 *
 * @param critic scores of (batch, …), of any shape
 * @param x (batch, …)
 * @returns a tensor of x's shape
 * @throws InexactGradientError for a critic with an operation whose second gradient is not exact
 * @throws Error when the scores do not depend on x
 * @example
 * ```ts
 * import { inputGradient, tf } from "gan-clinic";
 * const slopes = inputGradient((x) => tf.square(x), tf.tensor([1, 3])); // 2x
 * assert.deepEqual(slopes.arraySync(), [2, 6]);
 * ```
 */
export function inputGradient(critic: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  if (x.dtype !== "float32") {
    throw new TypeError(
      `inputGradient x: wanted float32, found ${x.dtype} of shape ${shapeText(x.shape)}`,
    );
  }
  const slope = tf.grad((input: tf.Tensor) => {
    const scores = expectTensor(critic(input), "what inputGradient's critic gives");
    const inexact = nodesBetween(input, scores).find(({ kernelName }) => !exactOps.has(kernelName));
    if (inexact) {
      throw new InexactGradientError(publicName(inexact.kernelName), advice(inexact.kernelName));
    }
    return tf.sum(scores);
  });
  return withTape(() => slope(x));
}
