import { expectInteger } from "../shape";
import { numbersOf, widthOf, type Samples } from "./points";

/** Options of {@link nearestNeighbours}. */
export interface NearestOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** How many of the nearest; 1. */
  readonly k?: number;
}

/** For each sample, its nearest examples, nearest first. */
export interface Neighbours {
  /** (n, k) row by row: which example of the reference. */
  readonly indices: Int32Array;
  /** (n, k): how far it is. */
  readonly distances: Float64Array;
  /** How many were looked for. */
  readonly k: number;
}

/**
 * The k nearest examples of a reference set to each sample, by Euclidean distance: to see what a generator
 * may have copied, show its samples beside their nearest training examples. Nearest in pixels finds copies
 * only; nearest in features finds what looks alike.
 *
 * Distances are computed from differences, in float64, and given up as soon as they are too long: 1,000
 * against 10,000 rows of 64 features take about a second.
 *
 * @param samples (n, d)
 * @param reference (m, d)
 * @throws TypeError for rows of another size; RangeError for k below 1 or above m
 * @example
 * ```ts
 * import { nearestNeighbours } from "gan-clinic";
 * const reference = Float32Array.of(0, 0, 3, 4, 9, 9); // three points of the plane
 * const { indices, distances } = nearestNeighbours(Float32Array.of(0, 0), reference, { d: 2, k: 2 });
 * assert.deepEqual([...indices], [0, 1]);
 * assert.deepEqual([...distances], [0, 5]);
 * ```
 */
export function nearestNeighbours(
  samples: Samples,
  reference: Samples,
  options: NearestOptions = {},
): Neighbours {
  const { k = 1 } = options;
  const d = widthOf(samples, options.d, "nearestNeighbours", "samples");
  const x = numbersOf(samples, d, "nearestNeighbours samples");
  const y = numbersOf(reference, d, "nearestNeighbours reference");
  expectInteger(k, "nearestNeighbours k", { atLeast: 1, atMost: y.length / d });
  const n = x.length / d;
  const indices = new Int32Array(n * k);
  const distances = new Float64Array(n * k).fill(Infinity); // squared, until the end
  for (let i = 0; i < n; i++) {
    const last = (i + 1) * k - 1;
    for (let j = 0; j < y.length / d; j++) {
      const distance = squaredDistance(x, i, y, j, d, distances[last]);
      let place = last;
      if (distance >= distances[place]) continue;
      for (; place > i * k && distance < distances[place - 1]; place--) {
        indices[place] = indices[place - 1];
        distances[place] = distances[place - 1];
      }
      indices[place] = j;
      distances[place] = distance;
    }
  }
  return { indices, distances: distances.map(Math.sqrt), k };
}

/** Between rows i of x and j of y; given up once it is above `limit`: then only that is sure. */
export function squaredDistance(
  x: Float32Array,
  i: number,
  y: Float32Array,
  j: number,
  d: number,
  limit: number,
): number {
  let sum = 0;
  for (let start = 0; start < d && sum <= limit; start += 16) {
    const end = Math.min(start + 16, d);
    for (let k = start; k < end; k++) {
      const difference = x[i * d + k] - y[j * d + k];
      sum += difference * difference;
    }
  }
  return sum;
}
