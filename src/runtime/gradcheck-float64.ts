import * as tf from "@tensorflow/tfjs";

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
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { isTypedArray } = platform;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { assign } = tf.Variable.prototype;
  const single = globalThis.Float32Array;
  const before = tf.memory().numTensors;
  try {
    void engine.setBackend("cpu"); // it is ready, so this happens at once
    tf.Variable.prototype.assign = function (this: tf.Variable) {
      throw new Error(
        `gradcheck: the function assigns to the variable "${this.name}", so it is not the same function ` +
          "when it is called again. Check it with that update left out",
      );
    };
    tf.tidy(rehearse);
    platform.isTypedArray = (values) => ArrayBuffer.isView(values);
    globalThis.Float32Array = Float64Array as unknown as typeof Float32Array;
    const result = work();
    expectNothingKept(tf.memory().numTensors - before);
    return result;
  } finally {
    globalThis.Float32Array = single;
    platform.isTypedArray = isTypedArray;
    tf.Variable.prototype.assign = assign;
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
