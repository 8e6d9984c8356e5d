import * as tf from "@tensorflow/tfjs";

/** The nearest other examples of each example. */
export interface Neighbours {
  /** How many each has. */
  readonly k: number;
  /** Nearest first. */
  readonly indices: Int32Array; // (count, k)
  /** Euclidean. */
  readonly distances: Float64Array; // (count, k)
}

/**
 * The `k` nearest others of each row. The time grows with the square of the number of rows.
 *
 * Candidates are found by |r|² - 2 s·r in float32, which loses the digits of distances that are small
 * beside |r|; so a few more than wanted are kept, and their distances computed again as they are defined.
 */
export function nearestOthers(rows: Float32Array, d: number, k: number): Neighbours {
  const count = rows.length / d;
  const candidates = Math.min(2 * k + 2, count); // with the row itself
  const indices = new Int32Array(count * k);
  const distances = new Float64Array(count * k);
  const chunk = 256;
  for (let start = 0; start < count; start += chunk) {
    const size = Math.min(chunk, count - start);
    const found = comparable(rows, d, start, size);
    for (let i = 0; i < size; i++) {
      const own = start + i;
      const near = smallest(found.subarray(i * count, (i + 1) * count), candidates)
        .filter((other) => other !== own)
        .map((other) => ({ other, distance: distanceBetween(rows, d, own, other) }))
        .sort((a, b) => a.distance - b.distance || a.other - b.other);
      for (let place = 0; place < k; place++) {
        indices[own * k + place] = near[place].other;
        distances[own * k + place] = near[place].distance;
      }
    }
  }
  return { k, indices, distances };
}

/** |r|² - 2 s·r for `size` rows s from `start` against all rows r. */
function comparable(rows: Float32Array, d: number, start: number, size: number): Float32Array {
  const values = tf.tidy(() => {
    const all = tf.tensor2d(rows, [rows.length / d, d]);
    const some = tf.slice(all, [start, 0], [size, d]);
    return tf.sub(tf.sum(tf.square(all), 1), tf.mul(tf.matMul(some, all, false, true), 2));
  });
  const numbers = values.dataSync() as Float32Array;
  values.dispose();
  return numbers;
}

/** The places of the `count` smallest numbers. */
function smallest(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let j = 0; j < values.length; j++) {
    if (best.length === count && values[j] >= values[best[count - 1]]) continue;
    const place = best.findIndex((other) => values[j] < values[other]);
    best.splice(place < 0 ? best.length : place, 0, j);
    best.length = Math.min(best.length, count);
  }
  return best;
}

function distanceBetween(rows: Float32Array, d: number, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += (rows[a * d + i] - rows[b * d + i]) ** 2;
  return Math.sqrt(sum);
}
