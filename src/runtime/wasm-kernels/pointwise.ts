import * as tf from "@tensorflow/tfjs";
import type { Call, WasmKernel } from "./backend";

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

/** The numbers of two tensors, broadcast together, one pair after the other. */
function pairwise(
  call: Call,
  [a, b]: readonly [tf.TensorInfo, tf.TensorInfo],
  dtype: tf.DataType,
  compute: (a: number, b: number) => number,
): tf.TensorInfo {
  const shape = tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  const y = call.make(shape, dtype);
  const [left, right, to] = [a, b, y].map((info) => call.numbers(info));
  const [from, by] = [a, b].map((info) => places(info.shape, shape));
  to.forEach((_, i) => {
    to[i] = compute(left[from(i)], right[by(i)]);
  });
  return y;
}

/**
 * Quotients of whole numbers, rounded down, and their remainders: 0 where the divisor is 0. The backend divides
 * as float32, and stops at a remainder by 0. Of a power below 1 it makes the least whole number there is.
 */
const whole = (kernel: string, compute: (a: number, b: number) => number): WasmKernel<object> => ({
  kernel,
  compute: (call, { a, b }, attrs, own) => {
    if (a.dtype !== "int32" || b.dtype !== "int32") return call.runFunc(own!, { a, b }, attrs);
    return pairwise(call, [a, b], "int32", compute);
  },
});

/** The backend takes α for one slope a channel, and reads what lies beside it when it has another shape. */
const prelu: WasmKernel<object> = {
  kernel: "Prelu",
  compute: (call, { x, alpha }, attrs, own) => {
    const slopes = tf.util.sizeFromShape(alpha.shape);
    const fits = slopes === 1 || (slopes === alpha.shape.at(-1) && slopes === x.shape.at(-1));
    const floats = x.dtype === "float32" && alpha.dtype === "float32";
    if (fits && floats && alpha.shape.length <= x.shape.length) {
      return call.runFunc(own!, { x, alpha }, attrs);
    }
    return pairwise(call, [x, alpha], "float32", (value, slope) => (value < 0 ? slope * value : value)); // prettier-ignore
  },
};

/** The backend makes 0 of NaN, which hides that a training has gone wrong. */
const relu6: WasmKernel<object> = {
  kernel: "Relu6",
  compute: (call, { x }) => {
    const y = call.make(x.shape, x.dtype);
    const to = call.numbers(y);
    call.numbers(x).forEach((value, i) => {
      to[i] = Math.min(6, Math.max(0, value)); // NaN stays NaN
    });
    return y;
  },
};

/** The backend reads the bits of whole numbers and bools as if they were of float32. */
const asFloats = (kernel: string): WasmKernel<object> => ({
  kernel,
  compute: (call, { x }, attrs, own) => {
    const floats = x.dtype === "float32" ? x : call.run("Cast", { x }, { dtype: "float32" });
    return call.runFunc(own!, { x: floats }, attrs);
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
  prelu,
  relu6,
  ...["IsNan", "IsInf", "IsFinite", "Exp", "LeakyRelu"].map(asFloats),
  whole("FloorDiv", (a, b) => (b === 0 ? 0 : Math.floor(a / b))),
  whole("Mod", (a, b) => (b === 0 ? 0 : a - b * Math.floor(a / b))), // exact: all of it is below 2⁵³
  whole("Pow", (a, b) => a ** b),
];
