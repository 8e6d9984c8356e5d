import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { categoricalCodeLoss, continuousCodeLoss } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("categoricalCodeLoss", () => {
  const codes = tf.tensor1d([2, 0], "int32");

  it("is the code's entropy, log k, where nothing can be read, and 0 where all can", () => {
    expect(categoricalCodeLoss(tf.zeros([2, 4]), codes).dataSync()[0]).toBeCloseTo(Math.log(4), 6);
    const sure = tf.mul(tf.oneHot(codes, 4), 100);
    expect(categoricalCodeLoss(sure, codes).dataSync()[0]).toBeCloseTo(0, 9);
  });

  it("is -log Q of the code", () => {
    const logits = tf.log([
      [0.1, 0.2, 0.7],
      [0.5, 0.25, 0.25],
    ]);
    const wanted = (-Math.log(0.7) - Math.log(0.5)) / 2;
    expect(categoricalCodeLoss(logits, codes).dataSync()[0]).toBeCloseTo(wanted, 6);
  });

  it("names its own arguments when it refuses", () => {
    expect(() => categoricalCodeLoss(tf.zeros([2]), codes)).toThrow(TypeError);
    expect(() => categoricalCodeLoss(tf.zeros([2]), codes)).toThrow(
      /categoricalCodeLoss codeLogits: wanted shape \(any, any\), found \(2\)/,
    );
  });
});

describe("continuousCodeLoss", () => {
  const means = tf.tensor2d([[1, -1]]);
  const codes = tf.tensor2d([[3, -1]]);
  const constant = Math.log(2 * Math.PI);

  it("is minus the log density of a normal distribution, summed over the code", () => {
    // ½ (2² / 1 + 0 + log 2π) + ½ (0 + 0 + log 2π)
    expect(continuousCodeLoss(means, codes).dataSync()[0]).toBeCloseTo(2 + constant, 5);
    // variances 4 and ¼: ½ (2² / 4 + log 4 + log 2π) + ½ (0 - log 4 + log 2π)
    const logs = tf.log([[4, 1 / 4]]);
    expect(continuousCodeLoss(means, codes, logs).dataSync()[0]).toBeCloseTo(1 / 2 + constant, 5);
  });

  it("tells means from variances, and is least for the variance that the errors have", () => {
    const lost = (variance: number) =>
      continuousCodeLoss(
        means,
        tf.add(means, 2),
        tf.fill([1, 2], Math.log(variance)),
      ).dataSync()[0];
    expect(lost(4)).toBeLessThan(lost(3));
    expect(lost(4)).toBeLessThan(lost(5));
  });

  it("is a mean over the batch", () => {
    const two = continuousCodeLoss(tf.tile(means, [2, 1]), tf.tile(codes, [2, 1]));
    expect(two.dataSync()[0]).toBeCloseTo(2 + constant, 5);
  });

  it("refuses codes and variances of another shape", () => {
    expect(() => continuousCodeLoss(means, tf.zeros([1, 3]))).toThrow(TypeError);
    expect(() => continuousCodeLoss(means, codes, tf.zeros([1]))).toThrow(
      /logVariances: wanted shape \(1, 2\), found \(1\)/,
    );
  });
});
