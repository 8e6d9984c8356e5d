import * as tf from "@tensorflow/tfjs";
import type { WasmKernel } from "./backend";

/** The backend moves four bytes a number, of a bool too, which has one, and does not ask if e has t's type. */
const select: WasmKernel<object> = {
  kernel: "Select",
  compute: (call, { condition, t, e }, attrs, own) => {
    const same = t.dtype === e.dtype;
    if (same && t.dtype !== "bool") return call.runFunc(own!, { condition, t, e }, attrs);
    const y = call.make(t.shape, tf.upcastType(t.dtype, e.dtype));
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

/**
 * Quotients of whole numbers, rounded down, and their remainders: 0 where the divisor is 0. The backend divides
 * as float32, and stops at a remainder by 0.
 */
const whole = (kernel: string, compute: (a: number, b: number) => number): WasmKernel<object> => ({
  kernel,
  compute: (call, { a, b }, attrs, own) => {
    if (a.dtype !== "int32" || b.dtype !== "int32") return call.runFunc(own!, { a, b }, attrs);
    const shape = tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
    const y = call.make(shape, "int32");
    const [left, right, to] = [a, b, y].map((info) => call.numbers(info));
    const [from, by] = [a, b].map((info) => places(info.shape, shape));
    to.forEach((_, i) => {
      const divisor = right[by(i)];
      to[i] = divisor === 0 ? 0 : compute(left[from(i)], divisor);
    });
    return y;
  },
});

/** Where the number of the i-th place of `to` stands in a tensor that broadcasts to it. */
function places(from: readonly number[], to: readonly number[]): (i: number) => number {
  const offset = to.length - from.length;
  return (i) => {
    let [rest, at, step] = [i, 0, 1];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const size = axis < offset ? 1 : from[axis - offset];
      at += size === 1 ? 0 : (rest % to[axis]) * step;
      step *= size;
      rest = Math.floor(rest / to[axis]);
    }
    return at;
  };
}

export const pointwiseKernels: WasmKernel[] = [
  select,
  clip,
  log1p,
  sum,
  whole("FloorDiv", (a, b) => Math.floor(a / b)),
  whole("Mod", (a, b) => a - b * Math.floor(a / b)), // exact: all of it is below 2⁵³
];
