import { expectInteger } from "../shape";
import { numbersOf, widthOf, type Samples } from "./points";

/**
 * The energy distance between two sets of examples (Székely and Rizzo 2013, eq. 1.1):
 *
 *     2 E|X - Y| - E|X - X'| - E|Y - Y'|
 *
 * with Euclidean distances. It is 0 for equal distributions and above 0 for any others, in the unit of
 * the data. The means over pairs leave out a point's distance to itself, so the estimate is unbiased: two
 * samples of one distribution give values around 0, below it as often as above.
 *
 * Distances are computed from differences, in float64, pair by pair: nothing of size n x m is held. Two
 * sets of 500 pictures of 784 pixels take about a second.
 *
 * @param a (n, d) examples, n at least 2; as a bare array, with `d`
 * @param b (m, d) examples, m at least 2
 * @param d numbers in an example; taken from `a` when that is a tensor
 * @throws TypeError when a or b is not (n, d); RangeError for fewer than two, or not finite
 * @example
 * ```ts
 * import { energyDistance } from "gan-clinic";
 * const [a, b] = [Float32Array.of(0, 1), Float32Array.of(10, 11)]; // four numbers on a line
 * assert.equal(energyDistance(a, b, 1), 2 * 10 - 1 - 1);
 * ```
 */
export function energyDistance(a: Samples, b: Samples, d?: number): number {
  d = widthOf(a, d, "energyDistance", "a");
  const x = numbersOf(a, d, "energyDistance a");
  const y = numbersOf(b, d, "energyDistance b");
  const n = expectInteger(x.length / d, "energyDistance a examples", { atLeast: 2 });
  const m = expectInteger(y.length / d, "energyDistance b examples", { atLeast: 2 });
  const between = distanceSum(x, y, d) / (n * m);
  const withinX = distanceSum(x, x, d) / (n * (n - 1));
  const withinY = distanceSum(y, y, d) / (m * (m - 1));
  return 2 * between - withinX - withinY;
}

/** Sum of the distances of all pairs; of one set with itself, half of them are computed. */
function distanceSum(x: Float32Array, y: Float32Array, d: number): number {
  const same = x === y;
  let sum = 0;
  for (let i = 0; i < x.length; i += d) {
    for (let j = same ? i + d : 0; j < y.length; j += d) sum += distance(x, i, y, j, d);
  }
  return same ? 2 * sum : sum;
}

/** Between the examples that start at x[i] and y[j]. Two sums, since each addition waits for its last. */
function distance(x: Float32Array, i: number, y: Float32Array, j: number, d: number): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k + 1 < d; k += 2) {
    const first = x[i + k] - y[j + k];
    const second = x[i + k + 1] - y[j + k + 1];
    even += first * first;
    odd += second * second;
  }
  const last = d % 2 === 1 ? x[i + d - 1] - y[j + d - 1] : 0;
  return Math.sqrt(even + odd + last * last);
}
