import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { gradcheck } from "../../src/runtime/gradcheck";
import { withStockGradients } from "../../src/runtime/gradients/install";

beforeAll(() => startEngine("wasm"));

const x = () => seeded(1).normal<tf.Rank.R2>([4, 3]);

/** sin x, with a gradient that is `change` of the right one. */
function sineWith(change: (dx: tf.Tensor) => tf.Tensor): (x: tf.Tensor) => tf.Tensor {
  return tf.customGrad((input) => ({
    value: tf.sin(input as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => change(tf.mul(dy, tf.cos(input as tf.Tensor))),
  }));
}

describe("a right gradient", () => {
  it("passes at both orders and in both precisions, by a margin", () => {
    for (const precision of ["float32", "float64"] as const) {
      const report = gradcheck((a) => tf.sin(a), x(), { order: 2, precision });
      expect(report).toMatchObject({ passed: true, checked: 2 * (12 + 3) });
      expect(report.worst.error).toBeLessThan(report.worst.tolerance / 4);
    }
  });

  it("is measured as it is: 2x of x², and 2 of its gradient", () => {
    const report = gradcheck((a) => tf.square(a), tf.scalar(3), { order: 2, directions: 0 });
    expect(report.worst.analytic).toBeCloseTo(report.worst.numeric, 5);
    const one = gradcheck((a) => tf.square(a), tf.scalar(3), { directions: 0 });
    expect(one.worst).toMatchObject({ input: "input 0", index: [], analytic: 6 });
    expect(one.worst.numeric).toBeCloseTo(6, 9);
  });

  it("passes for several inputs of all shapes, and where one has no influence", () => {
    const inputs = [tf.scalar(0.3), x(), tf.ones([2])];
    expect(gradcheck((a, b) => tf.mul(a, b), inputs, { order: 2 }).passed).toBe(true);
  });

  it("passes by variables too, and leaves them as they are", () => {
    const weights = tf.variable(seeded(2).normal<tf.Rank.R2>([3, 2]));
    const before = weights.arraySync();
    const fn = (a: tf.Tensor) => tf.tanh(tf.matMul(a as tf.Tensor2D, weights as tf.Tensor2D));
    expect(gradcheck(fn, x(), { order: 2, variables: [weights] }).passed).toBe(true);
    expect(weights.arraySync()).toEqual(before);
    weights.dispose();
  });

  it("passes beside a kink, even at a ten-thousandth of a percent", () => {
    expect(gradcheck(tf.relu, tf.tensor([1e-6, -1e-6, 2e-6, 1])).passed).toBe(true);
  });
});

describe("a wrong gradient", () => {
  it("is found when it is off by a thousandth, and the worst entry is named", () => {
    const place = tf.tensor2d([0, 0, 0, 0, 0, 0, 0, 1e-3, 0, 0, 0, 0], [4, 3]);
    const wrong = sineWith((dx) => tf.add(dx, place));
    const { passed, worst } = gradcheck(wrong, x());
    expect(passed).toBe(false);
    expect(worst).toMatchObject({ order: 1, input: "input 0", index: [2, 1] });
    expect(worst.error).toBeCloseTo(1e-3, 5);
    expect(worst.error).toBeGreaterThan(worst.tolerance);
  });

  it("is found in an entry that is not among those taken, by the random directions", () => {
    const wrong = sineWith((dx) => tf.mul(dx, 1.001));
    expect(gradcheck(wrong, x(), { entries: 0 }).passed).toBe(false);
  });

  it("of second order is found where the first is right: tanh as TensorFlow.js has it", () => {
    withStockGradients(() => {
      expect(gradcheck(tf.tanh, x()).passed).toBe(true);
      expect(gradcheck(tf.tanh, x(), { order: 2 })).toMatchObject({
        passed: false,
        worst: { order: 2, analytic: 0 },
      });
    });
    expect(gradcheck(tf.tanh, x(), { order: 2 }).passed).toBe(true);
  });

  it.each([NaN, Infinity, -Infinity])("of %s never passes, wherever it is", (bad) => {
    for (const at of [0, 7, 11]) {
      const numbers = Array.from({ length: 12 }, (_, i) => (i === at ? bad : 0));
      const wrong = sineWith((dx) => tf.add(dx, tf.tensor2d(numbers, [4, 3])));
      for (const entries of [0, 2, 16]) {
        expect(gradcheck(wrong, x(), { entries }).passed).toBe(false);
      }
    }
  });

  it("does not pass where the function itself is not finite", () => {
    expect(gradcheck(tf.sqrt, tf.tensor([-1, 2])).passed).toBe(false);
    expect(gradcheck(tf.sqrt, tf.tensor([0, 2])).passed).toBe(false);
  });
});

describe("what cannot be checked is refused", () => {
  it("whole numbers", () => {
    expect(() => gradcheck(tf.relu, tf.tensor([1], [1], "int32"))).toThrow(/input 0.*int32/);
  });

  it("nothing to check", () => {
    expect(() => gradcheck(tf.relu, x(), { entries: 0, directions: 0 })).toThrow(RangeError);
  });

  it("a function that draws random numbers, and one that counts its calls", () => {
    const random = seeded(3);
    expect(() => gradcheck((a) => tf.mul(a, random.uniform([])), x())).toThrow(/two results/);
  });

  it("a function that changes a variable", () => {
    const state = tf.variable(tf.scalar(1));
    const fn = (a: tf.Tensor) => {
      state.assign(tf.scalar(2));
      return tf.mul(a, state);
    };
    expect(() => gradcheck(fn, x())).toThrow(/assigns to the variable/);
    state.dispose();
  });

  it("a function that keeps a tensor", () => {
    expect(() => gradcheck((a) => tf.keep(tf.square(a)), x())).toThrow(/keeps \d+ tensors/);
  });
});

it("repeats by its seed, and another seed takes other directions", () => {
  const run = (seed: number) => gradcheck(tf.tanh, x(), { entries: 0, directions: 1, seed }).worst;
  expect(run(1)).toEqual(run(1));
  expect(run(1).analytic).not.toBe(run(2).analytic);
});

it("leaves everything as it was, after errors too", () => {
  const single = globalThis.Float32Array;
  const input = x();
  const count = tf.memory().numTensors;
  gradcheck(tf.tanh, input, { order: 2 });
  expect(tf.memory().numTensors).toBe(count);
  const throws = (a: tf.Tensor) => {
    if (tf.getBackend() === "cpu") throw new Error("on purpose");
    return tf.square(a);
  };
  expect(() => gradcheck(throws, input)).toThrow("on purpose");
  expect(globalThis.Float32Array).toBe(single);
  expect(tf.getBackend()).toBe("wasm");
  expect(tf.add(1, 2).dataSync()).toEqual(Float32Array.of(3));
  const weights = tf.variable(tf.scalar(1));
  weights.assign(tf.scalar(2));
  expect(weights.dataSync()[0]).toBe(2);
});
