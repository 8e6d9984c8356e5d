import { shapeText } from "../shape";
import type { Dataset } from "./dataset";
import { farOut, type FarNumber } from "./far-out";
import { sizeOf } from "./finite";

/** What a look at the numbers of a data set has found. */
export interface DataFacts {
  /** The data set's name. */
  readonly name: string;
  /** How many examples were looked at: all of a finite set, else some that were drawn. */
  readonly examples: number;
  /** How many of their numbers are NaN or infinite. */
  readonly notFinite: number;
  /** The first of those, in words. */
  readonly firstNotFinite?: string;
  /** All examples are the same one; left out where too few were drawn to tell. */
  readonly alike?: boolean;
  /** How many examples have a number far from all others at its place; not looked for where a range is declared. */
  readonly farOut: number;
  /** The farthest number. */
  readonly farthest?: FarNumber;
}

/** Examples as plain numbers. */
export interface Numbers {
  readonly values: ArrayLike<number>; // (examples, size)
  readonly labels?: ArrayLike<number>; // (examples)
}

/** What is looked at without drawing: all of a finite set. */
export function allNumbers(data: Dataset): Numbers | undefined {
  const { examples, labels } = data as Dataset & { examples?: unknown; labels?: Uint8Array };
  return examples instanceof Float32Array
    ? { values: examples, ...(labels && { labels }) }
    : undefined;
}

/** Fewer drawn examples may be the same by chance. */
const fewestDrawn = 8;

export function dataFacts(data: Dataset, { values }: Numbers): DataFacts {
  const size = sizeOf(data.shape);
  const count = values.length / size;
  const isPlain = allNumbers(data) !== undefined || count >= fewestDrawn;
  let notFinite = 0;
  let first = -1;
  let alike = true;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]) && notFinite++ === 0) first = i;
    if (alike && i >= size) alike = values[i] === values[i - size];
  }
  const { examples, farthest } =
    data.range || !(values instanceof Float32Array)
      ? { examples: [] }
      : farOut(values, size);
  return {
    name: data.name,
    examples: count,
    notFinite,
    ...(first >= 0 && { firstNotFinite: `${values[first]} in ${placeText(first, data.shape)}` }),
    ...(isPlain && { alike }),
    farOut: examples.length,
    ...(farthest && { farthest }),
  };
}

/** Rounding of float32, at the size of the range's ends. */
export function roundingOf([low, high]: readonly [number, number]): number {
  return 1e-5 * Math.max(Math.abs(low), Math.abs(high));
}

/**
 * Numbers must lie in the range that their data set declares, but for rounding, and labels below its classes.
 * Numbers that are not finite are passed over: `dataFacts` counts them.
 *
 * @param what begins the messages, such as `trainGan data "mine"`
 * @throws RangeError that names the first that does not, and where it stands
 */
export function expectNumbers(
  { shape, range, classes }: Dataset,
  { values, labels }: Numbers,
  what: string,
): void {
  if (range) expectInRange(values, shape, range, what);
  for (let i = 0; labels && i < labels.length; i++) {
    if (Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < (classes ?? Infinity)) continue;
    throw new RangeError(
      `${what} labels: wanted whole numbers from 0 to ${(classes ?? Infinity) - 1}, one less than its ` +
        `classes; found ${labels[i]} for example ${i}. Correct the labels, or say how many classes there are`,
    );
  }
}

function expectInRange(
  values: ArrayLike<number>,
  shape: readonly number[],
  range: readonly [low: number, high: number],
  what: string,
): void {
  const [low, high] = range;
  if (!(low < high)) {
    throw new RangeError(`${what} range: wanted [low, high] with low < high, found [${low}, ${high}]`);
  }
  const rounding = roundingOf(range);
  let first = -1;
  let count = 0;
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value >= low - rounding && value <= high + rounding) continue;
    if (!Number.isFinite(value)) continue;
    if (count++ === 0) first = i;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (count === 0) return;
  throw new RangeError(
    `${what} range: wanted numbers from ${low} to ${high}, as it declares; found ${values[first]} in ` +
      `${placeText(first, shape)}. In all ${count} of ${values.length} numbers lie outside, ${least} to ${most}. ` +
      "Bring the numbers to the range (normalisePixels; dataReport lists the examples), or declare the range " +
      "that they have",
  );
}

/** Where a number stands, counted from 0. */
function placeText(i: number, shape: readonly number[]): string {
  const size = sizeOf(shape);
  return `example ${Math.floor(i / size)}, number ${i % size} of shape ${shapeText(shape)} (both from 0)`;
}
