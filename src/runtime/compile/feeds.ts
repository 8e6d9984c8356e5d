import * as tf from "@tensorflow/tfjs";
import type { Random } from "../../random";
import { shapeText } from "../../shape";
import type { CellArray } from "./cells";
import type { Feed } from "./lower";
import type { Port } from "./onnx-model";
import type { Draw, Info } from "./values";

// What a run hands to the graph for one step, as plain arrays.

/** What a step takes in for one of its inputs. */
export type InputValue = tf.Tensor | Float32Array | Int32Array | Uint8Array | number;
/** What a compiled step gets in one run: a value for each input, in records as the inputs stand in. */
export interface Batch {
  readonly [name: string]: InputValue | Batch;
}

/** A batch with one name for each value, as inputs have them in the graph. */
export type FlatBatch = Readonly<Record<string, InputValue>>;

/**
 * The arrays of a batch, by the inputs' names.
 *
 * @throws TypeError when it has other names, shapes or types
 */
export function inputArrays(
  batch: FlatBatch,
  inputs: Readonly<Record<string, Info>>,
): Record<string, CellArray> {
  const wanted = Object.keys(inputs);
  const found = Object.keys(batch);
  const missing = wanted.some((name) => !found.includes(name));
  if (missing || found.length > wanted.length) {
    const [want, find] = [wanted, found].map((names) => names.join(", ") || "(none)");
    throw new TypeError(`step.run: wanted the inputs ${want}, found ${find}`);
  }
  return Object.fromEntries(
    wanted.map((name) => [name, inputArray(batch[name], name, inputs[name])]),
  );
}

function inputArray(value: InputValue, name: string, { shape, dtype }: Info): CellArray {
  const { constructor } = arrayOf(dtype, []);
  if (value instanceof tf.Tensor) {
    if (shapeText(value.shape) !== shapeText(shape) || value.dtype !== dtype) {
      throw new TypeError(
        `step.run ${name}: wanted ${dtype} of shape ${shapeText(shape)}, ` +
          `found ${value.dtype} of shape ${shapeText(value.shape)}`,
      );
    }
    const data = value.dataSync<"float32">();
    // some engines keep the whole numbers that a float tensor was cast from, and what bools were added up to
    return data.constructor === constructor && dtype !== "bool" ? data : arrayOf(dtype, data);
  }
  const array = typeof value === "number" ? arrayOf(dtype, [value]) : value;
  const size = tf.util.sizeFromShape([...shape]);
  if (array.length !== size || array.constructor !== constructor) {
    throw new TypeError(
      `step.run ${name}: wanted ${size} numbers of ${dtype}, ` +
        `found ${array.length} in a ${array.constructor.name}`,
    );
  }
  return dtype === "bool" ? arrayOf(dtype, array) : array;
}

/**
 * The random numbers of one step, in the order in which the eager step draws them. Those that nothing in
 * the graph uses are drawn too, so that the streams stand where they would.
 *
 * @param instead takes the place of `rng`
 */
export function drawArrays(
  draws: readonly Draw[],
  rng: Random | undefined,
  instead: Random | undefined,
): Map<Draw, Float32Array> {
  const children = new Map<number, Random>();
  return new Map(
    draws.map((draw) => {
      const anchor = instead && draw.anchor === rng ? instead : draw.anchor;
      let stream = draw.child === 0 ? anchor : children.get(draw.child);
      stream ??= draw.path.reduce((parent, name) => parent.stream(name), anchor);
      children.set(draw.child, stream);
      const size = tf.util.sizeFromShape([...draw.shape]);
      const numbers =
        draw.kind === "normal" ? stream.normals(size) : stream.uniforms(size, draw.low, draw.high);
      return [draw, numbers];
    }),
  );
}

/** The array of a feed that is another for each step. */
export function stepArray(
  { source }: Feed,
  inputs: Readonly<Record<string, CellArray>>,
  draws: ReadonlyMap<Draw, Float32Array>,
): CellArray {
  if (source.kind === "input") return inputs[source.name];
  if (source.kind === "draw") return draws.get(source.draw)!;
  throw new Error(`A feed of the kind ${source.kind} is the same for all steps`);
}

/** Arrays of one port, one after the other. */
export function joined(port: Port, arrays: readonly CellArray[]): CellArray {
  const size = arrays[0].length;
  const whole = arrayOf(port.type, { length: size * arrays.length });
  arrays.forEach((array, i) => {
    whole.set(array, i * size);
  });
  return whole;
}

export function arrayOf(type: Port["type"], values: ArrayLike<number>): CellArray {
  if (type === "float32") return Float32Array.from(values);
  if (type === "int32") return Int32Array.from(values);
  return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)); // ONNX Runtime wants bools of 0 and 1
}
