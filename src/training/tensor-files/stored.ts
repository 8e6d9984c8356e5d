import * as tf from "@tensorflow/tfjs";
import { shapeText } from "../../shape";
import { numberTypes } from "./number-types";
import type { KeptTensor, StoredTensor } from "./safetensors";

/** A tensor's numbers as they are kept in a file; a copy. */
export function stored(tensor: tf.Tensor): KeptTensor {
  const values = tensor.dataSync().slice() as KeptTensor["values"];
  return { shape: tensor.shape, values };
}

/** A stored tensor of float32 or int32. */
export function tensorOf({ values, shape }: StoredTensor): tf.Tensor {
  const dtype = values instanceof Float32Array ? "float32" : "int32";
  return tf.tensor(values as Float32Array | Int32Array, [...shape], dtype);
}

/** A variable, the name it has in a file, and what was found there. */
export interface Assignment {
  readonly name: string;
  readonly variable: tf.Variable;
  readonly found: StoredTensor | undefined;
}

/**
 * Gives variables the numbers of stored tensors: all, or none when one of them does not fit.
 *
 * - float32 takes F32, F16 and BF16 as they are, and F64 rounded to the nearest float32.
 * - int32 takes whole numbers of every type.
 * - bool takes BOOL.
 *
 * @param what begins the message: who wanted that, of which file
 * @throws TypeError that names each one that does not fit, what was wanted and what was found
 */
export function assignAll(what: string, assignments: readonly Assignment[]): void {
  const values = new Map<tf.Variable, ArrayLike<number>>();
  const problems: string[] = [];
  for (const { name, variable, found } of assignments) {
    const numbers = numbersFor(variable, found);
    if (typeof numbers === "string") problems.push(`wanted "${name}" of ${numbers}`);
    else values.set(variable, numbers);
  }
  if (problems.length > 0) {
    const most = 5;
    const more = problems.length > most ? [`and ${problems.length - most} more`] : [];
    const scaled = assignments.some(({ variable, found }) => isScaled(variable, found));
    throw new TypeError(
      [`${what}: ${problems[0]}`, ...problems.slice(1, most), ...more].join("\n  ") +
        (scaled ? `\n${writeAsFloats}` : "") +
        "\nNothing has been changed",
    );
  }
  const made: [tf.Variable, tf.Tensor][] = [];
  try {
    for (const [variable, numbers] of values) {
      made.push([variable, tensorLike(variable, numbers)]);
    }
    for (const [variable, tensor] of made) variable.assign(tensor);
  } finally {
    tf.dispose(made.map(([, tensor]) => tensor));
  }
}

/** A tensor of the type and shape of another one. */
function tensorLike({ shape, dtype }: tf.Tensor, numbers: ArrayLike<number>): tf.Tensor {
  const array = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype as "float32"];
  return tf.tensor(array.from(numbers), shape, dtype);
}

/** The numbers for a variable; or what was wanted and what was found instead. */
function numbersFor(
  { shape, dtype }: tf.Variable,
  found: StoredTensor | undefined,
): ArrayLike<number> | string {
  const wanted = `shape ${shapeText(shape)}`;
  if (!found) return `${wanted}, found nothing of that name`;
  if (found.shape.join() !== shape.join()) return `${wanted}, found ${shapeText(found.shape)}`;
  const { values } = found;
  const { kind } = numberTypes.get(found.dtype)!;
  const takes = { float32: "float", int32: "whole", bool: "truth" }[dtype as "float32"];
  if (!values || kind !== takes) {
    return `${typesOf[dtype as "float32"]}, found ${found.dtype}`;
  }
  const numbers = values instanceof Float32Array ? values : Array.from(values, Number);
  const bad = numbers.findIndex((value) => !fits(value, dtype));
  if (bad < 0) return numbers;
  return `${dtype}, found ${found.dtype} with the number ${values[bad]}, which is too large for it`;
}

const typesOf = {
  float32: "float32 (F32, F16, BF16 or F64)",
  int32: "int32 (whole numbers)",
  bool: "bool (BOOL)",
};

const writeAsFloats =
  "Weights in whole numbers or small floats go with a scale, which is not in the tensor: write them as float32 " +
  "in the program that made them";

/** Whether numbers that stand for others by a scale were found for weights. */
function isScaled({ dtype }: tf.Variable, found: StoredTensor | undefined): boolean {
  const kind = found && numberTypes.get(found.dtype)!.kind;
  return found !== undefined && dtype === "float32" && (kind === "whole" || kind === undefined);
}

/** Whether a number has a place in a type, be it by rounding. */
function fits(value: number, dtype: string): boolean {
  if (dtype === "float32") return !Number.isFinite(value) || Number.isFinite(Math.fround(value));
  return dtype === "bool" ? value === 0 || value === 1 : (value | 0) === value;
}
