import { expectNumber } from "../shape";

type HistogramOf = (samples: Float32Array) => readonly number[];

/** A `histogramOf` of which the counts are looked at: one or more numbers from 0, as many each time. */
export function checkedHistogram(histogramOf: HistogramOf): HistogramOf {
  let modes: number | undefined;
  return (samples) => {
    const counts = histogramOf(samples) as unknown;
    if (!Array.isArray(counts) || counts.length === 0) {
      throw new TypeError(
        `trainGan histogramOf: wanted a list with a count for each mode, found ${JSON.stringify(counts)}`,
      );
    }
    modes ??= counts.length;
    if (counts.length !== modes) {
      throw new RangeError(
        `trainGan histogramOf: wanted ${modes} counts, as the first time, found ${counts.length}`,
      );
    }
    counts.forEach((count, mode) =>
      expectNumber(count as number, `trainGan histogramOf, count of mode ${mode}`, { atLeast: 0 }),
    );
    return counts as number[];
  };
}
