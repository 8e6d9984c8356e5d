import * as tf from "@tensorflow/tfjs";
import type { GraphBuilder } from "../graph";
import type { Info, KernelAttrs, NamedInfos, ShapeRule } from "../values";
import type { Types } from "./types";

/**
 * A value on its way into the graph. All its numbers may be known to be the same (`uniform`); or a
 * tensor of the graph holds them (`name`), of a shape `held` that broadcasts to `shape`: ones and
 * repetitions, of which gradients are full, are not written out before they must be.
 */
export interface Operand extends Info {
  readonly uniform?: number;
  readonly name?: string;
  readonly held: readonly number[];
  /** All its numbers, of a constant that is not too large. */
  readonly known?: ArrayLike<number>;
}

/** What a row has to work with. */
export interface Lowering {
  readonly b: GraphBuilder;
  readonly inputs: Readonly<Record<string, Operand>>;
  /** The inputs in their order, for kernels that take a list. */
  readonly list: readonly Operand[];
  readonly attrs: KernelAttrs;
  readonly outputs: readonly Info[];
  /** The operand's name in the graph, perhaps of a smaller shape that broadcasts. */
  readonly get: (operand: Operand) => string;
  /** The operand's name in the graph, of its whole shape. */
  readonly full: (operand: Operand) => string;
}

/** A name of the whole shape; or a uniform value; or a name of a shape that broadcasts. */
export type Lowered =
  | string
  | { readonly uniform: number }
  | { readonly name: string; readonly held: readonly number[] };

/** One kernel of TensorFlow.js: what it takes, what it returns, and the ONNX nodes that do the same. */
export interface KernelRow {
  readonly kernel: string;
  readonly types: Types;
  readonly shape: ShapeRule;
  readonly lower: (lowering: Lowering) => Lowered | readonly Lowered[];
}

/** The shape of two shapes broadcast together, numpy's rule. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new TypeError(`Shapes (${a.join(", ")}) and (${b.join(", ")}) do not broadcast`);
    }
    return x === 1 ? y : x;
  });
}

/**
 * Axes counted from the front; all of them when none are given.
 *
 * @throws Error for an axis that is not there, as TensorFlow.js does
 */
export function axesOf(
  axis: number | readonly number[] | null | undefined,
  rank: number,
): number[] {
  const all = Array.from({ length: rank }, (_, i) => i);
  return axis == null ? all : tf.util.parseAxisParam(axis as number | number[], all);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** The shape and type of the only input, or of the named one. */
export function like(name = "x"): ShapeRule {
  return (inputs: NamedInfos) => ({ shape: inputs[name].shape, dtype: inputs[name].dtype });
}

/** For kernels that leave a uniform value uniform. */
export function unlessUniform(
  input: string,
  lower: (lowering: Lowering, x: string) => Lowered,
): KernelRow["lower"] {
  return (lowering) => {
    const operand = lowering.inputs[input];
    if (operand.uniform !== undefined) return { uniform: operand.uniform };
    return lower(lowering, lowering.full(operand));
  };
}
