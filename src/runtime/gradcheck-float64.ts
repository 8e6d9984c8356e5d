import * as tf from "@tensorflow/tfjs";
import { patch } from "./patch";

// TensorFlow.js has no float64. But the kernels of its plain "cpu" engine are JavaScript, whose numbers are
// float64; only the arrays that hold results between two kernels are Float32Array, made by that name. While
// the name stands for Float64Array, everything is kept in 53 bits.

interface Platform {
  isTypedArray(values: unknown): boolean;
}

/**
 * Runs `work` on the plain cpu engine with float64 numbers. Tensors of the caller may be used in it, and
 * keep their float32 numbers. What it returns must be numbers, not tensors.
 *
 * @param rehearse run before, in float32: brings the caller's tensors that `work` uses to the cpu engine
 * @throws Error when a tensor made within is still there afterwards, or a variable was changed
 */
export function inFloat64<T>(rehearse: () => void, work: () => T): T {
  const engine = tf.engine();
  const { backendName } = engine;
  const platform = tf.env().platform as unknown as Platform;
  const undo: (() => void)[] = [];
  const before = tf.memory().numTensors;
  try {
    void engine.setBackend("cpu"); // it is ready, so this happens at once
    const refuse = function (this: tf.Variable): never {
      throw new Error(
        `gradcheck: the function assigns to the variable "${this.name}", so it is not the same function ` +
          "when it is called again. Check it with that update left out",
      );
    };
    undo.push(patch(tf.Variable.prototype, "assign", refuse));
    tf.tidy(rehearse);
    undo.push(patch(platform, "isTypedArray", (values) => ArrayBuffer.isView(values)));
    const double = Float64Array as unknown as typeof Float32Array;
    undo.push(patch(globalThis, "Float32Array", double));
    const result = work();
    expectNothingKept(tf.memory().numTensors - before);
    return result;
  } finally {
    for (const each of undo.reverse()) each();
    void engine.setBackend(backendName);
  }
}

function expectNothingKept(kept: number): void {
  if (kept > 0) {
    throw new Error(
      `gradcheck: the function keeps ${kept} tensors, and they are of no use outside of the check. ` +
        "Make what lasts before, and check a function that only computes",
    );
  }
}
