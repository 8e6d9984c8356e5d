import type { GraphBuilder } from "../graph";
import { elementTypes } from "../onnx-model";
import type { DType } from "../values";
import { toFloat64, toInt32 } from "./casts";
import { sizeOf } from "./row";

// Quotients, remainders and powers. Whole numbers go through float64, which holds all of int32 and the
// floors of their quotients exactly; ONNX's own integer division stops the process at a zero. A division
// by zero gives 0, as in TensorFlow.js's plain engine.

/** ⌊x / y⌋ of int32. |x/y| is at least 1/|y| away from a whole number that it is not, rounding is less. */
export function floorDiv(b: GraphBuilder, names: readonly string[]): string {
  const quotient = b.emit(
    "Div",
    names.map((name) => toFloat64(b, name)),
  );
  return toInt32(b, b.emit("Floor", [quotient]), "float64");
}

/** The remainder with the divisor's sign. */
export function floorMod(b: GraphBuilder, names: readonly string[], type: DType): string {
  return type === "int32" ? intMod(b, names) : floatMod(b, names);
}

/** x - y ⌊x/y⌋ */
function intMod(b: GraphBuilder, names: readonly string[]): string {
  const [x, y] = names.map((name) => toFloat64(b, name));
  const floor = b.emit("Floor", [b.emit("Div", [x, y])]);
  return toInt32(b, b.emit("Sub", [x, b.emit("Mul", [y, floor])]), "float64");
}

/**
 * r = fmod(x, y), which is exact and has the sign of x; where y has the other sign, fmod(r + y, y). In float64, as
 * the plain engine computes: there r + y is y only where the rest is too small for the result to show.
 */
function floatMod(b: GraphBuilder, names: readonly string[]): string {
  const zero = b.scalar(0, "float64");
  const [x, y] = names.map((name) => toFloat64(b, name));
  const rest = b.emit("Mod", [x, y], { fmod: 1 });
  const apart = b.emit("Xor", [b.emit("Less", [x, zero]), b.emit("Less", [y, zero])]);
  const moved = b.emit("Mod", [b.emit("Add", [rest, y]), y], { fmod: 1 });
  const chosen = b.emit("Where", [apart, moved, rest]);
  return b.emit("Cast", [chosen], { to: elementTypes.float32 });
}

/** Of int32 modulo 2³² too, as long as float64 holds the power exactly (up to 2⁵³). */
export function power(b: GraphBuilder, names: readonly string[], type: DType): string {
  if (type === "float32") return b.emit("Pow", names);
  const doubles = names.map((name) => toFloat64(b, name));
  return toInt32(b, b.emit("Pow", doubles), "float64");
}

/** IEEE 754's power, which is 1 for a base of 1 and for -1 to ±∞; JavaScript's is NaN there. */
export function foldedPower(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  return x ** y;
}

/**
 * The product of int32 along some axes, modulo 2³²: one half times the other, until one is left. ONNX Runtime's own
 * product of whole numbers stops at the largest.
 */
export function wholeProduct(
  b: GraphBuilder,
  x: string,
  shape: readonly number[],
  axes: readonly number[],
): string {
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  let count = sizeOf(axes.map((i) => shape[i]));
  const rows = sizeOf(kept.map((i) => shape[i]));
  const turned = b.emit("Transpose", [x], { perm: [...kept, ...axes] });
  let rest = b.emit("Reshape", [turned, b.ints([rows, count])]);
  const part = (from: number, to: number) =>
    b.emit("Slice", [rest, b.ints([from]), b.ints([to]), b.ints([1])]);
  while (count > 1) {
    const half = Math.floor(count / 2);
    const product = b.emit("Mul", [part(0, half), part(half, 2 * half)]);
    const odd = count > 2 * half;
    rest = odd ? b.emit("Concat", [product, part(2 * half, count)], { axis: 1 }) : product;
    count = half + Number(odd);
  }
  return rest; // (rows, 1)
}
