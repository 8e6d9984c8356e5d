import type { GraphBuilder } from "../graph";
import type { DType, KernelAttrs, NamedInfos } from "../values";
import { broadcast, type KernelRow, type Lowered, type Lowering } from "./row";

// Kernels that treat each number by itself. All of them share one lowering: the operands go in as they
// are held, and the result is held in the shape that these broadcast to. When every operand is uniform
// and the number can be computed here, nothing goes into the graph at all.

type Emit = (b: GraphBuilder, names: readonly string[], attrs: KernelAttrs) => string;
type Fold = (...values: number[]) => number;

interface Elementwise {
  readonly kernel: string;
  /** The result's type; the first operand's when left out. */
  readonly dtype?: DType | ((attrs: KernelAttrs) => DType);
  readonly emit: Emit;
  readonly fold?: Fold;
}

function row({ kernel, dtype, emit, fold }: Elementwise): KernelRow {
  return {
    kernel,
    shape: (inputs: NamedInfos, attrs) => {
      const list = Object.values(inputs);
      const shape = list.map((info) => info.shape).reduce(broadcast, []);
      const made = typeof dtype === "function" ? dtype(attrs) : dtype;
      return { shape, dtype: made ?? list[0].dtype };
    },
    lower: (lowering) => lowerElementwise(lowering, emit, fold),
  };
}

function lowerElementwise(
  { b, list, attrs, outputs, get }: Lowering,
  emit: Emit,
  fold?: Fold,
): Lowered {
  const uniforms = list.map((operand) => operand.uniform);
  if (fold && uniforms.every((value) => value !== undefined)) {
    const value = fold(...uniforms);
    return { uniform: outputs[0].dtype === "float32" ? Math.fround(value) : value };
  }
  const held = list.map((operand) => operand.held).reduce(broadcast, []);
  return { name: emit(b, list.map(get), attrs), held };
}

const op =
  (name: string): Emit =>
  (b, names) =>
    b.emit(name, names);

/** Kernels that ONNX has too, under the name that follows. */
const same: [kernel: string, onnx: string, fold?: Fold][] = [
  ["Abs", "Abs", Math.abs],
  ["Neg", "Neg", (x) => -x],
  ["Exp", "Exp", Math.exp],
  ["Log", "Log", Math.log],
  ["Sqrt", "Sqrt", Math.sqrt],
  ["Sigmoid", "Sigmoid"],
  ["Tanh", "Tanh", Math.tanh],
  ["Softplus", "Softplus"],
  ["Sign", "Sign", Math.sign],
  ["Reciprocal", "Reciprocal", (x) => 1 / x],
  ["Sin", "Sin"],
  ["Cos", "Cos"],
  ["Tan", "Tan"],
  ["Atan", "Atan"],
  ["Sinh", "Sinh"],
  ["Cosh", "Cosh"],
  ["Erf", "Erf"],
  ["Floor", "Floor", Math.floor],
  ["Ceil", "Ceil", Math.ceil],
  ["Round", "Round"], // both round halves to the even neighbour
  ["Selu", "Selu"],
  ["Elu", "Elu"],
  ["Add", "Add", (x, y) => x + y],
  ["Sub", "Sub", (x, y) => x - y],
  ["Multiply", "Mul", (x, y) => x * y],
  ["RealDiv", "Div", (x, y) => x / y],
  ["Maximum", "Max", Math.max],
  ["Minimum", "Min", Math.min],
  ["Pow", "Pow", Math.pow],
  ["Prelu", "PRelu"],
  ["AddN", "Sum"],
];

const zero = (b: GraphBuilder) => b.scalar(0);
const one = (b: GraphBuilder) => b.scalar(1);

const comparisons: [kernel: string, onnx: string, fold?: Fold][] = [
  ["Greater", "Greater", (x, y) => Number(x > y)],
  ["GreaterEqual", "GreaterOrEqual", (x, y) => Number(x >= y)],
  ["Less", "Less", (x, y) => Number(x < y)],
  ["LessEqual", "LessOrEqual", (x, y) => Number(x <= y)],
  ["Equal", "Equal", (x, y) => Number(x === y)],
  ["LogicalAnd", "And"],
  ["LogicalOr", "Or"],
  ["LogicalNot", "Not"],
  ["IsNan", "IsNaN"],
  ["IsInf", "IsInf"],
];

const steep = 3e38;
const onnxType = { float32: 1, int32: 6, bool: 9 };

// An activation's gradient asks where its input is positive. Its output is positive in the same places. Asked
// there, the input has no other use, and ONNX Runtime joins the activation with the product before it.

/** Notes that y is positive just where x is, unless that has been asked already. Returns y. */
function keepsSign(b: GraphBuilder, x: string, y: string): string {
  b.memo(`positive where ${x}`, () => y);
  return y;
}

function positiveWhere(b: GraphBuilder, x: string): string {
  return b.memo(`positive where ${x}`, () => x);
}

/** Kernels that take a few nodes. */
const composed: Elementwise[] = [
  { kernel: "Square", emit: (b, [x]) => b.emit("Mul", [x, x]), fold: (x) => x * x },
  {
    kernel: "Rsqrt",
    emit: (b, names) => b.emit("Reciprocal", [b.emit("Sqrt", names)]),
    fold: (x) => 1 / Math.sqrt(x),
  },
  {
    kernel: "SquaredDifference",
    emit: (b, names) => {
      const difference = b.emit("Sub", names);
      return b.emit("Mul", [difference, difference]);
    },
  },
  {
    // 1 above 0, alpha at and below. ONNX's Sign and Where take four times as long as this: a line so
    // steep that it is cut off at both ends everywhere but for |x| < 3e-39.
    kernel: "Step",
    emit: (b, [input], { alpha }) => {
      const slope = alpha as number;
      const x = positiveWhere(b, input);
      if (slope === 0)
        return b.emit("HardSigmoid", [x], { alpha: { float: steep }, beta: { float: 0 } });
      if (slope < 0 || slope > 1)
        return b.emit("Where", [b.emit("Greater", [x, zero(b)]), one(b), b.scalar(slope)]);
      return b.emit("Clip", [b.emit("Mul", [x, b.scalar(steep)]), b.scalar(slope), one(b)]);
    },
  },
  {
    kernel: "Relu",
    emit: (b, [x]) => keepsSign(b, x, b.emit("Relu", [x])),
    fold: (x) => Math.max(x, 0),
  },
  {
    kernel: "LeakyRelu",
    emit: (b, [x], attrs) => {
      const alpha = attrs.alpha as number;
      const y = b.emit("LeakyRelu", [x], { alpha: { float: alpha } });
      return alpha > 0 ? keepsSign(b, x, y) : y;
    },
  },
  { kernel: "Relu6", emit: (b, [x]) => b.emit("Clip", [x, zero(b), b.scalar(6)]) },
  {
    kernel: "ClipByValue",
    emit: (b, [x], { clipValueMin, clipValueMax }) =>
      b.emit("Clip", [x, b.scalar(clipValueMin as number), b.scalar(clipValueMax as number)]),
  },
  {
    kernel: "Cast",
    dtype: ({ dtype }) => dtype as DType,
    emit: (b, names, { dtype }) => b.emit("Cast", names, { to: onnxType[dtype as DType] }),
    fold: (x) => x,
  },
  { kernel: "Identity", emit: (_, [x]) => x, fold: (x) => x },
  {
    kernel: "NotEqual",
    dtype: "bool",
    emit: (b, names) => b.emit("Not", [b.emit("Equal", names)]),
  },
  {
    kernel: "IsFinite", // x - x is 0, or NaN where x is not finite
    dtype: "bool",
    emit: (b, [x]) => b.emit("Equal", [b.emit("Sub", [x, x]), zero(b)]),
  },
  {
    kernel: "Log1p", // with u = 1 + x as it is rounded: log(u) x / (u - 1), and x where u = 1 (Kahan)
    emit: (b, [x]) => {
      const u = b.emit("Add", [x, one(b)]);
      const rest = b.emit("Sub", [u, one(b)]);
      const tiny = b.emit("Equal", [rest, zero(b)]);
      const safe = b.emit("Where", [tiny, one(b), rest]);
      const large = b.emit("IsInf", [u]);
      const value = b.emit("Mul", [b.emit("Log", [u]), b.emit("Div", [x, safe])]);
      return b.emit("Where", [b.emit("Or", [tiny, large]), x, value]);
    },
  },
  {
    kernel: "Expm1", // e^x - 1 = tanh(x/2) (e^x + 1), without the difference of nearly equal numbers
    emit: (b, [x]) =>
      b.emit("Mul", [
        b.emit("Tanh", [b.emit("Mul", [x, b.scalar(0.5)])]),
        b.emit("Add", [b.emit("Exp", [x]), one(b)]),
      ]),
  },
  {
    kernel: "EluGrad", // dy where y ≥ 0, dy (y + 1) below, since e^x = y + 1 there
    emit: (b, [dy, y]) =>
      b.emit("Where", [
        b.emit("GreaterOrEqual", [y, zero(b)]),
        dy,
        b.emit("Mul", [dy, b.emit("Add", [y, one(b)])]),
      ]),
  },
  { kernel: "Mod", emit: floorMod },
  { kernel: "FloorDiv", emit: floorDiv },
];

/** a - b floor(a/b): the remainder with the divisor's sign. ONNX's Mod does so for integers only. */
function floorMod(b: GraphBuilder, [x, y]: readonly string[]): string {
  return b.emit("Sub", [x, b.emit("Mul", [y, floorDiv(b, [x, y])])]);
}

function floorDiv(b: GraphBuilder, names: readonly string[]): string {
  const floats = names.map((name) => b.emit("Cast", [name], { to: onnxType.float32 }));
  return b.emit("CastLike", [b.emit("Floor", [b.emit("Div", floats)]), names[0]]);
}

const select: KernelRow = {
  kernel: "Select",
  shape: ({ t }) => ({ shape: t.shape, dtype: t.dtype }),
  lower: ({ b, inputs: { condition, t, e }, get }) => {
    const held = [condition, t, e].map((operand) => operand.held).reduce(broadcast, []);
    return { name: b.emit("Where", [condition, t, e].map(get)), held };
  },
};

export const elementwiseKernels: KernelRow[] = [
  ...same.map(([kernel, onnx, fold]) => row({ kernel, emit: op(onnx), ...(fold && { fold }) })),
  ...comparisons.map(([kernel, onnx, fold]) =>
    row({ kernel, dtype: "bool", emit: op(onnx), ...(fold && { fold }) }),
  ),
  ...composed.map(row),
  select,
];
