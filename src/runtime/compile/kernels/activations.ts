import type { GraphBuilder } from "../graph";
import type { DType } from "../values";
import { converted } from "./casts";
import type { Elementwise } from "./elementwise-row";
import { floats, numbers, anything } from "./types";

// Activations and what their gradients ask for.

const steep = 3e38;

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

/** min(1, max(0, 3e38 x + start)) */
function steepLine(b: GraphBuilder, x: string, start: number): string {
  return b.emit("HardSigmoid", [x], { alpha: { float: steep }, beta: { float: start } });
}

/**
 * 1 above 0, alpha at and below, NaN where x is. A line so steep that it is cut off at 0 and 1 everywhere but for
 * 0 < x < 3e-39, and from the result, at least 4e-7 there, a second one. ONNX's Sign takes three times as
 * long, and Where one and a half times.
 */
function step(b: GraphBuilder, input: string, alpha: number): string {
  const x = positiveWhere(b, input);
  if (alpha >= 0 && alpha <= 1) return steepLine(b, steepLine(b, x, 0), alpha);
  const below = b.emit("LessOrEqual", [x, b.scalar(0)]);
  return b.emit("Where", [below, b.scalar(alpha), steepLine(b, x, 1)]); // 1, or NaN
}

function intStep(b: GraphBuilder, x: string, alpha: number): string {
  const above = b.emit("Greater", [x, b.scalar(0, "int32")]);
  const [one, rest] = [1, converted(alpha, "int32")].map((value) => b.scalar(value, "int32"));
  return b.emit("Where", [above, one, rest]);
}

/** A bound of whole numbers is whole too: cut off towards zero, as what is bounded by it would be. */
function clip(b: GraphBuilder, x: string, bounds: readonly number[], type: DType): string {
  const inside = (value: number) =>
    type === "int32" ? Math.trunc(Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1)) : value;
  return b.emit("Clip", [x, ...bounds.map((value) => b.scalar(inside(value), type))]);
}

export const activationKernels: Elementwise[] = [
  {
    kernel: "Step",
    types: numbers,
    emit: (b, [x], { alpha }, type) =>
      type === "int32" ? intStep(b, x, alpha as number) : step(b, x, alpha as number),
  },
  {
    kernel: "Relu",
    types: numbers,
    emit: (b, [x]) => keepsSign(b, x, b.emit("Relu", [x])),
    fold: (x) => Math.max(x, 0),
    whole: (x) => Math.max(x, 0),
  },
  {
    kernel: "LeakyRelu",
    types: anything,
    as: "float32",
    emit: (b, [x], attrs) => {
      const alpha = attrs.alpha as number;
      const y = b.emit("LeakyRelu", [x], { alpha: { float: alpha } });
      return alpha > 0 ? keepsSign(b, x, y) : y;
    },
  },
  {
    kernel: "Prelu",
    types: { ...anything, mixed: true },
    as: "float32",
    emit: (b, names) => b.emit("PRelu", names),
  },
  {
    kernel: "Relu6",
    types: numbers,
    emit: (b, [x], _, type) => clip(b, x, [0, 6], type),
  },
  {
    kernel: "ClipByValue",
    types: numbers,
    emit: (b, [x], { clipValueMin, clipValueMax }, type) =>
      clip(b, x, [clipValueMin as number, clipValueMax as number], type),
  },
  ...["Sigmoid", "Softplus", "Selu", "Elu"].map((kernel): Elementwise => ({
    kernel,
    types: floats,
    emit: (b, names) => b.emit(kernel, names),
  })),
  {
    kernel: "EluGrad", // dy where y ≥ 0, dy (y + 1) below, since e^x = y + 1 there
    types: floats,
    emit: (b, [dy, y]) =>
      b.emit("Where", [
        b.emit("GreaterOrEqual", [y, b.scalar(0)]),
        dy,
        b.emit("Mul", [dy, b.emit("Add", [y, b.scalar(1)])]),
      ]),
  },
];
