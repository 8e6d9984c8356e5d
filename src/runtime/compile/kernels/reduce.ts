import type { GraphBuilder } from "../graph";
import { elementTypes } from "../onnx-model";
import type { DType, Info, KernelAttrs, NamedInfos } from "../values";
import { cast, converted, inType, lowInt32 } from "./casts";
import { wholeProduct } from "./integers";
import { axesOf, sizeOf, type KernelRow, type Lowered, type Lowering } from "./row";
import { anything, booleans, type Types } from "./types";

// Kernels that make one number of many: along some axes, or all.

function axesFrom(attrs: KernelAttrs, rank: number): number[] {
  return axesOf((attrs.reductionIndices ?? attrs.axis) as number[] | undefined, rank);
}

function reducedShape({ x }: NamedInfos, attrs: KernelAttrs): number[] {
  const axes = axesFrom(attrs, x.shape.length);
  if (attrs.keepDims) return x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return x.shape.filter((_, i) => !axes.includes(i));
}

interface Reduction {
  readonly kernel: string;
  readonly onnx: string;
  readonly types: Types;
  /** The type to compute in, which is the result's: the input's when left out. */
  readonly as?: (dtype: DType) => DType;
  /** The result over `count` equal numbers. */
  readonly fold?: (value: number, count: number, dtype: DType) => number;
}

const reductions: Reduction[] = [
  {
    kernel: "Sum",
    onnx: "ReduceSum",
    types: anything,
    as: countsBools,
    fold: (value, count, dtype) =>
      dtype === "float32" ? (count === 0 ? 0 : value * count) : Math.imul(value, count),
  },
  {
    kernel: "Mean",
    onnx: "ReduceMean",
    types: anything,
    as: () => "float32",
    fold: (value, count) => (count === 0 ? NaN : value),
  },
  { kernel: "Max", onnx: "ReduceMax", types: anything },
  { kernel: "Min", onnx: "ReduceMin", types: anything },
  { kernel: "Prod", onnx: "ReduceProd", types: anything, as: countsBools, fold: powerOf },
  { kernel: "All", onnx: "ReduceMin", types: booleans },
  { kernel: "Any", onnx: "ReduceMax", types: booleans },
];

/** A sum of booleans is how many are true. */
function countsBools(dtype: DType): DType {
  return dtype === "bool" ? "int32" : dtype;
}

/** valueⁿ, of whole numbers modulo 2³², by halving n. */
function powerOf(value: number, n: number, dtype: DType): number {
  if (dtype === "float32") return value ** n;
  if (n === 0) return 1;
  const half = powerOf(value, Math.floor(n / 2), dtype);
  const even = Math.imul(half, half);
  return n % 2 === 0 ? even : Math.imul(even, value);
}

function lowerReduction(
  { b, inputs: { x }, attrs, outputs, full }: Lowering,
  { kernel, onnx, as, fold }: Reduction,
): Lowered {
  const axes = axesFrom(attrs, x.shape.length);
  const dtype = as ? as(x.dtype) : x.dtype;
  const count = sizeOf(axes.map((i) => x.shape[i]));
  if (x.uniform !== undefined && (fold || count > 0)) {
    const value = converted(x.uniform, dtype);
    return { uniform: converted(fold ? fold(value, count, dtype) : value, dtype) };
  }
  const name = inType(b, full, x, dtype);
  if (count === 1) return b.emit("Reshape", [name, b.ints(outputs[0].shape)]);
  if (isOverRows(kernel, { ...x, dtype }, axes))
    return overRows(b, name, kernel, axes, x, outputs[0].shape);
  const keepdims = attrs.keepDims ? 1 : 0;
  const reduce = (op: string, of: string) => b.emit(op, [of, b.ints(axes)], { keepdims });
  if (dtype === "bool") {
    // as whole numbers: ONNX Runtime has no reduction of booleans for every processor
    return b.emit("Cast", [reduce(onnx, cast(b, name, "bool", "int32"))], {
      to: elementTypes.bool,
    });
  }
  if (kernel === "Sum" && dtype === "int32") {
    // ONNX Runtime's sum of int32 over the first axis stops at the largest number
    const wide = b.emit("Cast", [name], { to: elementTypes.int64 });
    return lowInt32(b, reduce(onnx, wide));
  }
  if (kernel === "Prod" && dtype === "int32" && count > 1) {
    return b.emit("Reshape", [wholeProduct(b, name, x.shape, axes), b.ints(outputs[0].shape)]);
  }
  const reduced = reduce(onnx, name);
  if (dtype !== "float32" || !["Max", "Min"].includes(kernel)) return reduced;
  // Whether ONNX Runtime's largest number of several is NaN where one of them is depends on where it stands.
  // Σ|x| is NaN just then, and 0 or more otherwise: so this adds NaN or 0.
  const poison = b.emit("Min", [reduce("ReduceL1", name), b.scalar(0)]);
  return b.emit("Add", [reduced, poison]);
}

/** A sum or mean over the first axes, of rows of several numbers. */
function isOverRows(kernel: string, { shape, dtype }: Info, axes: readonly number[]): boolean {
  const leading = axes.length < shape.length && [...axes].sort().every((axis, i) => axis === i);
  const rows = sizeOf(shape.slice(0, axes.length));
  const columns = sizeOf(shape.slice(axes.length));
  return (
    ["Sum", "Mean"].includes(kernel) && dtype === "float32" && leading && rows >= 64 && columns > 1
  );
}

/**
 * Sums over rows as the product of a row of ones with the matrix. On two threads ONNX Runtime's own reduction
 * of 64x14x14x16 over the first three axes takes .45 ms (on one, .06), the product .06.
 */
function overRows(
  b: GraphBuilder,
  name: string,
  kernel: string,
  axes: readonly number[],
  { shape }: Info,
  made: readonly number[],
): string {
  const rows = sizeOf(shape.slice(0, axes.length));
  const columns = sizeOf(shape.slice(axes.length));
  const weight = b.scalar(kernel === "Mean" ? 1 / rows : 1);
  const weights = b.memo(`row of ${rows} for ${kernel}`, () =>
    b.emit("Expand", [weight, b.ints([1, rows])]),
  );
  const matrix = b.emit("Reshape", [name, b.ints([rows, columns])]);
  return b.emit("Reshape", [b.emit("MatMul", [weights, matrix]), b.ints(made)]);
}

/** TensorFlow.js's NaN is neither larger nor smaller than what has been found, unless it stands first. */
function passedOver(
  b: GraphBuilder,
  x: string,
  size: number,
  rank: number,
  axis: number,
  found: number,
): string {
  const first = Array.from({ length: size }, (_, i) => (i === 0 ? found : -found));
  const dims = Array.from({ length: rank }, (_, i) => (i === axis ? size : 1));
  return b.emit("Where", [b.emit("IsNaN", [x]), b.constant(first, dims, "float32"), x]);
}

const argKernels: KernelRow[] = [["ArgMax", Infinity] as const, ["ArgMin", -Infinity] as const].map(
  ([kernel, found]) => ({
    kernel,
    types: anything,
    shape: ({ x }, { axis }) => ({
      shape: x.shape.filter((_, i) => i !== axesOf(axis as number, x.shape.length)[0]),
      dtype: "int32",
    }),
    lower: ({ b, inputs: { x }, attrs, full }) => {
      const rank = x.shape.length;
      const [axis] = axesOf(attrs.axis as number, rank);
      const name = inType(b, full, x, countsBools(x.dtype));
      const numbers =
        x.dtype === "float32" ? passedOver(b, name, x.shape[axis], rank, axis, found) : name;
      const place = b.emit(kernel, [numbers], { axis, keepdims: 0 });
      return b.emit("Cast", [place], { to: elementTypes.int32 });
    },
  }),
);

const cumsum: KernelRow = {
  kernel: "Cumsum",
  types: anything,
  shape: ({ x }) => ({ shape: x.shape, dtype: countsBools(x.dtype) }),
  lower: ({ b, inputs: { x }, attrs, outputs, full }) =>
    b.emit(
      "CumSum",
      [
        inType(b, full, x, outputs[0].dtype),
        b.scalar(axesOf(attrs.axis as number, x.shape.length)[0], "int32"),
      ],
      {
        exclusive: attrs.exclusive ? 1 : 0,
        reverse: attrs.reverse ? 1 : 0,
      },
    ),
};

export const reduceKernels: KernelRow[] = [
  ...reductions.map((reduction): KernelRow => ({
    kernel: reduction.kernel,
    types: reduction.types,
    shape: (inputs, attrs) => ({
      shape: reducedShape(inputs, attrs),
      dtype: reduction.as ? reduction.as(inputs.x.dtype) : inputs.x.dtype,
    }),
    lower: (lowering) => lowerReduction(lowering, reduction),
  })),
  ...argKernels,
  cumsum,
];
