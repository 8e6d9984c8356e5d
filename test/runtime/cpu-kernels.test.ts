import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("cpu"));

const x = [
  [1, 2],
  [3, 4],
];

it.each([
  [-1, [[1, 3], [3, 7]], [[1, 2], [3, 12]]],
  [1, [[1, 3], [3, 7]], [[1, 2], [3, 12]]],
  [-2, [[1, 2], [4, 6]], [[1, 2], [3, 8]]],
  [0, [[1, 2], [4, 6]], [[1, 2], [3, 8]]],
])("running sums and products along axis %s", (axis, sums, products) => {
  expect(tf.cumsum(tf.tensor2d(x), axis).arraySync()).toEqual(sums);
  expect(tf.cumprod(tf.tensor2d(x), axis).arraySync()).toEqual(products);
}); // prettier-ignore

it("gradients of a running sum along axis -1", () => {
  const gradient = tf.grad((t) => tf.sum(tf.mul(tf.cumsum(t, -1), [1, 10])))(tf.tensor2d(x));
  expect(gradient.arraySync()).toEqual([
    [11, 10],
    [11, 10],
  ]);
});
