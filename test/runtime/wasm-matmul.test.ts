import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { installWasmMatMul } from "../../src/runtime/wasm-matmul";

beforeAll(() => startEngine("wasm"));

/** The product by its definition, in float64. */
function product(a: number[][], b: number[][]): number[][] {
  return a.map((row) =>
    b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)),
  );
}

it.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])("multiplies with transposes %s, %s", (transposeA, transposeB) => {
  const random = seeded(1);
  const a = random.normal<tf.Rank.R2>([3, 5]);
  const b = random.normal<tf.Rank.R2>([5, 4]);
  const wanted = product(a.arraySync(), b.arraySync());
  const before = tf.memory().numTensors;
  const found = tf.tidy(() => {
    const left = transposeA ? a.transpose() : a;
    const right = transposeB ? b.transpose() : b;
    return tf.matMul(left, right, transposeA, transposeB).arraySync() as number[][];
  });
  expect(tf.memory().numTensors).toBe(before);
  found.flat().forEach((value, i) => {
    expect(value).toBeCloseTo(wanted.flat()[i], 5);
  });
});

it("multiplies stacks of matrices, broadcast ones and single columns", () => {
  const random = seeded(2);
  const a = random.normal<tf.Rank.R3>([2, 4, 3]);
  const b = random.normal<tf.Rank.R3>([1, 4, 1]);
  const found = tf.matMul(a, b, true, false).arraySync() as number[][][]; // (2, 3, 1)
  const bRows = b.arraySync()[0];
  a.arraySync().forEach((matrix, i) => {
    const turned = matrix[0].map((_, column) => matrix.map((row) => row[column]));
    const wanted = product(turned, bRows);
    found[i].flat().forEach((value, j) => {
      expect(value).toBeCloseTo(wanted.flat()[j], 5);
    });
  });
});

it("multiplies the same numbers in another shape, which a reshape does not copy", () => {
  const w = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]);
  const wanted = [
    [[2, 4], [6, 8, 10, 12]],
    [[4, 2], [16, 20]],
    [[8, 1], [36]],
    [[1, 8], [1, 2, 3, 4, 5, 6, 7, 8]],
    [[2, 4], [6, 8, 10, 12]],
  ] as const; // prettier-ignore
  const before = tf.memory().numDataBuffers;
  for (const [[rows, columns], product] of wanted) {
    const found = tf.tidy(() =>
      tf.matMul(tf.ones([1, rows]), w.reshape([rows, columns])).dataSync(),
    );
    expect(Array.from(found)).toEqual(product);
    const fused = tf.tidy(() => {
      return tf.fused.matMul({ a: tf.ones([1, rows]), b: w.reshape([rows, columns]) }).dataSync();
    });
    expect(Array.from(fused)).toEqual(product);
  }
  expect(tf.memory().numDataBuffers).toBe(before);
});

it("leaks no memory in the backend", () => {
  const [a, b] = [tf.ones([64, 64]), tf.ones([64, 64])];
  const count = () => tf.memory().numDataBuffers;
  const before = count();
  for (let i = 0; i < 5; i++) tf.matMul(a, b, true, true).dispose();
  expect(count()).toBe(before);
});

it("can be installed twice", () => {
  installWasmMatMul();
  expect(tf.matMul([[1, 2]], [[3, 4]], false, true).dataSync()[0]).toBe(11);
});
