import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { namedVariable } from "../../src/layers/layer";
import { clipByNorm, clipByValue, clipWeights, globalNorm } from "../../src/penalties";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const values = (tensor: tf.Tensor) => [...tensor.dataSync()];

describe("clipByValue", () => {
  it("cuts each number by itself, under the same names", () => {
    const found = clipByValue({ a: tf.tensor1d([-7, 0.5]), b: tf.tensor2d([[2, -2]]) }, 2);
    expect(Object.keys(found)).toEqual(["a", "b"]);
    expect(values(found.a)).toEqual([-2, 0.5]);
    expect(found.b.arraySync()).toEqual([[2, -2]]);
  });

  it("lets NaN be seen, eagerly and compiled", async () => {
    const clip = ({ g }: Record<string, tf.Tensor>) => clipByValue({ g }, 2);
    const broken = tf.tensor1d([NaN, Infinity, 1]);
    expect(values(clip({ g: broken }).g)).toEqual([NaN, 2, 1]);
    const step = await compile(clip, { inputs: { g: [3] } });
    expect([...((await step.run({ g: broken })).g as unknown as Float32Array)]).toEqual([
      NaN,
      2,
      1,
    ]);
    await step.dispose();
  });
});

describe("clipByNorm", () => {
  it("shortens all gradients by one factor, to the length of the limit", () => {
    const found = clipByNorm({ a: tf.tensor1d([3]), b: tf.tensor1d([0, 4]) }, 1); // length 5
    expect(values(found.a)[0]).toBeCloseTo(3 / 5, 6);
    expect(values(found.b)[1]).toBeCloseTo(4 / 5, 6);
    expect(values(found.b)[0]).toBe(0);
  });

  it("measures all gradients together, not each by itself", () => {
    const found = clipByNorm({ a: tf.tensor1d([0.9]), b: tf.tensor1d([0.9]) }, 1);
    expect(values(found.a)[0]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it("shortens a gradient whose square is no float32", () => {
    const found = clipByNorm({ a: tf.tensor1d([3e30, 4e30]) }, 1);
    expect(values(found.a)[0]).toBeCloseTo(3 / 5, 6);
    expect(values(found.a)[1]).toBeCloseTo(4 / 5, 6);
  });

  it("gives NaN for an infinite gradient, not 0", () => {
    const found = clipByNorm({ a: tf.tensor1d([Infinity]), b: tf.tensor1d([1]) }, 1);
    expect(values(found.a)).toEqual([NaN]);
  });
});

describe("globalNorm", () => {
  it("is the length of all numbers together, at every size", () => {
    for (const size of [1e-25, 1e-3, 1, 1e30]) {
      const gradients = { a: tf.tensor1d([2 * size, 3 * size]), b: tf.scalar(6 * size) };
      expect(Math.abs(values(globalNorm(gradients))[0] / (7 * size) - 1)).toBeLessThan(1e-5);
    }
  });

  it("has the gradient g / ‖g‖, and 0 at 0", () => {
    const at = (numbers: number[]) =>
      values(tf.grad((a) => globalNorm({ a }))(tf.tensor1d(numbers)));
    expect(at([3, 4])[0]).toBeCloseTo(3 / 5, 6);
    expect(at([3, 4])[1]).toBeCloseTo(4 / 5, 6);
    expect(at([0, 0])).toEqual([0, 0]);
  });

  it("refuses an empty list", () => {
    expect(() => globalNorm({})).toThrow(TypeError);
    expect(() => clipByNorm({}, 1)).toThrow(/wanted gradients, found none/);
  });
});

describe("clipWeights", () => {
  it("cuts variables in place, and leaves NaN to be seen", () => {
    const [a, b] = [tf.tensor1d([-3, 0.25]), tf.tensor1d([NaN])].map((v) => namedVariable(v, "w"));
    clipWeights([a, b], 0.5);
    expect(values(a)).toEqual([-0.5, 0.25]);
    expect(values(b)).toEqual([NaN]);
    tf.dispose([a, b]);
  });

  it("follows the update in a compiled step", async () => {
    const weight = namedVariable(tf.scalar(0), "w");
    const optimizer = tf.train.sgd(1);
    const step = await compile(() => {
      const loss = optimizer.minimize(() => tf.mul<tf.Scalar>(weight, -0.4), true, [weight])!;
      clipWeights([weight], 0.5);
      return { loss };
    });
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) {
      await step.run();
      seen.push(weight.dataSync()[0]);
    }
    expect(seen[0]).toBeCloseTo(0.4, 6);
    expect(seen.slice(1)).toEqual([0.5, 0.5]);
    await step.dispose();
    weight.dispose();
  });
});
