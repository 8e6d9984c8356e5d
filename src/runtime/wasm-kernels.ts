import { arrayKernels } from "./wasm-kernels/arrays";
import { install } from "./wasm-kernels/backend";
import { convKernels } from "./wasm-kernels/conv";
import { depthwiseKernels } from "./wasm-kernels/depthwise";
import { pointwiseKernels } from "./wasm-kernels/pointwise";
import { resamplingKernels } from "./wasm-kernels/resampling";

// The wasm backend of TensorFlow.js 4.22 has no gradient of a convolution's filter, so it can not train a
// network for pictures; a few more kernels it has wrong. They are filled in here, from kernels that it has
// and plain loops over its numbers. Each was compared with the plain engine, or where that is wrong too,
// with the definition (test/runtime/wasm-kernels.test.ts).

/** Fills in what the wasm backend lacks or has wrong. Doing it again does nothing. */
export function installWasmKernels(): void {
  install([
    ...convKernels,
    ...depthwiseKernels,
    ...arrayKernels,
    ...pointwiseKernels,
    ...resamplingKernels,
  ]);
}
