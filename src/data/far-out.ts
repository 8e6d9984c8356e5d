/** A number that is far from what is usual at its place. */
export interface FarNumber {
  /** The number itself. */
  readonly value: number;
  /** Which example has it, from 0. */
  readonly example: number;
  /** Its place in the example, from 0. */
  readonly place: number;
  /** Its distance from the median of its place, in interquartile ranges. */
  readonly times: number;
}

export interface FarOut {
  /** The examples that have one, in order. */
  readonly examples: readonly number[];
  /** The farthest. */
  readonly farthest?: FarNumber;
}

/** So many interquartile ranges from the median: 40 standard deviations of a normal distribution. */
const far = 30;
/** The quartiles of fewer examples say little. */
const fewestExamples = 20;
/** So few of a place's numbers are strays; more are a part of the distribution, unless they are all one number. */
const rareShare = 0.02;
/** Of fewer examples a stray may be of a rare mode, unless it is as far as `absurd`. */
const manyExamples = 200;
const absurd = 1000;

/**
 * Numbers that do not belong: missing values written as -999, results of a division by nearly 0. The others at the
 * same place tell what is usual: a number counts when it lies 30 interquartile ranges from their median, and when
 * it is rare there, or stands there again and again (a mode of its own has numbers that differ).
 *
 * @param values examples one after the other, `size` numbers each; numbers that are not finite are passed over
 */
export function farOut(values: Float32Array, size: number): FarOut {
  const count = values.length / size;
  const usual = usualNumbers(values, size);
  if (!usual) return { examples: [] };
  const { median, spread } = usual;
  const found = Array.from({ length: size }, (): number[] => []); // examples, by place
  for (let example = 0; example < count; example++) {
    for (let place = 0; place < size; place++) {
      const value = values[example * size + place];
      const isFar = Math.abs(value - median[place]) > far * spread[place];
      if (isFar && Number.isFinite(value)) found[place].push(example);
    }
  }
  const all = found.flatMap((examples, place) => {
    const strays = examples.map((example): FarNumber => {
      const value = values[example * size + place];
      return { value, example, place, times: Math.abs(value - median[place]) / spread[place] };
    });
    const isRare = strays.length <= Math.max(1, rareShare * count);
    const isPlain = count >= manyExamples || strays.every(({ times }) => times > absurd);
    return (isRare && isPlain) || isMostlyOne(strays) ? strays : [];
  });
  if (all.length === 0) return { examples: [] };
  return {
    examples: [...new Set(all.map(({ example }) => example))].sort((a, b) => a - b),
    farthest: all.reduce((most, each) => (each.times > most.times ? each : most)),
  };
}

/** Nearly all are one number, three times or more. */
function isMostlyOne(strays: readonly FarNumber[]): boolean {
  const counts = new Map<number, number>();
  for (const { value } of strays) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].some((same) => same >= 3 && same > 0.9 * strays.length);
}

/**
 * The median and the interquartile range at each place, by at most a million numbers of evenly spaced examples. Up
 * to a quarter of a place may be wrong, and these two hardly move.
 *
 * Where half of a place is one number, as in sparse data, its range is 0. Then that of all places together counts,
 * and if it is 0 too, the usual distance of the numbers that differ.
 *
 * @returns nothing for too few examples
 */
function usualNumbers(
  values: Float32Array,
  size: number,
): Readonly<Record<"median" | "spread", Float64Array>> | undefined {
  const count = values.length / size;
  if (count < fewestExamples) return undefined;
  const rows = Math.min(count, Math.max(64, Math.floor(1e6 / size)), 1000);
  const at = (i: number, place: number) => values[Math.floor((i * count) / rows) * size + place];
  const columns = Array.from({ length: size }, (_, place) =>
    Float32Array.from({ length: rows }, (_, i) => at(i, place))
      .filter(Number.isFinite)
      .sort(),
  );
  const range = (sorted: Float32Array) => quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const together = range(
    Float32Array.from({ length: 10_000 }, (_, i) => at(i % rows, (7919 * i) % size))
      .filter(Number.isFinite)
      .sort(),
  );
  const median = Float64Array.from(columns, (sorted) => quantile(sorted, 0.5));
  const distances = (sorted: Float32Array, middle: number) =>
    sorted.map((value) => Math.abs(value - middle)).filter((distance) => distance > 0);
  const spread = Float64Array.from(
    columns,
    (sorted, place) =>
      range(sorted) ||
      together ||
      quantile(distances(sorted, median[place]).sort(), 0.5) ||
      Infinity, // all numbers are one
  );
  return { median, spread };
}

/** Of sorted numbers; NaN of none. */
function quantile(sorted: Float32Array, share: number): number {
  return sorted.length === 0 ? NaN : sorted[Math.round(share * (sorted.length - 1))];
}
