import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { auxiliaryClassifier } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";
import { expectSameCompiled } from "../contracts/compiled";

beforeAll(() => startEngine("wasm"));

const ints = (...values: number[]) => tf.tensor1d(values, "int32");

describe("auxiliaryClassifier", () => {
  it("is -log p of the class, a mean over the batch", () => {
    const logits = tf.tensor2d([
      [0, Math.log(3)], // p = (1/4, 3/4)
      [Math.log(4), 0], // p = (4/5, 1/5)
    ]);
    const wanted = (-Math.log(3 / 4) - Math.log(1 / 5)) / 2;
    expect(auxiliaryClassifier(logits, ints(1, 1)).dataSync()[0]).toBeCloseTo(wanted, 6);
  });

  it("has the gradient p - 1 of the class and p of the others", () => {
    const gradient = tf.grad((l) => auxiliaryClassifier(l, ints(1)))(
      tf.tensor2d([[0, Math.log(3)]]),
    );
    expect(gradient.dataSync()[0]).toBeCloseTo(1 / 4, 6);
    expect(gradient.dataSync()[1]).toBeCloseTo(3 / 4 - 1, 6);
  });

  it("is exact at logits of ±10,000, where p of the class is 0 or 1", () => {
    const logits = tf.tensor2d([[1e4, -1e4, 1e4]]);
    expect(auxiliaryClassifier(logits, ints(0)).dataSync()[0]).toBeCloseTo(Math.log(2), 6);
    expect(auxiliaryClassifier(logits, ints(1)).dataSync()[0]).toBeCloseTo(2e4 + Math.log(2), 2);
    const gradient = tf.grad((l) => auxiliaryClassifier(l, ints(1)))(logits);
    expect([...gradient.dataSync()]).toEqual([0.5, -1, 0.5]);
  });

  it("takes labels as an input of a compiled step", async () => {
    const logits = tf.tensor2d([
      [0, 1, 2],
      [3, -1, 0.5],
    ]);
    const step = ({ x, labels }: Record<string, tf.Tensor>) => ({
      value: auxiliaryClassifier(x, labels),
      gradient: tf.grad((l) => auxiliaryClassifier(l, labels))(x),
    });
    await expectSameCompiled(() => step, { x: logits, labels: ints(2, 0) });
  });

  it("refuses other shapes, and labels that are no whole numbers", () => {
    const logits = tf.zeros([2, 3]);
    expect(() => auxiliaryClassifier(ints(0, 1), logits)).toThrow(TypeError); // changed over
    expect(() => auxiliaryClassifier(logits, ints(0, 1, 2))).toThrow(
      /auxiliaryClassifier labels: wanted shape \(2\), found \(3\)/,
    );
    const act = () => auxiliaryClassifier(logits, tf.tensor1d([0, 1]));
    expect(act).toThrow(TypeError);
    expect(act).toThrow(/labels: wanted int32 of shape \(2\), found float32/);
  });
});
