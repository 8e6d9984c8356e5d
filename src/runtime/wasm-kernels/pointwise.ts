import * as tf from "@tensorflow/tfjs";
import type { WasmKernel } from "./backend";

/** The backend moves four bytes a number, of a bool too, which has one: it writes past the end. */
const select: WasmKernel<object> = {
  kernel: "Select",
  compute: (call, { condition, t, e }, attrs, own) => {
    if (t.dtype !== "bool") return call.runFunc(own!, { condition, t, e }, attrs);
    const y = call.make(t.shape, t.dtype);
    const [choices, left, right, to] = [condition, t, e, y].map((info) => call.numbers(info));
    const block = to.length / Math.max(1, choices.length); // a whole row, for one choice a row
    to.forEach((_, i) => {
      to[i] = choices[Math.floor(i / block)] ? left[i] : right[i];
    });
    return y;
  },
};

/** The backend reads the bits of whole numbers as if they were of float32. */
const clip: WasmKernel<{ readonly clipValueMin: number; readonly clipValueMax: number }> = {
  kernel: "ClipByValue",
  compute: (call, { x }, attrs, own) => {
    if (x.dtype === "float32") return call.runFunc(own!, { x }, attrs);
    const y = call.make(x.shape, x.dtype);
    const to = call.numbers(y);
    call.numbers(x).forEach((value, i) => {
      to[i] = Math.max(attrs.clipValueMin, Math.min(value, attrs.clipValueMax));
    });
    return y;
  },
};

/** The backend takes log(1 + x), which rounds a small x away: of 1e-6 it is 5 % off. */
const log1p: WasmKernel<object> = {
  kernel: "Log1p",
  compute: (call, { x }) => {
    const y = call.make(x.shape);
    const to = call.numbers(y);
    call.numbers(x).forEach((value, i) => {
      to[i] = Math.log1p(value);
    });
    return y;
  },
};

/** The sum of no numbers is 0; the backend gives what happens to lie in memory. */
const sum: WasmKernel<{ readonly axis: number | number[]; readonly keepDims: boolean }> = {
  kernel: "Sum",
  compute: (call, { x }, attrs, own) => {
    const y = call.runFunc(own!, { x }, attrs);
    if (tf.util.sizeFromShape(x.shape) === 0) call.numbers(y).fill(0);
    return y;
  },
};

export const pointwiseKernels: WasmKernel[] = [select, clip, log1p, sum];
