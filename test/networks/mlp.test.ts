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

it("puts norm before the activation and dropout after it", () => {
  const network = mlp({ ...options, hidden: [5], norm: "batch", dropout: 0.5 });
  const x = seeded(2).normal([6, 3]);
  const context = { training: true, random: seeded(4) };
  const [weights, scale, offset] = network.variables; // no bias, which the norm would take away
  scale.assign(tf.tensor1d([1, 2, 3, 4, 5]));
  offset.assign(tf.tensor1d([5, 4, 3, 2, 1]));
  const sums = tf.matMul(x, weights);
  const { mean, variance } = tf.moments(sums, 0);
  const normed = tf.relu(
    sums
      .sub(mean)
      .div(tf.sqrt(variance.add(1e-5)))
      .mul(scale)
      .add(offset),
  );
  const features = [...network.features!(x, context).dataSync()];
  const doubled = [...tf.mul(normed, 2).dataSync()];
  features.forEach((value, i) => {
    if (value !== 0) expect(value).toBeCloseTo(doubled[i], 3); // what stays is divided by 1 - .5
  });
  const share =
    features.filter((value, i) => value === 0 && doubled[i] !== 0).length / features.length;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.8);
});

it("takes the class as one more input for each", () => {
  const network = mlp({ ...options, hidden: [], outputs: 1, classes: 4 });
  const [weights] = network.variables;
  weights.assign(tf.tensor2d([0, 0, 0, 1, 10, 100, 1000], [3 + 4, 1]));
  const labels = tf.tensor1d([2, 0], "int32");
  expect([...network.apply(tf.ones([2, 3]), { labels }).dataSync()]).toEqual([100, 1]);
});

it("divides every matrix by its spectral norm: it stretches no difference", () => {
  const network = mlp({ ...options, hidden: [16, 16], outputs: 1, spectral: true });
  const [a, b] = [seeded(5), seeded(6)].map((stream) => stream.normal([100, 3]));
  for (const weights of network.variables) weights.assign(tf.mul(weights, 10));
  for (let i = 0; i < 20; i++) network.apply(a, { training: true });
  const [scores, distances] = [network.apply(a).sub(network.apply(b)), a.sub(b)];
  const slopes = scores
    .abs()
    .reshape([100])
    .div(tf.norm(distances, 2, 1));
  expect(slopes.max().dataSync()[0]).toBeLessThanOrEqual(1.001);
  expect(network.states!.length).toBe(2 * 3);
});
