import { mean } from "../statistics";

/** A series after thinning: the mean of each bucket, and the least and greatest value in it. */
export interface Buckets {
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * Cut a series into at most `most` buckets of neighbouring values, as even as they can be. The
 * means keep every trend; the least and greatest values show what the means hide.
 */
export function buckets(values: ArrayLike<number>, most: number): Buckets {
  const list = Array.from(values);
  const count = Math.min(most, list.length);
  const edge = (i: number) => Math.floor((i * list.length) / count);
  const parts = Array.from({ length: count }, (_, i) => list.slice(edge(i), edge(i + 1)));
  return {
    mean: parts.map(mean),
    low: parts.map((part) => Math.min(...part)),
    high: parts.map((part) => Math.max(...part)),
  };
}

/** Where the buckets of a series stand: the means of their places, whole if all places are, as training steps are. */
export function bucketPlaces(places: ArrayLike<number>, most: number): number[] {
  const { mean: middles } = buckets(places, most);
  const round = Array.from(places).every(Number.isInteger) ? Math.round : Number;
  return middles.map((place) => round(place));
}
