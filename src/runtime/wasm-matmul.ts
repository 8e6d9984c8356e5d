import * as tf from "@tensorflow/tfjs";

// The wasm backend multiplies two matrices with XNNPACK, but as soon as one is to be transposed it falls
// back on three plain loops (its BatchMatMul.cc), which are 5 to 12 times slower. Both matrix products of
// a dense layer's gradient are of that kind: dx = dy Wᵀ and dW = xᵀ dy. So the transpose is made first,
// by the transpose kernel, and then the quick product.

interface WasmBackend {
  disposeData(dataId: tf.TensorInfo["dataId"]): void;
}

/** Puts the quick product in the place of the wasm backend's own. Doing it again does nothing. */
export function installWasmMatMul(): void {
  const own = tf.getKernel("BatchMatMul", "wasm");
  if (own.kernelFunc === quickMatMul || plainMatMul !== undefined) return;
  plainMatMul = own.kernelFunc;
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({ ...own, kernelFunc: quickMatMul });
}

let plainMatMul: tf.KernelFunc | undefined;

const quickMatMul: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { transposeA, transposeB } = attrs as unknown as Record<string, boolean>;
  const a = transposeA ? transposed(inputs.a!, backend) : inputs.a!;
  const b = transposeB ? transposed(inputs.b!, backend) : inputs.b!;
  const product = plainMatMul!({
    inputs: { a, b },
    backend,
    attrs: { transposeA: false, transposeB: false },
  });
  if (transposeA) (backend as WasmBackend).disposeData(a.dataId);
  if (transposeB) (backend as WasmBackend).disposeData(b.dataId);
  return product;
};

/** The same matrices with their last two axes exchanged. */
function transposed(x: tf.TensorInfo, backend: object): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!];
  const transpose = tf.getKernel("Transpose", "wasm").kernelFunc;
  return transpose({ inputs: { x }, backend, attrs: { perm } }) as tf.TensorInfo;
}
