import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { rawPixels } from "../../../src/metrics/features/raw";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it("gives a copy of the examples", () => {
  const samples = Float32Array.of(1, 2, 3, 4);
  const found = rawPixels(2).featuresOf(samples);
  expect(found).toEqual(samples);
  found[0] = 9;
  expect(samples[0]).toBe(1);
  expect(rawPixels(2).featuresOf(tf.tensor2d([1, 2, 3, 4], [2, 2]))).toEqual(samples);
});

it("refuses examples of another size", () => {
  expect(() => rawPixels(3).featuresOf(Float32Array.of(1, 2))).toThrow(
    new TypeError("rawPixels samples: wanted rows of 3 numbers, found 2 numbers"),
  );
  expect(() => rawPixels(0)).toThrow(RangeError);
});
