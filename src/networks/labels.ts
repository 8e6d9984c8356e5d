import * as tf from "@tensorflow/tfjs";
import { labelsOf, type Layer } from "../layers/layer";

// Labels as numbers that a layer can take: (batch) whole numbers become (batch, classes) with a 1 at the class.

/** (batch, classes): 1 at the class of each example, 0 elsewhere. */
export function oneHot(labels: tf.Tensor1D, classes: number): tf.Tensor {
  return tf.cast(tf.oneHot(labels, classes), "float32");
}

/** Puts the class after each vector: (batch, size) to (batch, size + classes). */
export function labelVector(name: string, classes: number): Layer {
  return {
    name,
    variables: [],
    apply: (x, context) => tf.concat([x, oneHot(labelsOf(context, name), classes)], 1),
  };
}

/**
 * Gives pictures (batch, height, width, channels) one more channel for each class, which is 1 everywhere for the
 * picture's class and 0 everywhere for the others.
 */
export function labelPlanes(name: string, classes: number): Layer {
  return {
    name,
    variables: [],
    apply(x, context) {
      const [batch, height, width] = x.shape;
      const pixel = tf.reshape(oneHot(labelsOf(context, name), classes), [batch, 1, 1, classes]);
      const planes = tf.mul(pixel, tf.ones([1, height, width, 1])); // (batch, height, width, classes)
      return tf.concat([x, planes], 3);
    },
  };
}
