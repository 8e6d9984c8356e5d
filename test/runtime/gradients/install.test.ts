import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../../src/random";
import { startEngine } from "../../../src/runtime/engine";
import { installExactGradients, withStockGradients } from "../../../src/runtime/gradients/install";

beforeAll(() => startEngine("wasm"));
afterEach(() => tf.setBackend("wasm"));

const slopes = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor) =>
  Array.from(
    tf
      .grad((a: tf.Tensor) => tf.sum(f(a)))(x)
      .dataSync(),
  );

describe("first gradients at kinks and ties are TensorFlow.js's own", () => {
  const kink = tf.tensor([-1, 0, 1]);
  it.each([
    ["relu", tf.relu, kink],
    ["leakyRelu", tf.leakyRelu, kink],
    ["elu", tf.elu, kink],
    ["selu", tf.selu, kink],
    ["relu6", tf.relu6, tf.tensor([-1, 0, 1, 6, 7])],
    ["prelu", (x: tf.Tensor) => tf.prelu(x, tf.scalar(0.3)), kink],
    ["clip", (x: tf.Tensor) => tf.clipByValue(x, -1, 1), tf.tensor([-2, -1, 0, 1, 2])],
    ["maximum", (x: tf.Tensor) => tf.maximum(x, tf.zerosLike(x)), kink],
    ["minimum", (x: tf.Tensor) => tf.minimum(tf.zerosLike(x), x), kink],
    ["max", (x: tf.Tensor) => tf.max(x), tf.tensor([3, 1, 3])],
    ["min", (x: tf.Tensor) => tf.min(x, 1), tf.tensor([[3, 1, 1]])],
  ] as [string, (x: tf.Tensor) => tf.Tensor, tf.Tensor][])("%s", (_, f, x) => {
    const exact = slopes(f, x);
    withStockGradients(() => slopes(f, x)).forEach((stock, i) => {
      expect(exact[i]).toBeCloseTo(stock, 6);
    });
  });

  it("max pooling gives all to one of equal numbers", async () => {
    for (const backend of ["cpu", "wasm"]) {
      await tf.setBackend(backend);
      const pool = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid");
      const found = slopes(pool, tf.ones([1, 2, 2, 1]));
      expect([...found].sort()).toEqual([0, 0, 0, 1]);
      expect(withStockGradients(() => slopes(pool, tf.ones([1, 2, 2, 1])))).toEqual(found);
    }
  });
});

describe("first gradients that TensorFlow.js has wrong", () => {
  it("max pooling of negative numbers on the wasm engine", () => {
    const x = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
    const pool = (a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, 2, 2, "valid");
    expect(withStockGradients(() => slopes(pool, x))).not.toEqual([0, 0, 0, 1]);
    expect(slopes(pool, x)).toEqual([0, 0, 0, 1]);
  });

  it("nearest neighbours of a batch on the plain engine", async () => {
    await tf.setBackend("cpu");
    const weights = tf.concat([tf.ones([1, 2, 2, 1]), tf.zeros([1, 2, 2, 1])]);
    const resize = (a: tf.Tensor) =>
      tf.mul(tf.image.resizeNearestNeighbor(a as tf.Tensor4D, [2, 2]), weights);
    expect(withStockGradients(() => slopes(resize, tf.ones([2, 1, 1, 1])))).toEqual([4, 3]);
    expect(slopes(resize, tf.ones([2, 1, 1, 1]))).toEqual([4, 0]);
  });

  it("mirrored padding", () => {
    const pad = (a: tf.Tensor) => tf.mirrorPad(a as tf.Tensor1D, [[1, 2]], "reflect"); // b a b c b a
    expect(withStockGradients(() => slopes(pad, tf.tensor([1, 2, 3])))).toEqual([1, 1, 1]);
    expect(slopes(pad, tf.tensor([1, 2, 3]))).toEqual([2, 3, 1]);
  });
});

describe("numbers of any size", () => {
  it.each([
    ["elu", tf.elu],
    ["selu", tf.selu],
    ["leakyRelu", tf.leakyRelu],
    ["softplus", tf.softplus],
    ["tanh", tf.tanh],
    ["sigmoid", tf.sigmoid],
    ["softmax", tf.softmax],
    ["logSoftmax", tf.logSoftmax],
  ] as [string, (x: tf.Tensor) => tf.Tensor][])("%s has finite second gradients", (_, f) => {
    const x = tf.tensor2d([-1e4, -90, 0, 90, 1e4], [1, 5]);
    const first = (a: tf.Tensor) => tf.grad((b: tf.Tensor) => tf.sum(tf.square(f(b))))(a);
    const second = tf.grad((a: tf.Tensor) => tf.sum(first(a)))(x);
    expect([...second.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

it("saved outputs cost nothing: as many kernels as with TensorFlow.js's own gradients", async () => {
  const x = seeded(1).normal([4, 3]);
  const count = async () => (await tf.profile(() => tf.grad(tf.tanh)(x))).kernels.length;
  const stock = await withStockGradients(count);
  expect(await count()).toBe(stock);
});

it("comes back after stock gradients, whatever happened, and installs once", () => {
  const x = tf.scalar(0.5);
  const second = () => {
    const first = (a: tf.Tensor) => tf.grad(tf.tanh)(a);
    return tf.grad(first)(x).dataSync()[0];
  };
  const exact = -2 * Math.tanh(0.5) * (1 - Math.tanh(0.5) ** 2);
  const relu = tf.getGradient("LeakyRelu");
  expect(second()).toBeCloseTo(exact, 5);
  expect(() =>
    withStockGradients(() => {
      expect(tf.getGradient("LeakyRelu")).not.toBe(relu);
      throw new Error("on purpose");
    }),
  ).toThrow("on purpose");
  expect(tf.getGradient("LeakyRelu")).toBe(relu);
  installExactGradients();
  expect(second()).toBeCloseTo(exact, 5);
});

it("leaves no tensors", () => {
  const x = seeded(1).normal([4, 3]);
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const first = (a: tf.Tensor) => tf.grad((b: tf.Tensor) => tf.softmax(tf.elu(b)))(a);
    return tf.grad(first)(x);
  }).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
