import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { orthogonal } from "../../src/layers/init";
import { orthogonalPenalty } from "../../src/penalties";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const number = (scalar: tf.Tensor) => scalar.dataSync()[0];

describe("orthogonalPenalty", () => {
  // columns (3, 4), (0, 2), of products 25, 4 and 8
  const weights = tf.tensor2d([
    [3, 0],
    [4, 2],
  ]);

  it("is the squared products of different columns", () => {
    expect(number(orthogonalPenalty([weights]))).toBe(8 ** 2 + 8 ** 2);
  });

  it("is the distance of WᵀW from the identity, when lengths count too", () => {
    const found = number(orthogonalPenalty([weights], { unitLength: true }));
    expect(found).toBe(8 ** 2 + 8 ** 2 + (25 - 1) ** 2 + (4 - 1) ** 2);
  });

  it("compares columns, not rows", () => {
    const tall = tf.tensor2d([[1], [1], [1]]); // one column: nothing to compare
    expect(number(orthogonalPenalty([tall]))).toBe(0);
    expect(number(orthogonalPenalty([tf.transpose(tall)]))).toBe(6);
  });

  it("leaves the lengths of columns at right angles free", () => {
    const free = orthogonal(7)(seeded(1), [6, 4]);
    expect(number(orthogonalPenalty([free]))).toBeLessThan(1e-5);
    const unit = orthogonal(1)(seeded(1), [6, 4]);
    expect(number(orthogonalPenalty([unit], { unitLength: true }))).toBeLessThan(1e-9);
  });

  it("takes a filter's last axis for its columns, sums over weights, and leaves biases out", () => {
    const filter = tf.reshape(weights, [1, 2, 1, 2]);
    const all = orthogonalPenalty([weights, tf.ones([2]), filter, tf.scalar(5)]);
    expect(number(all)).toBe(2 * (8 ** 2 + 8 ** 2));
  });

  it("refuses a list without weights", () => {
    expect(() => orthogonalPenalty([tf.ones([3])])).toThrow(TypeError);
    expect(() => orthogonalPenalty([])).toThrow(/wanted a matrix or a filter/);
  });
});
