import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { wasserstein } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("wasserstein", () => {
  const column = (...scores: number[]) => tf.tensor2d(scores, [scores.length, 1]);
  const total = (real: tf.Tensor, fake: tf.Tensor) => {
    const parts = wasserstein.discriminator(real, fake);
    return tf.add(parts.real, parts.fake).dataSync()[0];
  };

  it("is minus the distance of the means: real up, fake down", () => {
    expect(total(column(4, 6), column(1, 2))).toBe(1.5 - 5);
    expect(total(column(1, 2), column(4, 6))).toBe(5 - 1.5);
  });

  it("does not change for the critic when all scores rise by one number", () => {
    expect(total(column(104, 106), column(101, 102))).toBe(1.5 - 5);
  });

  it("pulls every fake up with the same force", () => {
    const gradient = tf.grad((s) => wasserstein.generator(s))(column(-50, 0, 7, 80));
    expect([...gradient.dataSync()]).toEqual([-0.25, -0.25, -0.25, -0.25]);
  });
});
