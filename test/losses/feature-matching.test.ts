import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { featureMatching } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("featureMatching", () => {
  const real = tf.tensor2d([
    [1, 4],
    [3, 0],
  ]); // mean (2, 2)

  it("is the squared distance of the means", () => {
    const fake = tf.tensor2d([
      [5, 1],
      [5, 1],
      [2, 1],
    ]); // mean (4, 1)
    expect(featureMatching(real, fake).dataSync()[0]).toBeCloseTo(4 + 1, 5);
  });

  it("does not ask that single examples be alike", () => {
    expect(featureMatching(real, tf.tensor2d([[2, 2]])).dataSync()[0]).toBe(0);
  });

  it("moves the fakes towards the data", () => {
    const gradient = tf.grad((fake) => featureMatching(real, fake))(tf.tensor2d([[5, 1]]));
    expect(gradient.arraySync()).toEqual([[2 * (5 - 2), 2 * (1 - 2)]]);
  });

  it("works on feature maps, and refuses other features", () => {
    expect(featureMatching(tf.ones([2, 3, 3, 4]), tf.zeros([5, 3, 3, 4])).dataSync()[0]).toBe(36);
    const act = () => featureMatching(real, tf.zeros([2, 3]));
    expect(act).toThrow(TypeError);
    expect(act).toThrow(/fakeFeatures: wanted shape \(any, 2\), found \(2, 3\)/);
  });
});
