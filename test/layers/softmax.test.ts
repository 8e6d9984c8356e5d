import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { maxout, softmax } from "../../src/layers/softmax";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it("softmax is e^x over its sum along the last axis, however large x is", () => {
  const y = softmax(tf.tensor2d([[0, Math.log(2), Math.log(5)], [1e4, 1e4, -1e4]])); // prettier-ignore
  [1 / 8, 2 / 8, 5 / 8, 0.5, 0.5, 0].forEach((wanted, i) => {
    expect(y.dataSync()[i]).toBeCloseTo(wanted, 5);
  });
});

it("maxout takes the largest of neighbours, along the last axis of any rank", () => {
  const values = [1, 5, -3, -2, 7, 7];
  expect([...maxout(2)(tf.tensor1d(values)).dataSync()]).toEqual([5, -2, 7]);
  const pixels = maxout(3)(tf.tensor4d(values, [1, 1, 1, 6]));
  expect(pixels.shape).toEqual([1, 1, 1, 2]);
  expect([...pixels.dataSync()]).toEqual([5, 7]);
  expect([...maxout(1)(tf.tensor1d(values)).dataSync()]).toEqual(values);
});

it("maxout refuses an axis that can not be cut", () => {
  expect(() => maxout(0)).toThrow(RangeError);
  expect(() => maxout(4)(tf.zeros([2, 6]))).toThrow(
    new TypeError("maxout x: wanted a last axis that is a multiple of 4, found shape (2, 6)"),
  );
  expect(() => maxout(1)(tf.scalar(1))).toThrow(TypeError);
});
