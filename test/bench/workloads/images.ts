import * as tf from "@tensorflow/tfjs";
import { leakyRelu } from "../../../src/layers/activations";

// Pieces of networks on images. Images are (batch, height, width, channels).

export function conv(x: tf.Tensor, filter: tf.Tensor, stride: number): tf.Tensor {
  return tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, "same");
}

/** The transpose of a convolution: the image grows by `stride`. Filter (height, width, out, in). */
export function convTranspose(x: tf.Tensor, filter: tf.Tensor, stride: number): tf.Tensor {
  const [batch, height, width] = x.shape;
  const shape: [number, number, number, number] = [
    batch,
    height * stride,
    width * stride,
    filter.shape[2]!,
  ];
  return tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, shape, stride, "same");
}

/** Batch normalisation with the batch's own moments (Ioffe and Szegedy 2015). */
export function batchNorm(x: tf.Tensor, offset: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2].slice(0, x.rank - 1));
  return tf.batchNorm(
    x as tf.Tensor4D,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D,
    scale as tf.Tensor1D,
    1e-5,
  );
}

export function dense(x: tf.Tensor, matrix: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(x as tf.Tensor2D, matrix as tf.Tensor2D), bias);
}

/** A row for each example. */
export function flatten(x: tf.Tensor): tf.Tensor {
  return tf.reshape(x, [x.shape[0], -1]);
}

export function leaky(x: tf.Tensor): tf.Tensor {
  return leakyRelu(x, 0.2);
}
