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

  it("gives a perfect sampler what the derivation says", async () => {
    expect(Math.abs((await measure(draw().array)) - perfect)).toBeLessThanOrEqual(tolerance);
  });

  it("is the same for a tensor and for its numbers, and does not change them", async () => {
    const { tensor, array } = draw();
    const copy = array.slice();
    expect(await measure(tensor)).toBe(await measure(array));
    expect(array).toEqual(copy);
    expect(tensor.dataSync()).toEqual(copy);
  });

  it("refuses numbers that are not finite, and says which example", async () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const { array } = draw();
      array[2 * 17] = bad;
      const measured = async () => measure(array);
      await expect(measured()).rejects.toThrow(RangeError);
      await expect(measured()).rejects.toThrow(/finite|found/);
    }
  });

  it("refuses no samples, and samples of another shape", async () => {
    const measured = async (samples: Float32Array | tf.Tensor) => measure(samples);
    await expect(measured(new Float32Array(0))).rejects.toThrow(RangeError);
    await expect(measured(tf.zeros([4, 3]))).rejects.toThrow(TypeError);
    await expect(measured(tf.zeros([4]))).rejects.toThrow(TypeError);
  });

  it("leaves no tensor behind", async () => {
    const { array } = draw();
    const stray = tf.memory().numTensors;
    await measure(array);
    expect(tf.memory().numTensors).toBe(stray);
  });
});
