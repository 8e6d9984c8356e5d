import type { GraphBuilder } from "../graph";
import type { DType, KernelAttrs, NamedInfos } from "../values";
import { converted, inType } from "./casts";
import { broadcast, type KernelRow, type Lowered, type Lowering } from "./row";
import type { Types } from "./types";

// Kernels that treat each number by itself. All of them share one lowering: the operands go in as they
// are held, and the result is held in the shape that these broadcast to. When every operand is uniform
// and the number can be computed here, nothing goes into the graph at all.

export type Emit = (
  b: GraphBuilder,
  names: readonly string[],
  attrs: KernelAttrs,
  /** Of the names. */
  type: DType,
) => string;
export type Fold = (...values: number[]) => number;

export interface Elementwise {
  readonly kernel: string;
  readonly types: Types;
  /** What the operands are cast to first, and the result is. */
  readonly as?: DType;
  /** The result's type; the first operand's when left out. */
  readonly dtype?: DType | ((attrs: KernelAttrs) => DType);
  readonly emit: Emit;
  /** The result for numbers of float32, to be rounded to the result's type. */
  readonly fold?: Fold;
  /** The result for whole numbers and for 0 and 1, exact modulo 2³². */
  readonly whole?: Fold;
}

export function row(kernel: Elementwise): KernelRow {
  const { dtype, as } = kernel;
  return {
    kernel: kernel.kernel,
    types: kernel.types,
    shape: (inputs: NamedInfos, attrs) => {
      const list = Object.values(inputs);
      const shape = list.map((info) => info.shape).reduce(broadcast, []);
      const made = typeof dtype === "function" ? dtype(attrs) : dtype;
      return { shape, dtype: made ?? as ?? list[0].dtype };
    },
    lower: (lowering) => lowerElementwise(lowering, kernel),
  };
}

function lowerElementwise(
  { b, list, attrs, outputs, get }: Lowering,
  { as, emit, fold, whole }: Elementwise,
): Lowered {
  const type = as ?? list[0].dtype;
  const compute = type === "float32" ? fold : whole;
  const uniforms = list.map((operand) => operand.uniform);
  if (compute && uniforms.every((value) => value !== undefined)) {
    const values = uniforms.map((value) => converted(value, type));
    return { uniform: converted(compute(...values), outputs[0].dtype) };
  }
  const held = list.map((operand) => operand.held).reduce(broadcast, []);
  const names = list.map((operand) => inType(b, get, operand, as ?? operand.dtype));
  return { name: emit(b, names, attrs, type), held };
}

/** The node of this name. */
export const op =
  (name: string): Emit =>
  (b, names) =>
    b.emit(name, names);
