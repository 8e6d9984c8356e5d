import type { GraphBuilder } from "../graph";
import type { DType } from "../values";
import { activationKernels } from "./activations";
import { cast } from "./casts";
import { op, row, type Elementwise, type Emit, type Fold } from "./elementwise-row";
import { floorDiv, floorMod, foldedPower, power } from "./integers";
import type { KernelRow } from "./row";
import { anything, booleans, floats, numbers } from "./types";

// The kernels that treat each number by itself, but for activations.

/** Kernels of float32 that ONNX has too, under the same name. */
const functions: [kernel: string, fold?: Fold][] = [
  ["Log", Math.log],
  ["Sqrt", Math.sqrt],
  ["Tanh", Math.tanh],
  ["Reciprocal", (x) => 1 / x],
  ["Sin"],
  ["Cos"],
  ["Tan"],
  ["Atan"],
  ["Sinh"],
  ["Cosh"],
  ["Erf"],
  ["Floor", Math.floor],
  ["Ceil", Math.ceil],
];

/** Kernels of float32 and int32 that ONNX has too. */
const same: [kernel: string, onnx: string, fold: Fold, whole?: Fold][] = [
  ["Abs", "Abs", Math.abs],
  ["Neg", "Neg", (x) => -x],
  ["Add", "Add", (x, y) => x + y],
  ["Sub", "Sub", (x, y) => x - y],
  ["Maximum", "Max", Math.max],
  ["Minimum", "Min", Math.min],
];

const one = (b: GraphBuilder) => b.scalar(1);

/** Truth of booleans is compared as 0 and 1; ONNX has an order of numbers only. */
const comparisons: [kernel: string, onnx: string, fold: Fold][] = [
  ["Greater", "Greater", (x, y) => Number(x > y)],
  ["GreaterEqual", "GreaterOrEqual", (x, y) => Number(x >= y)],
  ["Less", "Less", (x, y) => Number(x < y)],
  ["LessEqual", "LessOrEqual", (x, y) => Number(x <= y)],
];

/** x² */
function squared(b: GraphBuilder, x: string): string {
  return b.emit("Mul", [x, x]);
}

/** Kernels that take a few nodes. */
const composed: Elementwise[] = [
  {
    kernel: "Multiply", // of booleans: both
    types: anything,
    emit: (b, names, _, type) => b.emit(type === "bool" ? "And" : "Mul", names),
    fold: (x, y) => x * y,
    whole: Math.imul,
  },
  { kernel: "RealDiv", types: floats, emit: op("Div"), fold: (x, y) => x / y },
  { kernel: "Exp", types: anything, as: "float32", emit: op("Exp"), fold: Math.exp },
  { kernel: "Pow", types: numbers, emit: (b, names, _, type) => power(b, names, type), fold: foldedPower }, // prettier-ignore
  {
    kernel: "AddN", // ONNX's Sum is for floats
    types: numbers,
    emit: (b, names, _, type) =>
      type === "float32" ? b.emit("Sum", names) : names.reduce((x, y) => b.emit("Add", [x, y])),
  },
  {
    kernel: "Sign", // of NaN 0, as in TensorFlow.js
    types: numbers,
    emit: (b, [x], _, type) => {
      const sign = b.emit("Sign", [x]);
      return type === "int32" ? sign : b.emit("Where", [b.emit("IsNaN", [x]), b.scalar(0), sign]);
    },
    fold: (x) => Math.sign(x) || 0,
    whole: Math.sign,
  },
  {
    kernel: "Round", // both round halves to the even neighbour
    types: numbers,
    emit: (b, [x], _, type) => (type === "int32" ? x : b.emit("Round", [x])),
  },
  {
    kernel: "Square",
    types: numbers,
    emit: (b, [x]) => squared(b, x),
    fold: (x) => x * x,
    whole: (x) => Math.imul(x, x),
  },
  {
    kernel: "SquaredDifference",
    types: numbers,
    emit: (b, names) => squared(b, b.emit("Sub", names)),
  },
  {
    kernel: "Rsqrt",
    types: floats,
    emit: (b, names) => b.emit("Reciprocal", [b.emit("Sqrt", names)]),
    fold: (x) => 1 / Math.sqrt(x),
  },
  {
    kernel: "Cast",
    types: anything,
    dtype: ({ dtype }) => dtype as DType,
    emit: (b, [x], { dtype }, type) => cast(b, x, type, dtype as DType),
    fold: (x) => x,
    whole: (x) => x,
  },
  { kernel: "Identity", types: anything, emit: (_, [x]) => x, fold: (x) => x, whole: (x) => x },
  {
    kernel: "Equal",
    types: anything,
    dtype: "bool",
    emit: op("Equal"),
    fold: (x, y) => Number(x === y),
    whole: (x, y) => Number(x === y),
  },
  {
    kernel: "NotEqual",
    types: anything,
    dtype: "bool",
    emit: (b, names) => b.emit("Not", [b.emit("Equal", names)]),
  },
  { kernel: "LogicalAnd", types: booleans, emit: op("And") },
  { kernel: "LogicalOr", types: booleans, emit: op("Or") },
  { kernel: "LogicalNot", types: booleans, emit: op("Not") },
  {
    kernel: "Log1p", // with u = 1 + x as it is rounded: log(u) x / (u - 1), and x where u = 1 (Kahan)
    types: floats,
    emit: (b, [x]) => {
      const u = b.emit("Add", [x, one(b)]);
      const rest = b.emit("Sub", [u, one(b)]);
      const tiny = b.emit("Equal", [rest, b.scalar(0)]);
      const safe = b.emit("Where", [tiny, one(b), rest]);
      const large = b.emit("IsInf", [u], { detect_negative: 0 }); // below -1 it is log(u), which is NaN
      const value = b.emit("Mul", [b.emit("Log", [u]), b.emit("Div", [x, safe])]);
      return b.emit("Where", [b.emit("Or", [tiny, large]), x, value]);
    },
  },
  {
    kernel: "Expm1", // e^x - 1 = tanh(x/2) (e^x + 1), without the difference of nearly equal numbers
    types: floats,
    emit: (b, [x]) =>
      b.emit("Mul", [
        b.emit("Tanh", [b.emit("Mul", [x, b.scalar(0.5)])]),
        b.emit("Add", [b.emit("Exp", [x]), one(b)]),
      ]),
  },
  { kernel: "Mod", types: numbers, emit: (b, names, _, type) => floorMod(b, names, type) },
  {
    kernel: "FloorDiv", // of float32 one engine gives int32 and the others float32
    types: { of: ["int32"], instead: "for float32, tf.floor(tf.div(a, b))" },
    emit: floorDiv,
  },
];

/** What whole numbers and booleans never are, or always: finite. */
const kinds: [kernel: string, ofWhole: 0 | 1, emit: Emit][] = [
  ["IsNan", 0, op("IsNaN")],
  ["IsInf", 0, op("IsInf")],
  // x - x is 0, or NaN where x is not finite
  ["IsFinite", 1, (b, [x]) => b.emit("Equal", [b.emit("Sub", [x, x]), b.scalar(0)])],
];

function kindRow([kernel, ofWhole, emit]: (typeof kinds)[number]): KernelRow {
  const ofFloats = row({ kernel, types: anything, dtype: "bool", emit });
  return {
    ...ofFloats,
    lower: (lowering) =>
      lowering.list[0].dtype === "float32" ? ofFloats.lower(lowering) : { uniform: ofWhole },
  };
}

const compareEmit =
  (onnx: string): Emit =>
  (b, names, _, type) =>
    b.emit(onnx, type === "bool" ? names.map((name) => cast(b, name, "bool", "int32")) : names);

export const elementwiseKernels: KernelRow[] = [
  ...functions.map(([kernel, fold]) => row({ kernel, types: floats, emit: op(kernel), ...(fold && { fold }) })), // prettier-ignore
  ...same.map(([kernel, onnx, fold]) => row({ kernel, types: numbers, emit: op(onnx), fold, whole: fold })), // prettier-ignore
  ...comparisons.map(([kernel, onnx, fold]) =>
    row({ kernel, types: anything, dtype: "bool", emit: compareEmit(onnx), fold, whole: fold }),
  ),
  ...composed.map(row),
  ...activationKernels.map(row),
  ...kinds.map(kindRow),
];
