import type { Matrix } from "./matrix";
import { tridiagonal } from "./tridiagonal";

/**
 * The eigenvalues of a symmetric matrix, without eigenvectors, in no order: first to tridiagonal form,
 * then by the implicit QL method (Golub and Van Loan 2013, sections 8.3.1 and 8.3.3). They are off by a
 * few rounding errors of the greatest one.
 *
 * @param a (n, n); only its lower triangle is read
 */
export function symmetricEigenvalues(a: Matrix): Float64Array {
  const { diagonal, below } = tridiagonal(a);
  const n = diagonal.length;
  for (let first = 0; first < n; first++) {
    for (;;) {
      const end = blockEnd(diagonal, below, first);
      if (end === first) break;
      sweep(diagonal, below, first, end);
    }
  }
  return diagonal;
}

/** The last row of the block that starts at `first`: below it the matrix falls apart. */
function blockEnd(diagonal: Float64Array, below: Float64Array, first: number): number {
  let end = first;
  while (end + 1 < diagonal.length) {
    const size = Math.abs(diagonal[end]) + Math.abs(diagonal[end + 1]);
    if (Math.abs(below[end]) <= Number.EPSILON * size) break;
    end++;
  }
  return end;
}

/**
 * One QL step on rows `first` to `end`: shifts by the eigenvalue of the leading 2 x 2 block that is nearer
 * to its first number, and chases the bulge upwards by plane rotations of cosine c and sine s.
 */
function sweep(diagonal: Float64Array, below: Float64Array, first: number, end: number): void {
  const half = (diagonal[first + 1] - diagonal[first]) / (2 * below[first]);
  const shift =
    diagonal[first] - below[first] / (half + Math.sign(half || 1) * Math.hypot(half, 1));
  let [c, s, taken] = [1, 1, 0]; // taken: what the rotation above took from the diagonal
  let g = diagonal[end] - shift;
  for (let i = end - 1; i >= first; i--) {
    const f = s * below[i];
    const b = c * below[i];
    const r = Math.sqrt(f * f + g * g);
    below[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1] -= taken;
      below[end] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = diagonal[i + 1] - taken;
    const t = (diagonal[i] - g) * s + 2 * c * b;
    taken = s * t;
    diagonal[i + 1] = g + taken;
    g = c * t - b;
  }
  diagonal[first] -= taken;
  below[first] = g;
  below[end] = 0;
}
