import * as tf from "@tensorflow/tfjs";

// The plain backend of TensorFlow.js 4.22 takes an axis that is counted from the end for none at all: running sums and
// products along axis -1 have no numbers, and no error says so.

for (const kernel of ["Cumsum", "Cumprod"]) {
  const own = tf.getKernel(kernel, "cpu");
  const kernelFunc: tf.KernelFunc = ({ inputs, backend, attrs }) => {
    const [axis] = tf.util.parseAxisParam((attrs as { axis: number }).axis, inputs.x!.shape);
    return own.kernelFunc({ inputs, backend, attrs: { ...attrs, axis } });
  };
  tf.unregisterKernel(kernel, "cpu");
  tf.registerKernel({ ...own, kernelFunc });
}
