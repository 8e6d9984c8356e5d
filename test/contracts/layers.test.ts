import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { activations, contextOf, initializers, inputsOf, layers, type LayerCase } from "./tables";

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

describe.each(layers)("layer $name", (row) => {
  const free = ({ variables, states = [] }: LayerCase) => {
    tf.dispose([...variables, ...states]);
  };

  it("has the output's shape, and gradients for all its variables", () => {
    const layer = row.make();
    const inputs = inputsOf(row);
    const run = () => layer.run(inputs, contextOf(row, true));
    expect(run().shape).toEqual(row.output);
    if (layer.variables.length > 0) {
      const { grads } = tf.variableGrads(() => tf.sum(tf.square(run())), [...layer.variables]);
      expect(Object.keys(grads).sort()).toEqual(layer.variables.map(({ name }) => name).sort());
    }
    free(layer);
  });

  it("can be made twice, under different names that start with the layer's", () => {
    const [a, b] = [row.make(), row.make()];
    const namesOf = ({ variables, states = [] }: LayerCase) =>
      [...variables, ...states].map(({ name }) => name);
    expect(new Set([...namesOf(a), ...namesOf(b)]).size).toBe(2 * namesOf(a).length);
    expect(namesOf(a).filter((name) => !name.startsWith(`${a.name}/`))).toEqual([]);
    free(a);
    free(b);
    const again = row.make();
    expect(namesOf(again)).toEqual(namesOf(a));
    free(again);
  });

  it("keeps states that no gradient changes, and that change in training only", () => {
    const layer = row.make();
    const { states = [], run } = layer;
    const numbers = () => states.map((state) => [...state.dataSync()]);
    expect(states.filter(({ trainable }) => trainable)).toEqual([]);
    const first = numbers();
    run(inputsOf(row), contextOf(row, false));
    expect(numbers()).toEqual(first);
    if (states.length > 0) {
      const [weights] = layer.variables; // others than those that the states belong to
      weights.assign(seeded(3).normal(weights.shape));
      run(inputsOf(row), contextOf(row, true));
      expect(numbers()).not.toEqual(first);
    }
    free(layer);
  });

  it.each([false, true])("leaves one tensor, its result (training: %s)", (training) => {
    const layer = row.make();
    const inputs = inputsOf(row);
    const context = contextOf(row, training);
    const before = tf.memory().numTensors;
    const result = layer.run(inputs, context);
    const made = result === inputs[0] ? 0 : 1;
    expect(tf.memory().numTensors - before).toBe(made);
    free(layer);
  });

  it("refuses x of other shapes, and says which layer it is", () => {
    const layer = row.make();
    if (layer.variables.length === 0) return; // without weights, most shapes will do
    const [x, ...rest] = inputsOf(row);
    const other = tf.zeros([...x.shape, 7], x.dtype);
    expect(() => layer.run([other, ...rest], contextOf(row, false))).toThrow(TypeError);
    expect(() => layer.run([other, ...rest], contextOf(row, false))).toThrow(`${layer.name} `);
    free(layer);
  });
});

it("conditional layers want labels, and layers that draw want random numbers in training", () => {
  const drawing = /dropout|noise|gumbel|shuffle/;
  for (const row of layers.filter(({ labels, file }) => labels ?? drawing.test(file))) {
    const layer = row.make();
    expect(() => layer.run(inputsOf(row), { training: true })).toThrow(TypeError);
    expect(() => layer.run(inputsOf(row), { training: true })).toThrow(/wanted.*context/);
  }
});
