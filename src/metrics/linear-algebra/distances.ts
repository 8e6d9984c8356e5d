import { rowsOf, type Matrix } from "./matrix";
import { timesTransposed } from "./product";

/** Numbers of a block of distances that is in memory at once: 32 MB. */
const blockNumbers = 2 ** 22;

/** Differences below this share are taken for rounding error, here and where distances are compared. */
const rounding = 1e-12;

/**
 * Goes through the squared distances from each row of A to all rows of B. They come as
 * |a|² + |b|² - 2 a·b, by matrix products, a block of rows at a time: nothing of size n x m is held. What
 * the difference leaves of equal rows is rounding error, and set to 0.
 *
 * @param visit gets a row's number and its distances, which are overwritten later
 */
export async function eachDistanceRow(
  a: Matrix,
  b: Matrix,
  visit: (i: number, squared: Float64Array) => void,
): Promise<void> {
  const [lengthsA, lengthsB] = [squaredLengths(a), squaredLengths(b)];
  const block = Math.max(1, Math.floor(blockNumbers / b.rows));
  for (let start = 0; start < a.rows; start += block) {
    const end = Math.min(a.rows, start + block);
    const { values } = await timesTransposed(rowsOf(a, start, end), b); // (end - start, m)
    for (let i = start; i < end; i++) {
      const row = values.subarray((i - start) * b.rows, (i - start + 1) * b.rows);
      for (let j = 0; j < row.length; j++) {
        const lengths = lengthsA[i] + lengthsB[j];
        const squared = lengths - 2 * row[j];
        row[j] = squared > rounding * lengths ? squared : 0;
      }
      visit(i, row);
    }
  }
}

/** For each row the squared distance to the k-th nearest of the others. */
export async function squaredRadii(rows: Matrix, k: number): Promise<Float64Array> {
  const radii = new Float64Array(rows.rows);
  await eachDistanceRow(rows, rows, (i, squared) => {
    squared[i] = Infinity; // itself is no neighbour
    radii[i] = smallest(squared, k);
  });
  return radii;
}

/** Whether a squared distance is at most a squared radius; a tie counts, whatever its rounding. */
export function reaches(radius: number, distance: number): boolean {
  return distance <= radius * (1 + rounding);
}

/** Whether a squared distance is below a squared radius; a tie does not count. */
export function exceeds(radius: number, distance: number): boolean {
  return distance < radius * (1 - rounding);
}

/** The k-th smallest number: the k smallest so far are kept in order. */
function smallest(values: Float64Array, k: number): number {
  const best = new Float64Array(k).fill(Infinity);
  for (const value of values) {
    if (value >= best[k - 1]) continue;
    let place = k - 1;
    for (; place > 0 && best[place - 1] > value; place--) best[place] = best[place - 1];
    best[place] = value;
  }
  return best[k - 1];
}

function squaredLengths({ rows, columns, values }: Matrix): Float64Array {
  const lengths = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) lengths[i] += values[i * columns + j] ** 2;
  }
  return lengths;
}
