import { availableParallelism } from "node:os";
import { sizeOf } from "./kernels/row";
import type { Call, Trace } from "./values";

/** Multiplications of products and convolutions, and numbers that the other kernels give. */
export function workOf({ calls }: Trace): number {
  return calls.reduce((sum, call) => sum + workOfCall(call), 0);
}

function workOfCall({ kernel, inputs, attrs, outputs }: Call): number {
  const [{ shape }] = outputs;
  if (kernel === "BatchMatMul") {
    // each number is a sum over the axis that the two have in common
    const common = inputs[0].shape.at(attrs.transposeA ? -2 : -1)!;
    return sizeOf(shape) * common;
  }
  if (kernel.startsWith("Conv2D")) {
    // each pixel of the convolution's output meets every weight
    const isForward = kernel === "Conv2D";
    const output = isForward ? shape : inputs.at(kernel.endsWith("Filter") ? 1 : 0)!.shape;
    const filter = kernel.endsWith("Filter") ? shape : inputs[1].shape;
    return sizeOf(output.slice(0, 3)) * sizeOf(filter);
  }
  return sizeOf(shape);
}

/**
 * Threads for a step of this much work: one for dense nets, where waiting for each other costs what it
 * gains (2-128-128-2 at batch 512: 3.3 ms on one thread and 3.4 on two), up to four for images.
 */
export function threadsFor(work: number): number {
  return work < 3e8 ? 1 : Math.min(4, availableParallelism());
}

/** How many steps to put into one call: a call costs some tenths of a millisecond, which short steps feel. */
export function stepsPerCall(work: number): number {
  if (work < 3e7) return 10;
  return work < 3e8 ? 4 : 1;
}
