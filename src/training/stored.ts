import * as tf from "@tensorflow/tfjs";
import type { StoredTensor } from "./safetensors";

/** A tensor's numbers as they are kept in a file; a copy. */
export function stored(tensor: tf.Tensor): StoredTensor {
  const values = tensor.dataSync().slice() as Float32Array | Int32Array;
  return { shape: tensor.shape, values };
}

export function tensorOf({ values, shape }: StoredTensor): tf.Tensor {
  return tf.tensor(values, [...shape], values instanceof Float32Array ? "float32" : "int32");
}

/** Gives a variable the numbers of a stored tensor. */
export function assignStored(variable: tf.Variable, value: StoredTensor): void {
  const tensor = tensorOf(value);
  variable.assign(tensor);
  tensor.dispose();
}
