import { describe, expect, it } from "vitest";
import { eachDistanceRow, squaredRadii } from "../../../src/metrics/linear-algebra/distances";
import { symmetricEigenvalues } from "../../../src/metrics/linear-algebra/eigenvalues";
import { semidefiniteFactor } from "../../../src/metrics/linear-algebra/factor";
import {
  pickRows,
  rowsOf,
  transposed,
  type Matrix,
} from "../../../src/metrics/linear-algebra/matrix";
import { plainTimesTransposed, timesTransposed } from "../../../src/metrics/linear-algebra/product";
import { tridiagonal } from "../../../src/metrics/linear-algebra/tridiagonal";
import { seeded } from "../../../src/random";

const matrix = (rows: number, columns: number, values: Iterable<number>): Matrix => ({
  rows,
  columns,
  values: Float64Array.from(values),
});
const normal = (rows: number, columns: number, seed: number) =>
  matrix(rows, columns, seeded(seed).normals(rows * columns));
const difference = (a: Matrix, b: Matrix) =>
  a.values.reduce((most, value, i) => Math.max(most, Math.abs(value - b.values[i])), 0);
const sorted = (values: Float64Array) => [...values].sort((a, b) => a - b);

describe("products", () => {
  it("are rows by rows, of any sizes", () => {
    const [a, b] = [matrix(2, 2, [1, 2, 3, 4]), matrix(3, 2, [1, 0, 0, 1, 2, -1])];
    expect([...plainTimesTransposed(a, b).values]).toEqual([1, 2, 0, 3, 4, 2]);
    for (const n of [1, 4, 5, 6, 7]) {
      const [x, y] = [normal(3, 9, n), normal(n, 9, n + 10)];
      const wanted = Array.from({ length: 3 * n }, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return Array.from(rowsOf(x, i, i + 1).values).reduce(
          (sum, value, k) => sum + value * y.values[j * 9 + k],
          0,
        );
      });
      expect(difference(plainTimesTransposed(x, y), matrix(3, n, wanted))).toBeLessThan(1e-14);
    }
  });

  it("of large matrices come from ONNX Runtime, in float64", async () => {
    const [a, b] = [normal(130, 150, 1), normal(90, 150, 2)];
    const found = await timesTransposed(a, b);
    expect([found.rows, found.columns]).toEqual([130, 90]);
    const wanted = plainTimesTransposed(a, b);
    expect(difference(found, wanted)).toBeLessThan(1e-12); // float32 would be off by 1e-5
    const views = await timesTransposed(rowsOf(a, 10, 120), rowsOf(b, 5, 90));
    expect(views.values[0]).toBeCloseTo(wanted.values[10 * 90 + 5], 12);
  });
});

it("rows are picked, and exchanged with columns over several blocks", () => {
  const a = matrix(2, 3, [1, 2, 3, 4, 5, 6]);
  expect(transposed(a)).toEqual(matrix(3, 2, [1, 4, 2, 5, 3, 6]));
  expect(pickRows(a, [1, 0, 1], 1, 3)).toEqual(matrix(3, 2, [5, 6, 2, 3, 5, 6]));
  const large = normal(70, 40, 1);
  expect(transposed(transposed(large))).toEqual(large);
});

describe("the factor of a semi-definite matrix", () => {
  it("is Cholesky's where the pivots come in order", async () => {
    const found = await semidefiniteFactor(matrix(2, 2, [4, 2, 2, 3]));
    expect(difference(found, matrix(2, 2, [2, 0, 1, Math.sqrt(2)]))).toBeLessThan(1e-15);
  });

  it.each([
    ["full rank", 150, 150],
    ["one panel", 40, 40],
    ["rank 65 of 150", 150, 65],
    ["rank 3 of 150", 150, 3],
    ["rank 128 of 150, two whole panels", 150, 128],
  ])("gives the matrix back: %s", async (_, n, rank) => {
    const root = normal(n, rank, 1);
    const a = plainTimesTransposed(root, root);
    const factor = await semidefiniteFactor(a);
    expect([factor.rows, factor.columns]).toEqual([n, rank]);
    expect(difference(plainTimesTransposed(factor, factor), a)).toBeLessThan(1e-11);
  });

  it("of zeros has no column", async () => {
    expect(await semidefiniteFactor(matrix(3, 3, new Float64Array(9)))).toEqual(matrix(3, 0, []));
  });
});

describe("eigenvalues of a symmetric matrix", () => {
  const found = (n: number, values: number[]) => sorted(symmetricEigenvalues(matrix(n, n, values)));

  it("are those of matrices that can be solved by hand", () => {
    expect(found(1, [5])).toEqual([5]);
    const two = found(2, [2, 1, 1, 2]);
    expect(two[0]).toBeCloseTo(1, 14);
    expect(two[1]).toBeCloseTo(3, 14);
    expect(found(3, [3, 0, 0, 0, 1, 0, 0, 0, 2])).toEqual([1, 2, 3]);
    expect(found(3, new Array<number>(9).fill(0))).toEqual([0, 0, 0]);
    expect(found(4, new Array<number>(16).fill(1))[3]).toBeCloseTo(4, 14); // rank one
  });

  // 2 on the diagonal, -1 beside it: 2 - 2 cos(πk / (n + 1))
  it.each([2, 3, 10, 101])("are the cosines of the second difference, n = %s", (n) => {
    const values = Array.from({ length: n * n }, (_, at) => {
      const apart = Math.abs(Math.floor(at / n) - (at % n));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    const wanted = Array.from(
      values.slice(0, n),
      (_, k) => 2 - 2 * Math.cos((Math.PI * (k + 1)) / (n + 1)),
    );
    expect(difference(matrix(n, 1, found(n, values)), matrix(n, 1, wanted))).toBeLessThan(1e-13);
  });

  it.each([5, 64, 151])("keep the traces of A, A² and A³, n = %s", (n) => {
    const root = normal(n, n, 3);
    const a = matrix(
      n,
      n,
      root.values.map((value, at) => value + root.values[(at % n) * n + Math.floor(at / n)]),
    );
    const square = plainTimesTransposed(a, a);
    const trace = ({ values }: Matrix) =>
      values.reduce((sum, v, at) => (at % (n + 1) ? sum : sum + v), 0);
    const eigenvalues = symmetricEigenvalues(a);
    const powers = (k: number) => eigenvalues.reduce((sum, value) => sum + value ** k, 0);
    const size = Math.max(...eigenvalues.map(Math.abs));
    expect(Math.abs(powers(1) - trace(a)) / size).toBeLessThan(1e-12);
    expect(Math.abs(powers(2) - trace(square)) / size ** 2).toBeLessThan(1e-12);
    expect(Math.abs(powers(3) - trace(plainTimesTransposed(square, a))) / size ** 3).toBeLessThan(
      1e-12,
    );
  });

  it("read the lower triangle only, and leave the matrix as it was", () => {
    const a = matrix(3, 3, [1, NaN, NaN, 2, 3, NaN, 4, 5, 6]);
    const copy = a.values.slice();
    const { diagonal } = tridiagonal(a);
    expect(diagonal.reduce((sum, value) => sum + value, 0)).toBeCloseTo(10, 12);
    expect(a.values).toEqual(copy);
  });
});

describe("distances", () => {
  it("are squared, row by row, and 0 between equal rows far from 0", async () => {
    const [a, b] = [matrix(2, 2, [0, 0, 1e6, 1e6 + 1]), matrix(3, 2, [3, 4, 1e6, 1e6 + 1, 0, 0])];
    const rows: number[][] = [];
    await eachDistanceRow(a, b, (i, squared) => {
      rows[i] = [...squared];
    });
    expect(rows[0][0]).toBe(25);
    expect(rows[0][2]).toBe(0);
    expect(rows[1][1]).toBe(0);
  });

  it("to the k-th neighbour do not count the example itself, but do count its copies", async () => {
    const line = matrix(5, 1, [0, 1, 3, 7, 7]);
    expect([...(await squaredRadii(line, 1))]).toEqual([1, 1, 4, 0, 0]);
    expect([...(await squaredRadii(line, 2))]).toEqual([9, 4, 9, 16, 16]);
  });

  it("are the same for a pair of rows wherever they stand: ties stay ties", async () => {
    const a = normal(150, 70, 4);
    const copies = pickRows(
      a,
      Array.from({ length: 150 }, (_, i) => 149 - i),
    );
    const between: number[][] = [];
    await eachDistanceRow(a, copies, (i, squared) => (between[i] = [...squared]));
    let apart = 0;
    await eachDistanceRow(a, a, (i, squared) => {
      squared.forEach((distance, j) => {
        apart = Math.max(apart, Math.abs(distance - between[i][149 - j]) / (distance || 1));
      });
    });
    expect(apart).toBeLessThan(1e-13);
  });
});
