import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../../random";
import type { Cell } from "./cells";

// A step is run once on a backend that computes nothing. It notes every kernel call, with the shape and
// type of what the call would return; the backward pass and the optimiser are kernel calls too. What a
// tensor "is" here is a Value: where it comes from, and how large it is.

/** Type of a tensor's numbers. */
export type DType = "float32" | "int32" | "bool";

export interface Info {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Where a value that no kernel made comes from. */
export type Source =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "draw"; readonly draw: Draw }
  | { readonly kind: "live"; readonly read: () => number }
  | { readonly kind: "state"; readonly cell: Cell }
  | { readonly kind: "constant"; readonly values: ArrayLike<number> };

/** Random numbers that a step asks for, to be drawn anew at every run. */
export interface Draw {
  readonly kind: "normal" | "uniform";
  readonly shape: readonly number[];
  readonly low: number;
  readonly high: number;
  /** The stream: an object that lives outside the step, and the names of the children made within it. */
  readonly anchor: Random;
  readonly path: readonly string[];
  /** The same number for the same child, which goes on where its last draw ended. */
  readonly child: number;
}

export interface Value extends Info {
  readonly call?: Call;
  readonly source?: Source;
}

export interface Call {
  readonly kernel: string;
  readonly inputs: readonly Value[];
  readonly names: readonly string[];
  readonly attrs: KernelAttrs;
  readonly outputs: readonly Value[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kernel has attributes of its own kinds
export type KernelAttrs = Readonly<Record<string, any>>;
export type NamedInfos = Readonly<Record<string, Info>>;
/** What a kernel returns, told from the shapes of what it gets. */
export type ShapeRule = (inputs: NamedInfos, attrs: KernelAttrs) => Info | readonly Info[];

/** A state that the step reads or writes; `next` is missing when it only reads. */
export interface CellUse {
  readonly cell: Cell;
  readonly before: Value;
  readonly after?: Value;
}

export interface Trace {
  readonly calls: readonly Call[];
  readonly outputs: Readonly<Record<string, Value>>;
  readonly cells: readonly CellUse[];
  /** All random numbers, in the order in which they are asked for. */
  readonly draws: readonly Draw[];
  /** How often each optimiser updates in one step. */
  readonly updates: ReadonlyMap<tf.Optimizer, number>;
  /** To be called before every run; they throw when what was recorded does not hold any more. */
  readonly guards: readonly (() => void)[];
}
