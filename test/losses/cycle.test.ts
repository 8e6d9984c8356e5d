import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { cycleConsistency, identityMapping } from "../../src/losses";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe.each([
  ["cycleConsistency", "cycled", cycleConsistency],
  ["identityMapping", "translated", identityMapping],
])("%s", (name, second, loss) => {
  const real = tf.tensor2d([
    [1, 2],
    [0, -3],
  ]);

  it("is the mean distance of the numbers, not their squares", () => {
    const other = tf.tensor2d([
      [0, 2],
      [4, -6],
    ]);
    expect(loss(real, other).dataSync()[0]).toBe((1 + 0 + 4 + 3) / 4);
  });

  it("has the gradient ±1/n, and 0 where nothing is wrong", () => {
    const other = tf.tensor2d([
      [0, 2],
      [4, -6],
    ]);
    const gradient = tf.grad((y) => loss(real, y))(other);
    expect([...gradient.dataSync()].map((g) => g + 0)).toEqual([-1 / 4, 0, 1 / 4, -1 / 4]);
  });

  it("refuses pictures of two shapes", () => {
    expect(() => loss(real, tf.zeros([2, 3]))).toThrow(TypeError);
    expect(() => loss(real, tf.zeros([2, 3]))).toThrow(`${name} ${second}: wanted shape (2, 2)`);
  });
});
