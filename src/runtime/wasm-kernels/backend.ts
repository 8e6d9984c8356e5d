import * as tf from "@tensorflow/tfjs";

// What the kernels here need of the wasm backend (tfjs-backend-wasm 4.22.0, backend_wasm.ts). A tensor's numbers lie in
// the backend's heap, and `typedArrayFromHeap` shows them in place. Making a tensor may grow the heap, which
// takes all earlier views away: so all tensors are made first, and looked at afterwards.

export type Numbers = Float32Array | Int32Array | Uint8Array;

export interface WasmBackend {
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Numbers;
  disposeData(dataId: tf.TensorInfo["dataId"]): void;
  incRef(dataId: tf.TensorInfo["dataId"]): void;
}

export type Shape4 = [number, number, number, number];
type Inputs = Record<string, tf.TensorInfo>;

/** One call of a kernel. Tensors made on the way go at its end. */
export class Call {
  private readonly made: tf.TensorInfo[] = [];

  constructor(readonly backend: WasmBackend) {}

  /** A new tensor with any numbers in it. */
  make(shape: readonly number[], dtype: tf.DataType = "float32"): tf.TensorInfo {
    const info = this.backend.makeOutput(shape, dtype);
    this.made.push(info);
    return info;
  }

  /** A tensor's numbers, in place; gone when the next tensor is made. */
  numbers(info: tf.TensorInfo): Numbers {
    return this.backend.typedArrayFromHeap(info);
  }

  /** Another kernel of the wasm backend. */
  run(kernel: string, inputs: Inputs | tf.TensorInfo[], attrs: object = {}): tf.TensorInfo {
    return this.runFunc(tf.getKernel(kernel, "wasm").kernelFunc, inputs, attrs);
  }

  runFunc(kernel: tf.KernelFunc, inputs: Inputs | tf.TensorInfo[], attrs: object): tf.TensorInfo {
    const out = kernel({
      inputs: inputs as tf.NamedTensorInfoMap,
      backend: this.backend,
      attrs: attrs as tf.NamedAttrMap,
    }) as tf.TensorInfo;
    this.made.push(out);
    return out;
  }

  /** The same numbers in another shape. */
  reshape(x: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo {
    this.backend.incRef(x.dataId);
    const info = { dataId: x.dataId, shape: [...shape], dtype: x.dtype };
    this.made.push(info);
    return info;
  }

  /** Lets go of all that was made but the result. */
  end(result?: tf.TensorInfo): void {
    for (const info of this.made) if (info !== result) this.backend.disposeData(info.dataId);
  }
}

export type Own = tf.KernelFunc | undefined;

/** A kernel that the wasm backend lacks, or has wrong; then `own` is the one it has. */
export interface WasmKernel<A = never> {
  readonly kernel: string;
  readonly compute: (call: Call, inputs: Inputs, attrs: A, own: Own) => tf.TensorInfo;
}

/** Puts the kernels in place. Doing it again does nothing. */
export function install(kernels: readonly WasmKernel[]): void {
  for (const { kernel, compute } of kernels) {
    if (installed.has(kernel)) continue;
    installed.add(kernel);
    const found = tf.getKernelsForBackend("wasm").find((each) => each.kernelName === kernel);
    if (found !== undefined) tf.unregisterKernel(kernel, "wasm");
    const kernelFunc: tf.KernelFunc = ({ inputs, backend, attrs }) => {
      const call = new Call(backend as WasmBackend);
      let result: tf.TensorInfo | undefined;
      try {
        result = compute(call, inputs as Inputs, attrs as never, found?.kernelFunc);
        return result;
      } finally {
        call.end(result);
      }
    };
    tf.registerKernel({ ...found, kernelName: kernel, backendName: "wasm", kernelFunc });
  }
}

const installed = new Set<string>();
