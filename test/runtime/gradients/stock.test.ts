import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../../src/runtime/engine";
import { compareStockGradients } from "../../../src/runtime/gradients/stock";

beforeAll(() => startEngine("wasm"));

const errors = (activation: (x: tf.Tensor) => tf.Tensor) =>
  [1, 2, 3, 4, 5].map((seed) => compareStockGradients({ activation, seed }).errorPercent as number);

describe("the weight gradient of WGAN-GP's penalty with TensorFlow.js as it comes", () => {
  it.each<[string, (x: tf.Tensor) => tf.Tensor, number, number]>([
    ["tanh", tf.tanh, 24, 50],
    ["sigmoid", tf.sigmoid, 10, 22],
    ["x · sigmoid(x)", (x) => tf.mul(x, tf.sigmoid(x)), 14, 21],
    ["softmax", (x) => tf.softmax(x), 13, 33],
    ["logSoftmax", (x) => tf.logSoftmax(x), 7, 35],
  ])("is off by tens of percent for %s, without a word", (_, activation, least, most) => {
    for (const error of errors(activation)) {
      expect(error).toBeGreaterThan(least);
      expect(error).toBeLessThan(most);
    }
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ["relu", tf.relu],
    ["softplus", tf.softplus],
  ])("is right for %s", (_, activation) => {
    for (const error of errors(activation)) expect(error).toBeLessThan(1e-4);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ["leakyRelu", tf.leakyRelu],
    ["elu", tf.elu],
    ["selu", tf.selu],
    ["relu6", tf.relu6],
  ])("throws for %s", (_, activation) => {
    const before = tf.memory().numTensors;
    const { errorPercent, why, stock, exact } = compareStockGradients({ activation });
    expect(tf.memory().numTensors).toBe(before);
    expect(errorPercent).toBe("throws");
    expect(why).toMatch(/Cannot compute gradient/);
    expect(stock).toBeUndefined();
    expect([...exact].every(Number.isFinite)).toBe(true);
  });

  it("repeats by its seed and leaves no tensors", () => {
    const before = tf.memory().numTensors;
    const [a, b] = [1, 1].map((seed) => compareStockGradients({ activation: tf.tanh, seed }));
    expect(a).toEqual(b);
    expect(tf.memory().numTensors).toBe(before);
  });
});
