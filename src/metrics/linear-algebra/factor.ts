import { pickRows, type Matrix } from "./matrix";
import { timesTransposed } from "./product";

/** Columns of the factor that are taken off the matrix together, by one product. */
const panel = 64;

/**
 * A factor F of a symmetric positive semi-definite matrix, A = F Fᵀ, with one column for each rank of A:
 * the Cholesky factor with pivots (Higham 2002, section 10.3), rows left where they were.
 *
 * Each column takes the row with the most variance that is left, pivot = A_pp - Σ F_pk², and takes away
 * what it explains of all others:
 *
 *     F_ij = (A_ip - Σ F_ik F_pk) / √pivot    k < j
 *
 * When the greatest pivot left is rounding error, so is the rest of A, since |A_ij| ≤ √(A_ii A_jj): it is
 * done. So a matrix of deficient rank needs neither a jitter nor eigenvectors.
 *
 * @param a (n, n)
 * @returns (n, rank)
 */
export async function semidefiniteFactor(a: Matrix): Promise<Matrix> {
  const n = a.rows;
  const rest = a.values.slice(); // A less the panels that are done
  const left = Float64Array.from({ length: n }, (_, i) => rest[i * n + i]); // A_ii - Σ F_ik²
  const noise = n * Number.EPSILON * Math.max(...left);
  const factor: Matrix = { rows: n, columns: n, values: new Float64Array(n * n) };
  const open = Array.from({ length: n }, (_, i) => i); // rows that were no pivot yet
  for (let rank = 0; rank < n; rank++) {
    const start = rank - (rank % panel);
    if (rank > 0 && rank === start) await takeOff(factor, start - panel, open, rest);
    const place = greatest(open, left);
    if (left[open[place]] <= noise) return firstColumns(factor, rank);
    const [pivot] = open.splice(place, 1);
    addColumn(factor.values, { n, start, rank, pivot }, open, rest, left);
  }
  return factor;
}

interface Column {
  readonly n: number;
  /** Where the panel starts. */
  readonly start: number;
  readonly rank: number;
  readonly pivot: number;
}

function addColumn(
  factor: Float64Array,
  { n, start, rank, pivot }: Column,
  open: readonly number[],
  rest: Float64Array,
  left: Float64Array,
): void {
  const root = Math.sqrt(left[pivot]);
  factor[pivot * n + rank] = root;
  for (const i of open) {
    let value = rest[pivot * n + i];
    for (let k = start; k < rank; k++) value -= factor[pivot * n + k] * factor[i * n + k];
    value /= root;
    factor[i * n + rank] = value;
    left[i] -= value * value;
  }
}

/** Takes a panel's part off the open rows and columns. */
async function takeOff(
  factor: Matrix,
  start: number,
  open: readonly number[],
  rest: Float64Array,
): Promise<void> {
  const n = factor.rows;
  const rows = pickRows(factor, open, start, start + panel); // (open, panel)
  const { values } = await timesTransposed(rows, rows); // (open, open)
  open.forEach((i, a) => {
    for (let b = 0; b < open.length; b++) rest[i * n + open[b]] -= values[a * open.length + b];
  });
}

function greatest(open: readonly number[], left: Float64Array): number {
  let place = 0;
  for (let k = 1; k < open.length; k++) if (left[open[k]] > left[open[place]]) place = k;
  return place;
}

function firstColumns(factor: Matrix, end: number): Matrix {
  const all = Array.from({ length: factor.rows }, (_, i) => i);
  return pickRows(factor, all, 0, end);
}
