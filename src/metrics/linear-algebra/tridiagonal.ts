import type { Matrix } from "./matrix";

/** A symmetric tridiagonal matrix. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** `below[i]` stands between rows i and i + 1; the last one is 0. */
  readonly below: Float64Array;
}

/** A change A - x yᵀ - y xᵀ that is still to be made. */
interface Change {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * A symmetric matrix in tridiagonal form, with the same eigenvalues, by Householder reflections from the
 * last row upwards (Golub and Van Loan 2013, section 8.3.1).
 *
 * Row l without its diagonal number is r. The reflection I - u uᵀ / h with u = r - α e, α = ∓|r| and
 * h = |u|² / 2 maps r to α e, e the last unit vector: all but one number are gone. On both sides of the
 * rows above it makes
 *
 *     A - u wᵀ - w uᵀ    with  p = A u / h  and  w = p - (uᵀp / 2h) u
 *
 * Almost all of the time goes into passing over A: once to change it, once to multiply it by the next u.
 * Both are done in one pass: the change waits, the next row is brought up to date alone to get its u, and
 * then each number of A is changed and multiplied while it is at hand.
 *
 * @param a (n, n); only its lower triangle is read
 */
export function tridiagonal(a: Matrix): Tridiagonal {
  const n = a.rows;
  const values = a.values.slice();
  const diagonal = new Float64Array(n);
  const below = new Float64Array(n);
  let change: Change = { x: new Float64Array(n), y: new Float64Array(n) };
  for (let l = n - 1; l >= 1; l--) {
    const row = values.subarray(l * n, l * n + l + 1);
    for (let j = 0; j <= l; j++) row[j] -= change.x[l] * change.y[j] + change.y[l] * change.x[j];
    diagonal[l] = row[l];
    const u = row.slice(0, l);
    const square = u.reduce((sum, value) => sum + value * value, 0);
    const alpha = -Math.sign(u[l - 1] || 1) * Math.sqrt(square);
    const h = square - alpha * u[l - 1];
    below[l - 1] = alpha;
    u[l - 1] -= alpha;
    const w = changeAndMultiply(values, n, l, change, u);
    if (h > 0) turn(w, u, h);
    change = { x: u, y: w };
  }
  diagonal[0] = values[0] - 2 * change.x[0] * change.y[0];
  return { diagonal, below };
}

/** A u to w, in place. A row of zeros has h = 0, u = 0 and A u = 0: it is left as it is. */
function turn(w: Float64Array, u: Float64Array, h: number): void {
  let product = 0; // uᵀp
  for (let j = 0; j < u.length; j++) {
    w[j] /= h;
    product += u[j] * w[j];
  }
  const share = product / (2 * h);
  for (let j = 0; j < u.length; j++) w[j] -= share * u[j];
}

/**
 * Makes the change on the first l rows, and returns the product of what comes out with u. Only the lower
 * triangle is kept: its number at (i, j) counts for (j, i) too.
 */
function changeAndMultiply(
  values: Float64Array,
  n: number,
  l: number,
  change: Change,
  u: Float64Array,
): Float64Array {
  const product = new Float64Array(l);
  let i = 0;
  if (l % 2 === 1) {
    values[0] -= 2 * change.x[0] * change.y[0];
    product[0] = values[0] * u[0];
    i = 1;
  }
  for (; i < l; i += 2) twoRows(values, n, i, change, u, product);
  return product;
}

/** Rows i and i + 1: both at once, since they read the same numbers of x, y, u and the product. */
function twoRows(
  values: Float64Array,
  n: number,
  i: number,
  { x, y }: Change,
  u: Float64Array,
  product: Float64Array,
): void {
  const [first, second] = [i * n, i * n + n];
  const [x0, y0, u0] = [x[i], y[i], u[i]];
  const [x1, y1, u1] = [x[i + 1], y[i + 1], u[i + 1]];
  let sum0 = 0;
  let sum1 = 0;
  for (let j = 0; j < i; j++) {
    const a0 = values[first + j] - x0 * y[j] - y0 * x[j];
    const a1 = values[second + j] - x1 * y[j] - y1 * x[j];
    values[first + j] = a0;
    values[second + j] = a1;
    sum0 += a0 * u[j];
    sum1 += a1 * u[j];
    product[j] += a0 * u0 + a1 * u1;
  }
  // the 2 x 2 block on the diagonal
  const a00 = (values[first + i] -= 2 * x0 * y0);
  const a10 = (values[second + i] -= x1 * y0 + y1 * x0);
  const a11 = (values[second + i + 1] -= 2 * x1 * y1);
  product[i] += sum0 + a00 * u0 + a10 * u1;
  product[i + 1] += sum1 + a10 * u0 + a11 * u1;
}
