import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { tanh } from "../../src/layers/activations";
import { mlp } from "../../src/networks/mlp";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const options = { name: "net", inputs: 3, hidden: [5, 4], outputs: 2, random: seeded(1) };

it("is dense, activation, dense, activation, dense, output", () => {
  const network = mlp({
    ...options,
    activation: (x) => tf.mul(x, 2),
    output: (x) => tf.add(x, 100),
  });
  const x = seeded(2).normal([6, 3]);
  const [w1, , w2, , w3] = network.variables;
  const product = tf.matMul(tf.matMul(tf.matMul(x, w1).mul(2), w2).mul(2), w3).add(100);
  const difference = network.apply(x).sub(product).abs().max().dataSync()[0];
  expect(network.apply(x).shape).toEqual([6, 2]);
  expect(difference).toBeLessThan(1e-4);
});

it("is linear without hidden layers", () => {
  const network = mlp({ ...options, hidden: [] });
  expect(network.summary()).toEqual([{ layer: "net/1", shape: [null, 2], parameters: 8 }]);
});

it("names its variables in the order of computation and says what they count", () => {
  const network = mlp({ ...options, name: "counted" });
  expect(network.variables.map(({ name }) => name)).toEqual([
    "counted/1/weights",
    "counted/1/biases",
    "counted/2/weights",
    "counted/2/biases",
    "counted/3/weights",
    "counted/3/biases",
  ]);
  expect(network.summary().map(({ parameters }) => parameters)).toEqual([20, 24, 10]);
  expect(network.summary().at(-1)).toEqual({
    layer: "counted/3",
    shape: [null, 2],
    parameters: 10,
  });
});

it("starts equal for equal names and streams, bounded by its output", () => {
  const make = () => mlp({ ...options, name: "twin", random: seeded(7), output: tanh });
  const x = tf.mul(seeded(3).normal([4, 3]), 100);
  const [a, b] = [make().apply(x), make().apply(x)];
  expect(a.dataSync()).toEqual(b.dataSync());
  expect(a.abs().max().dataSync()[0]).toBeLessThanOrEqual(1);
});

it("frees what it made", () => {
  const before = tf.memory().numTensors;
  const network = mlp(options);
  tf.tidy(() => {
    network.apply(tf.zeros([2, 3]));
  });
  expect(tf.memory().numTensors).toBe(before + 6);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it("refuses an input of another width, and widths below 1", () => {
  expect(() => mlp(options).apply(tf.zeros([2, 4]))).toThrow(TypeError);
  expect(() => mlp({ ...options, hidden: [0] })).toThrow(RangeError);
});
