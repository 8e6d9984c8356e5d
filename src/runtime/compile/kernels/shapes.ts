import type { DType, KernelAttrs } from "../values";
import { like, sameShape, sizeOf, unlessUniform, type KernelRow, type Lowered } from "./row";
import { anything } from "./types";
import { converted } from "./casts";

// Kernels that give numbers another shape or order, or repeat them; and numbers that no input gives.

/** A kernel that only changes the shape: uniform stays uniform. */
function reshapes(kernel: string, input: string, shape: KernelRow["shape"]): KernelRow {
  return {
    kernel,
    types: anything,
    shape,
    lower: ({ b, inputs, outputs, full }): Lowered => {
      const x = inputs[input];
      if (x.uniform !== undefined) return { uniform: x.uniform };
      if (sameShape(x.shape, outputs[0].shape)) return { name: x.name!, held: x.held };
      // ones in front, or a shape that only ones were added to, broadcasts as before
      return b.emit("Reshape", [full(x), b.ints(outputs[0].shape)]);
    },
  };
}

const reshape = reshapes("Reshape", "x", ({ x }, attrs) => {
  const wanted = attrs.shape as number[];
  const known = sizeOf(wanted.filter((size) => size !== -1));
  const shape = wanted.map((size) => (size === -1 ? sizeOf(x.shape) / known : size));
  return { shape, dtype: x.dtype };
});

const expandDims = reshapes("ExpandDims", "input", ({ input }, { dim }) => {
  const shape = [...input.shape];
  const at = dim as number;
  shape.splice(at < 0 ? shape.length + 1 + at : at, 0, 1);
  return { shape, dtype: input.dtype };
});

const transpose: KernelRow = {
  kernel: "Transpose",
  types: anything,
  shape: ({ x }, { perm }) => ({
    shape: (perm as number[]).map((axis) => x.shape[axis]),
    dtype: x.dtype,
  }),
  lower: unlessUniform("x", ({ b, attrs }, x) =>
    b.emit("Transpose", [x], { perm: attrs.perm as number[] }),
  ),
};

const tile: KernelRow = {
  kernel: "Tile",
  types: anything,
  shape: ({ x }, { reps }) => ({
    shape: x.shape.map((size, i) => size * (reps as number[])[i]),
    dtype: x.dtype,
  }),
  lower: ({ b, inputs: { x }, attrs, full, get }) => {
    if (x.uniform !== undefined) return { uniform: x.uniform };
    const reps = attrs.reps as number[];
    // an axis of 1 that is repeated broadcasts by itself
    if (reps.every((n, i) => n === 1 || x.shape[i] === 1)) return { name: get(x), held: x.held };
    return b.emit("Tile", [full(x), b.ints(reps)]);
  },
};

/** Values that depend on attributes alone. */
const constants: KernelRow[] = [
  {
    kernel: "Range",
    types: anything,
    shape: (_, attrs) => ({ shape: [range(attrs).length], dtype: attrs.dtype as DType }),
    lower: ({ b, attrs, outputs }) => {
      const values = range(attrs);
      return b.constant(values, [values.length], outputs[0].dtype);
    },
  },
  {
    kernel: "LinSpace",
    types: anything,
    shape: (_, { num }) => ({ shape: [num as number], dtype: "float32" }),
    lower: ({ b, attrs }) => {
      const { start, stop, num } = attrs as Record<string, number>;
      return b.constant(
        addedUp(new Float32Array(num), start, (stop - start) / (num - 1)),
        [num],
        "float32",
      );
    },
  },
];

/** As TensorFlow.js counts: it turns a step of 1 around when the way leads down. */
function range(attrs: KernelAttrs): ArrayLike<number> {
  const { start, stop, step } = attrs as Record<string, number>;
  const down = stop < start;
  const nowhere = start === stop || (!down && step < 0) || (down && step > 1);
  const length = nowhere ? 0 : Math.abs(Math.ceil((stop - start) / step));
  const values = attrs.dtype === "int32" ? new Int32Array(length) : new Float32Array(length);
  return addedUp(values, start, down && step === 1 ? -1 : step);
}

/** Each number is the one before plus the step, rounded to the type: so are TensorFlow.js's. */
function addedUp<T extends Float32Array | Int32Array>(values: T, start: number, step: number): T {
  values.forEach((_, i) => {
    values[i] = i === 0 ? start : values[i - 1] + step;
  });
  return values;
}

/** Values that are the same everywhere: nothing goes into the graph. */
const uniforms: KernelRow[] = [
  {
    kernel: "Fill",
    types: anything,
    shape: (_, { shape, dtype }) => ({
      shape: shape as number[],
      dtype: (dtype as DType | undefined) ?? "float32",
    }),
    lower: ({ attrs, outputs }) => ({ uniform: converted(Number(attrs.value), outputs[0].dtype) }),
  },
  { kernel: "ZerosLike", types: anything, shape: like(), lower: () => ({ uniform: 0 }) },
  { kernel: "OnesLike", types: anything, shape: like(), lower: () => ({ uniform: 1 }) },
];

export const shapeKernels: KernelRow[] = [
  reshape,
  expandDims,
  transpose,
  tile,
  ...constants,
  ...uniforms,
];
