import { numbersOf, widthOf, type Features } from "../points";

/** A matrix in float64. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly values: Float64Array;
}

/**
 * A copy of (n, d) features in float64, checked.
 *
 * @param d numbers in an example; taken from a tensor when left out
 * @throws TypeError when they are not (n, d); RangeError for none, or numbers that are not finite
 */
export function featureMatrix(features: Features, d: number | undefined, what: string): Matrix {
  const columns = widthOf(features, d, what);
  const values = new Float64Array(numbersOf(features, columns, what));
  return { rows: values.length / columns, columns, values };
}

/** Features of real examples and of fakes, of one size: copies in float64, checked. */
export function featurePair(
  real: Features,
  fake: Features,
  d: number | undefined,
  what: string,
): [Matrix, Matrix] {
  const first = featureMatrix(real, d, `${what} real`);
  return [first, featureMatrix(fake, first.columns, `${what} fake`)];
}

/** Rows `start` to `end - 1`, not copied. */
export function rowsOf({ columns, values }: Matrix, start: number, end: number): Matrix {
  return { rows: end - start, columns, values: values.subarray(start * columns, end * columns) };
}

/** A copy of some rows, from column `start` to `end - 1`. */
export function pickRows(
  { columns, values }: Matrix,
  rows: ArrayLike<number>,
  start = 0,
  end = columns,
): Matrix {
  const width = end - start;
  const result = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] * columns;
    result.set(values.subarray(row + start, row + end), i * width);
  }
  return { rows: rows.length, columns: width, values: result };
}

/** Rows and columns exchanged, in blocks of 32, so that both sides stay in the cache. */
export function transposed({ rows, columns, values }: Matrix): Matrix {
  const result = new Float64Array(values.length);
  for (let top = 0; top < rows; top += 32) {
    const bottom = Math.min(rows, top + 32);
    for (let left = 0; left < columns; left += 32) {
      const right = Math.min(columns, left + 32);
      for (let i = top; i < bottom; i++) {
        for (let j = left; j < right; j++) result[j * rows + i] = values[i * columns + j];
      }
    }
  }
  return { rows: columns, columns: rows, values: result };
}
