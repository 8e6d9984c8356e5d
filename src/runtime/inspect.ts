import * as tf from "@tensorflow/tfjs";

/** What Node calls to print a value (`util.inspect.custom`). */
const printed = Symbol.for("nodejs.util.inspect.custom");

/** A tensor as `console.log` and a cell's last line show it: its shape, its type and its values. */
export function tensorText(tensor: tf.Tensor): string {
  const head = `Tensor (${tensor.shape.join(", ")}) ${tensor.dtype}`;
  if (tensor.isDisposed) return `${head}, disposed: its values are gone`;
  // TensorFlow.js writes "Tensor" and the values below, of a large one the first and last alone
  return `${head}\n${tensor.toString().replace(/^Tensor\s*\n/, "")}`;
}

Object.defineProperty(tf.Tensor.prototype, printed, {
  value(this: tf.Tensor) {
    return tensorText(this);
  },
  writable: true,
  configurable: true,
});
