import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import { expectDraw, type Dataset, type LabelledBatch, type PictureShape } from "./dataset";

/** The class of each example, from 0: a byte each, or four bytes where there are more than 256 classes. */
export type ClassLabels = Uint8Array | Int32Array; // (count)

/** Examples that all lie in memory, so that they can be counted, looked at, split and repaired. */
export interface FiniteDataset extends Dataset {
  /** How many examples. */
  readonly count: number;
  /** All examples, one after the other. */
  readonly examples: Float32Array; // (count, ...shape)
  /** The class of each example. */
  readonly labels?: ClassLabels; // (count)
  /** What each class is called. */
  readonly classNames?: readonly string[];
  /** A text for each example. */
  readonly captions?: readonly string[];
}

/** What a finite data set is made of. */
export interface FiniteFields {
  /** Its name in messages and titles. */
  readonly name: string;
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** All examples, one after the other. */
  readonly examples: Float32Array; // (count, ...shape)
  /** The class of each example, from 0. */
  readonly labels?: ClassLabels; // (count)
  /** One more than the largest label when left out. */
  readonly classes?: number;
  /** What each class is called. */
  readonly classNames?: readonly string[];
  /** A text for each example. */
  readonly captions?: readonly string[];
  /** For pictures: how the numbers of an example make one. */
  readonly picture?: PictureShape;
  /** Between what all numbers lie. */
  readonly range?: readonly [low: number, high: number];
}

/**
 * A data set of numbers that you have: your own pictures, points, sounds. Each draw is from all examples
 * (with replacement), so a batch depends on `random` alone, not on the batches before it.
 *
 * @throws TypeError when the numbers do not make whole examples, an example is no such picture, or labels and captions
 *   are not one each
 * @throws RangeError when there is no example, or a label is not below `classes`
 * @example
 * ```ts
 * import { finiteDataset, seeded } from "gan-clinic";
 * const corners = finiteDataset({
 *   name: "corners",
 *   shape: [2],
 *   examples: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
 *   labels: Uint8Array.of(0, 0, 1, 1),
 * });
 * assert.equal(corners.count, 4);
 * assert.deepEqual(corners.sample(10, seeded(1)).shape, [10, 2]);
 * ```
 */
export function finiteDataset(fields: FiniteFields): FiniteDataset {
  const { name, shape, examples, labels, captions, picture } = fields;
  const size = sizeOf(shape);
  if (examples.length % size !== 0) {
    throw new TypeError(
      `${name} examples: wanted rows of ${size} numbers, found ${examples.length} numbers`,
    );
  }
  const count = expectInteger(examples.length / size, `${name} count`, { atLeast: 1 });
  expectOneEach(labels, count, `${name} labels`);
  expectOneEach(captions, count, `${name} captions`);
  if (picture && picture.height * picture.width * picture.channels !== size) {
    const { height, width, channels } = picture;
    throw new TypeError(
      `${name} picture: wanted ${size} numbers, as an example has, found ${height} x ${width} x ${channels}`,
    );
  }
  const pick = (n: number, random: Random) => random.integers(n, count);
  return lever(
    "data",
    "finiteDataset",
    fields,
    withSampler({ ...fields, ...classesOf(fields), count }, pick),
  );
}

/** A data set as it is, but with another way to choose which examples a batch has. */
export function withSampler<T extends Omit<FiniteDataset, "sample" | "sampleLabelled">>(
  dataset: T,
  pick: (n: number, random: Random) => Int32Array,
): T & Pick<Dataset, "sample" | "sampleLabelled"> {
  const { examples, labels, shape } = dataset;
  const batch = (rows: Int32Array) =>
    tf.tensor(gather(examples, rows, sizeOf(shape)), [rows.length, ...shape]);
  const rowsOf = (n: number, random: Random) => {
    expectDraw(n, random, `${dataset.name} sample`);
    return pick(n, random);
  };
  const sample = (n: number, random: Random) => batch(rowsOf(n, random));
  if (!labels) return { ...dataset, sample };
  const sampleLabelled = (n: number, random: Random): LabelledBatch => {
    const rows = rowsOf(n, random);
    const own = Int32Array.from(rows, (row) => labels[row]);
    return { examples: batch(rows), labels: tf.tensor1d(own, "int32") };
  };
  return { ...dataset, sample, sampleLabelled };
}

/** Labels of so many classes, in as few bytes as they need. */
export function classLabels(classes: number, labels: ArrayLike<number>): ClassLabels {
  return classes <= 256 ? Uint8Array.from(labels) : Int32Array.from(labels);
}

/** Only these examples of a data set, in this order. */
export function takeExamples(dataset: FiniteDataset, rows: Int32Array): FiniteDataset {
  const { examples, labels, captions, shape } = dataset;
  return finiteDataset({
    ...fieldsOf(dataset),
    examples: gather(examples, rows, sizeOf(shape)),
    ...(labels && {
      labels: classLabels(
        dataset.classes ?? 256,
        rows.map((row) => labels[row]),
      ),
    }),
    ...(captions && { captions: Array.from(rows, (row) => captions[row]) }),
  });
}

/** What the data set was made of, to make another one like it. */
export function fieldsOf(dataset: FiniteDataset): FiniteFields {
  const { name, shape, examples, labels, classes, classNames, captions, picture, range } = dataset;
  const fields = { name, shape, examples, labels, classes, classNames, captions, picture, range };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as FiniteFields;
}

/** How many numbers one example has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The rows of a flat array of rows. */
export function gather(values: Float32Array, rows: Int32Array, size: number): Float32Array {
  const out = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    out.set(values.subarray(row * size, (row + 1) * size), i * size);
  });
  return out;
}

function classesOf({ name, labels, classes, classNames }: FiniteFields): { classes?: number } {
  if (!labels) return {};
  let found = 1;
  for (const label of labels) {
    expectInteger(label, `${name} label`, { atLeast: 0 });
    found = Math.max(found, label + 1);
  }
  const wanted = classes ?? classNames?.length ?? found;
  expectInteger(wanted, `${name} classes`, { atLeast: found });
  return { classes: wanted };
}

function expectOneEach(list: ArrayLike<unknown> | undefined, count: number, what: string): void {
  if (list && list.length !== count) {
    throw new TypeError(`${what}: wanted ${count}, one for each example, found ${list.length}`);
  }
}
