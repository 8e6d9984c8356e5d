import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { metrics } from "./tables";

beforeAll(() => startEngine("wasm"));

describe.each(metrics)("$file, $name", ({ measure, perfect, tolerance }) => {
  const draw = () => {
    const tensor = ring().sample(2000, seeded(1));
    return { tensor, array: Float32Array.from(tensor.dataSync()) };
  };

  it("gives a perfect sampler what the derivation says", () => {
    expect(Math.abs(measure(draw().array) - perfect)).toBeLessThanOrEqual(tolerance);
  });

  it("is the same for a tensor and for its numbers, and does not change them", () => {
    const { tensor, array } = draw();
    const copy = array.slice();
    expect(measure(tensor)).toBe(measure(array));
    expect(array).toEqual(copy);
    expect(tensor.dataSync()).toEqual(copy);
  });

  it("refuses numbers that are not finite, and says which example", () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const { array } = draw();
      array[2 * 17] = bad;
      expect(() => measure(array)).toThrow(RangeError);
      expect(() => measure(array)).toThrow(/finite|found/);
    }
  });

  it("refuses no samples, and samples of another shape", () => {
    expect(() => measure(new Float32Array(0))).toThrow(RangeError);
    expect(() => measure(tf.zeros([4, 3]))).toThrow(TypeError);
    expect(() => measure(tf.zeros([4]))).toThrow(TypeError);
  });

  it("leaves no tensor behind", () => {
    const { array } = draw();
    const stray = tf.memory().numTensors;
    tf.tidy(() => measure(array));
    expect(tf.memory().numTensors).toBe(stray);
  });
});
