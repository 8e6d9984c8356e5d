import type { GraphBuilder } from "../graph";
import { elementTypes } from "../onnx-model";
import type { DType } from "../values";
import type { Operand } from "./row";

/**
 * What a number becomes in a tensor of this type, as TensorFlow.js converts: towards zero and modulo 2³² for
 * int32, which makes NaN and infinities 0; everything but 0 is true, NaN too.
 */
export function converted(value: number, type: DType): number {
  if (type === "float32") return Math.fround(value);
  if (type === "int32") return value | 0;
  return value === 0 ? 0 : 1;
}

/** A tensor of one type as one of another, in the graph; see {@link converted}. */
export function cast(b: GraphBuilder, x: string, from: DType, to: DType): string {
  if (from === to) return x;
  if (from === "float32" && to === "int32") return toInt32(b, x, "float32");
  return b.emit("Cast", [x], { to: elementTypes[to] });
}

/** The name of an operand in another type. */
export function inType(
  b: GraphBuilder,
  get: (operand: Operand) => string,
  operand: Operand,
  type: DType,
): string {
  if (operand.uniform !== undefined && operand.dtype !== type) {
    const uniform = converted(operand.uniform, type);
    return get({ ...operand, dtype: type, uniform });
  }
  return cast(b, get(operand), operand.dtype, type);
}

/**
 * Towards zero and modulo 2³². What ONNX's Cast makes of a number beyond int32 depends on the processor, so the
 * way leads over int64 and the remainder there (two casts in a row would be joined to one); what is beyond
 * int64 too is 0 here, and of float32 a multiple of 2⁴⁰, so 0 is right.
 */
export function toInt32(b: GraphBuilder, x: string, from: "float32" | "float64"): string {
  const inside = b.emit("Less", [b.emit("Abs", [x]), b.scalar(2 ** 63, from)]); // not for NaN
  const finite = b.emit("Where", [inside, x, b.scalar(0, from)]);
  return lowInt32(b, b.emit("Cast", [finite], { to: elementTypes.int64 }));
}

/** int64 modulo 2³², as int32. */
export function lowInt32(b: GraphBuilder, x: string): string {
  const low = b.emit("Mod", [x, b.scalar(2 ** 32, "int64")]);
  return b.emit("Cast", [low], { to: elementTypes.int32 });
}

/** Whole numbers of 32 bits in a type that holds all of them. */
export function toFloat64(b: GraphBuilder, x: string): string {
  return b.emit("Cast", [x], { to: elementTypes.float64 });
}
