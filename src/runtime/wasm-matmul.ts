import * as tf from "@tensorflow/tfjs";

// The wasm backend multiplies two matrices with XNNPACK, but as soon as one is to be transposed it falls
// back on three plain loops (its BatchMatMul.cc), which are 5 to 12 times slower. Both matrix products of
// a dense layer's gradient are of that kind: dx = dy Wᵀ and dW = xᵀ dy. So the transpose is made first,
// by the transpose kernel, and then the quick product.
//
// XNNPACK packs the second matrix once and keeps that by the id of its numbers alone. The same numbers in
// another shape, which a reshape gives without a copy, would be multiplied as they were packed first: ones (1, 4)
// times reshape(w, [4, 2]) gave the first two of w's (2, 4) columns. So numbers in a second shape are copied.

interface WasmBackend {
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
  disposeData(dataId: tf.TensorInfo["dataId"]): void;
}

/** Puts the quick product in the place of the wasm backend's own. Doing it again does nothing. */
export function installWasmMatMul(): void {
  const own = tf.getKernel("BatchMatMul", "wasm");
  if (own.kernelFunc === quickMatMul || plainMatMul !== undefined) return;
  plainMatMul = own.kernelFunc;
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({ ...own, kernelFunc: quickMatMul });
  installFused();
}

/** The product with a bias and an activation, which TensorFlow.js's own layers use. */
function installFused(): void {
  const own = tf.getKernel("_FusedMatMul", "wasm");
  tf.unregisterKernel("_FusedMatMul", "wasm");
  const kernelFunc: tf.KernelFunc = ({ inputs, backend, attrs }) => {
    const b = inOneShape(inputs.b!, backend);
    const product = own.kernelFunc({ inputs: { ...inputs, b }, backend, attrs });
    if (b !== inputs.b) (backend as WasmBackend).disposeData(b.dataId);
    return product;
  };
  tf.registerKernel({ ...own, kernelFunc });
}

let plainMatMul: tf.KernelFunc | undefined;

const quickMatMul: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { transposeA, transposeB } = attrs as unknown as Record<string, boolean>;
  const a = transposeA ? transposed(inputs.a!, backend) : inputs.a!;
  const b = transposeB ? transposed(inputs.b!, backend) : inOneShape(inputs.b!, backend);
  const product = plainMatMul!({
    inputs: { a, b },
    backend,
    attrs: { transposeA: false, transposeB: false },
  });
  if (a !== inputs.a) (backend as WasmBackend).disposeData(a.dataId);
  if (b !== inputs.b) (backend as WasmBackend).disposeData(b.dataId);
  return product;
};

/** The shape that each second matrix was multiplied in first. */
const packedAs = new WeakMap<tf.TensorInfo["dataId"], string>();

/** The matrices themselves, or a copy when the same numbers were multiplied in another shape before. */
function inOneShape(x: tf.TensorInfo, backend: object): tf.TensorInfo {
  const shape = x.shape.slice(-2).join();
  const packed = packedAs.get(x.dataId);
  if (packed === undefined) packedAs.set(x.dataId, shape);
  if (packed === undefined || packed === shape) return x;
  const wasm = backend as WasmBackend;
  const copy = wasm.makeOutput(x.shape, x.dtype);
  wasm.typedArrayFromHeap(copy).set(wasm.typedArrayFromHeap(x));
  return copy;
}

/** The same matrices with their last two axes exchanged. */
function transposed(x: tf.TensorInfo, backend: object): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!];
  const transpose = tf.getKernel("Transpose", "wasm").kernelFunc;
  return transpose({ inputs: { x }, backend, attrs: { perm } }) as tf.TensorInfo;
}
