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

/** What a look at numbers has found. */
export interface Look {
  /** What contradicts what the data set says of itself, in words that follow its name. */
  readonly fault?: string;
  /** The first number that is not finite, and where it is. */
  readonly notFinite?: string;
  /** Works out the facts. */
  readonly facts: () => DataFacts;
}

/** Fewer drawn examples may be the same by chance. */
const fewestDrawn = 8;

/**
 * Looks at examples of a data set: whether all numbers are finite, in the range that it declares (but for rounding),
 * and labels below its classes.
 */
export function lookAt(data: Dataset, numbers: Numbers): Look {
  const { name, shape, range } = data;
  const { values } = numbers;
  const strays = straysIn(values, range);
  const { notFinite: count, firstNotFinite: first } = strays;
  const firstText = count > 0 ? `${values[first]} in ${placeText(first, shape)}` : undefined;
  const facts = (): DataFacts => {
    const size = sizeOf(shape);
    const examples = values.length / size;
    const isPlain = allNumbers(data) !== undefined || examples >= fewestDrawn;
    const far = range || !(values instanceof Float32Array) ? undefined : farOut(values, size);
    return {
      name,
      examples,
      notFinite: count,
      ...(firstText !== undefined && { firstNotFinite: firstText }),
      ...(isPlain && { alike: areAlike(values, size) }),
      farOut: far?.examples.length ?? 0,
      ...(far?.farthest && { farthest: far.farthest }),
    };
  };
  const fault = rangeFault(data, values, strays) ?? labelFault(data, numbers);
  return {
    ...(fault !== undefined && { fault }),
    ...(firstText !== undefined && { notFinite: firstText }),
    facts,
  };
}

/** Rounding of float32, at the size of the range's ends. */
export function roundingOf([low, high]: readonly [number, number]): number {
  return 1e-5 * Math.max(Math.abs(low), Math.abs(high));
}

interface Strays {
  readonly notFinite: number;
  readonly firstNotFinite: number;
  readonly outside: number;
  readonly firstOutside: number;
  readonly least: number;
  readonly most: number;
}

/** One pass over all numbers, which may be many. */
function straysIn(values: ArrayLike<number>, range: Dataset["range"]): Strays {
  const rounding = range ? roundingOf(range) : 0;
  const low = range ? range[0] - rounding : -Number.MAX_VALUE;
  const high = range ? range[1] + rounding : Number.MAX_VALUE;
  let [notFinite, firstNotFinite, outside, firstOutside] = [0, -1, 0, -1];
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value >= low && value <= high) continue;
    if (Number.isFinite(value)) {
      if (outside++ === 0) firstOutside = i;
      least = Math.min(least, value);
      most = Math.max(most, value);
    } else if (notFinite++ === 0) firstNotFinite = i;
  }
  return { notFinite, firstNotFinite, outside, firstOutside, least, most };
}

function areAlike(values: ArrayLike<number>, size: number): boolean {
  for (let i = size; i < values.length; i++) if (values[i] !== values[i - size]) return false;
  return true;
}

function rangeFault(
  { shape, range }: Dataset,
  values: ArrayLike<number>,
  { outside, firstOutside, least, most }: Strays,
): string | undefined {
  if (!range) return undefined;
  const [low, high] = range;
  if (!(low < high)) {
    return `range: wanted [low, high] with low < high, found [${low}, ${high}]`;
  }
  if (outside === 0) return undefined;
  return (
    `range: wanted numbers from ${low} to ${high}, as it declares; found ${values[firstOutside]} in ` +
    `${placeText(firstOutside, shape)}. In all ${outside} of ${values.length} numbers lie outside, ${least} to ` +
    `${most}. Bring the numbers to the range (normalisePixels; dataReport lists the examples), or declare the ` +
    "range that they have"
  );
}

function labelFault({ classes }: Dataset, { labels }: Numbers): string | undefined {
  if (!labels || classes === undefined) return undefined;
  for (let i = 0; i < labels.length; i++) {
    if (Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < classes) continue;
    return (
      `labels: wanted whole numbers from 0 to ${classes - 1}, since it has ${classes} classes; found ${labels[i]} ` +
      `for example ${i} (from 0). Correct the labels, or say how many classes there are`
    );
  }
  return undefined;
}

/** Where a number stands, counted from 0. */
function placeText(i: number, shape: readonly number[]): string {
  const size = sizeOf(shape);
  return `example ${Math.floor(i / size)}, number ${i % size} of shape ${shapeText(shape)} (both from 0)`;
}
