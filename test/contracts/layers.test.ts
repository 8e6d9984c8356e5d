import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { activations, initializers, layers } from "./tables";

beforeAll(() => startEngine("wasm"));

describe.each(initializers)("initialiser $name", ({ init, variance, bound }) => {
  it("has mean 0 and the variance that was derived", () => {
    const weights = Array.from(init(seeded(1), [60, 40]).dataSync());
    const mean = weights.reduce((sum, w) => sum + w, 0) / 2400;
    const found = weights.reduce((sum, w) => sum + w * w, 0) / 2400;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / 2400));
    expect(Math.abs(found / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 2400));
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(bound * (1 + 1e-6));
  });

  it("repeats by its stream, and has the asked shape", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => init(seeded(seed), [3, 3, 4, 8]));
    expect(a.shape).toEqual([3, 3, 4, 8]);
    expect(a.dataSync()).toEqual(b.dataSync());
    expect(a.dataSync()).not.toEqual(c.dataSync());
  });
});

describe.each(activations)("activation $name", ({ activation, value }) => {
  const points = [-3, -0.7, 0.2, 1, 4];

  it("is the function of its definition", () => {
    [...activation(tf.tensor1d(points)).dataSync()].forEach((found, i) => {
      expect(found).toBeCloseTo(value(points[i]), 5);
    });
  });

  it("has the gradient that central differences give", () => {
    const gradient = tf
      .grad((x) => tf.mul(activation(x), 1))(tf.tensor1d(points))
      .dataSync();
    points.forEach((x, i) => {
      const wanted = (value(x + 1e-5) - value(x - 1e-5)) / 2e-5;
      expect(gradient[i]).toBeCloseTo(wanted, 4);
    });
  });

  it("is finite at ±10,000, with its gradient", () => {
    const far = tf.tensor1d([-1e4, 1e4]);
    const values = [activation(far), tf.grad((x) => tf.mul(activation(x), 1))(far)];
    for (const tensor of values) {
      expect([...tensor.dataSync()].every(Number.isFinite)).toBe(true);
    }
  });
});

describe.each(layers)("layer $name", ({ make }) => {
  it("maps (batch, 3) to (batch, 2) and has gradients for all its variables", () => {
    const layer = make();
    const x = seeded(1).normal([5, 3]);
    expect(layer.apply(x).shape).toEqual([5, 2]);
    const { grads } = tf.variableGrads(() => tf.sum(layer.apply(x)), [...layer.variables]);
    expect(Object.keys(grads).sort()).toEqual(layer.variables.map(({ name }) => name).sort());
    tf.dispose([...layer.variables]);
  });

  it("can be made twice, under different variable names", () => {
    const [a, b] = [make(), make()];
    const names = [...a.variables, ...b.variables].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    tf.dispose([...a.variables, ...b.variables]);
    const again = make();
    expect(again.variables.map(({ name }) => name)).toEqual(a.variables.map(({ name }) => name));
    tf.dispose([...again.variables]);
  });
});
