import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { numbersOf, widthOf } from "../../src/metrics/points";
import { startEngine } from "../../src/runtime/engine";

it("hands out the numbers of a tensor, and an array as it is", async () => {
  await startEngine("wasm");
  const array = Float32Array.of(1, 2, 3, 4);
  expect(numbersOf(array, 2, "x")).toBe(array);
  expect([...numbersOf(tf.tensor2d([[1, 2]]), 2, "x")]).toEqual([1, 2]);
});

it("says what is wrong, and in which example", () => {
  expect(() => numbersOf(Float32Array.of(1, 2, 3), 2, "fakes")).toThrow(
    new TypeError("fakes: wanted rows of 2 numbers, found 3 numbers"),
  );
  expect(() => numbersOf(Float32Array.of(1, 2, 3, NaN), 2, "fakes")).toThrow(
    new RangeError("fakes: wanted finite numbers, found NaN in example 1"),
  );
  expect(() => numbersOf(Float32Array.of(), 2, "fakes")).toThrow("found none");
});

it("names the argument whose shape is wrong", () => {
  expect(() => widthOf(tf.zeros([20]), undefined, "mind", "real")).toThrow(
    new TypeError("mind real: wanted shape (any, any), found (20)"),
  );
  expect(() => widthOf(tf.zeros([20]), undefined, "kernelDistance real")).toThrow(
    new TypeError("kernelDistance real: wanted shape (any, any), found (20)"),
  );
});
