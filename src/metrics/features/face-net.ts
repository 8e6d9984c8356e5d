import * as tf from "@tensorflow/tfjs";

// The network behind faceJudge:
//
//     (16, 16, 3)  conv 4x4, 16, stride 2   (8, 8, 16)
//                  conv 3x3, 32, stride 2   (4, 4, 32)
//                  dense 64                 the features
//                  dense 11                 the logits: five traits, then six colours of hair
//
// with a ReLU after each but the last. It has no batch norm, so an example's features are its own.

export const faceInputs = 16 * 16 * 3;
export const faceFeatures = 64;
/** Traits that a face has or has not; each has a logit of its own. */
export const faceTraits = 5;
/** Colours of hair, of which a face has one. */
export const faceColours = 6;

/** The weights of a trained judge of faces, small enough to lie in the repository. */
export interface PackedFaceNet {
  /** What it was trained on. */
  readonly data: string;
  /** What its outputs say. */
  readonly attributes: readonly string[];
  /** Share of 4,000 test faces of which it gets each trait right; the last one is the colour of hair. */
  readonly accuracy: readonly number[];
  /** Base64 of `packWeights`. */
  readonly weights: string;
}

/** Shapes of the weights in their order: kernel and bias of each layer. */
export function faceNetShapes(): number[][] {
  const kernels = [
    [4, 4, 3, 16],
    [3, 3, 16, 32],
    [4 * 4 * 32, faceFeatures],
    [faceFeatures, faceTraits + faceColours],
  ];
  return kernels.flatMap((kernel) => [kernel, kernel.slice(-1)]);
}

/** The features of flat pictures. */
export function toFaceFeatures(
  x: tf.Tensor, // (batch, 768)
  weights: readonly tf.Tensor[],
): tf.Tensor {
  const [first, firstBias, second, secondBias, third, thirdBias] = weights;
  const picture = tf.reshape(x, [-1, 16, 16, 3]);
  const large = convolved(picture, first, firstBias); // (batch, 8, 8, 16)
  const small = convolved(large, second, secondBias); // (batch, 4, 4, 32)
  const flat = tf.reshape(small, [-1, 4 * 4 * 32]);
  return tf.relu(tf.add(tf.matMul(flat, third), thirdBias)); // (batch, 64)
}

/** The logits of features. */
export function toFaceLogits(features: tf.Tensor, weights: readonly tf.Tensor[]): tf.Tensor {
  const [kernel, bias] = weights.slice(-2);
  return tf.add(tf.matMul(features, kernel), bias); // (batch, 11)
}

function convolved(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const y = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 2, "same");
  return tf.relu(tf.add(y, bias));
}
