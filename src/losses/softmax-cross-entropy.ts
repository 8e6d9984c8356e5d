import * as tf from "@tensorflow/tfjs";
import { expectShape, shapeText } from "../shape";

// -log p_c for the class c of an example, where p = softmax(l) of its logits. As written, p_c rounds to 0 from
// a distance of 104 on, and its logarithm is infinite. But
//
//     -log (e^(l_c) / Σ e^(l_k)) = log Σ e^(l_k) - l_c = log Σ e^(l_k - m) - (l_c - m)    with m = max l_k.
//
// The largest term of the last sum is e^0 = 1: it neither overflows nor is 0. tf.logSoftmax computes so.

/**
 * E[-log p(class)].
 *
 * @param logits (batch, classes)
 * @param classes (batch), int32, 0 up to classes - 1
 * @param who names the arguments in messages
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor,
  classes: tf.Tensor,
  who: readonly [logits: string, classes: string],
): tf.Scalar {
  expectShape(logits, [null, null], who[0]);
  expectShape(classes, [logits.shape[0]], who[1]);
  if (classes.dtype !== "int32") {
    throw new TypeError(
      `${who[1]}: wanted int32 of shape ${shapeText(classes.shape)}, found ${classes.dtype}`,
    );
  }
  return tf.tidy(() => {
    const picked = tf.oneHot(classes, logits.shape[1]!, 1, 0, "float32"); // (batch, classes)
    return tf.neg(tf.mean(tf.sum(tf.mul(picked, tf.logSoftmax(logits)), 1)));
  });
}
