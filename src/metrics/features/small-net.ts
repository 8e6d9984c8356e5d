import * as tf from "@tensorflow/tfjs";

// The network of all classifiers that come with the library:
//
//     (side, side, 1)  conv 5x5, 16, stride side / 14   (14, 14, 16)
//                      conv 5x5, 32, stride 2           (7, 7, 32)
//                      dense 64                         the features
//                      dense classes                    the logits
//
// with a ReLU after each but the last. It has no batch norm, so an example's features are its own.

/** A grey picture's side, and how many classes there are. */
export interface SmallNetPlan {
  readonly side: 28 | 14;
  readonly classes: number;
}

export const smallNetFeatures = 64;

/** Shapes of the weights in their order: kernel and bias of each layer. */
export function smallNetShapes({ classes }: SmallNetPlan): number[][] {
  const kernels = [
    [5, 5, 1, 16],
    [5, 5, 16, 32],
    [7 * 7 * 32, smallNetFeatures],
    [smallNetFeatures, classes],
  ];
  return kernels.flatMap((kernel) => [kernel, kernel.slice(-1)]);
}

/** The features of flat pictures. */
export function applyToFeatures(
  x: tf.Tensor, // (batch, side * side)
  weights: readonly tf.Tensor[],
  { side }: SmallNetPlan,
): tf.Tensor {
  const [first, firstBias, second, secondBias, third, thirdBias] = weights;
  const picture = tf.reshape(x, [-1, side, side, 1]);
  const large = convolved(picture, first, firstBias, side / 14); // (batch, 14, 14, 16)
  const small = convolved(large, second, secondBias, 2); // (batch, 7, 7, 32)
  const flat = tf.reshape(small, [-1, 7 * 7 * 32]);
  return tf.relu(tf.add(tf.matMul(flat, third), thirdBias)); // (batch, 64)
}

/** The logits of features. */
export function applyToLogits(features: tf.Tensor, weights: readonly tf.Tensor[]): tf.Tensor {
  const [kernel, bias] = weights.slice(-2);
  return tf.add(tf.matMul(features, kernel), bias); // (batch, classes)
}

function convolved(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor, stride: number): tf.Tensor {
  const y = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, stride, "same");
  return tf.relu(tf.add(y, bias));
}
