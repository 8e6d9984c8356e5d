import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { dropout } from "../../src/layers/dropout";
import { embedding } from "../../src/layers/embedding";
import { instanceNoise } from "../../src/layers/instance-noise";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const training = (seed: number) => ({ training: true, random: seeded(seed) });

describe("dropout", () => {
  const layer = dropout({ name: "d", rate: 0.3 });

  it("drops the share it says, and keeps the mean", () => {
    const y = layer.apply(tf.ones([10_000]), training(1)).dataSync();
    const dropped = y.filter((value) => value === 0).length / 10_000;
    expect(Math.abs(dropped - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / 10_000));
    expect(y.find((value) => value !== 0)).toBeCloseTo(1 / 0.7, 6);
  });

  it("drops by the stream and its own name", () => {
    const x = tf.ones([50]);
    const first = layer.apply(x, training(1)).dataSync();
    expect(layer.apply(x, training(1)).dataSync()).toEqual(first);
    expect(layer.apply(x, training(2)).dataSync()).not.toEqual(first);
    const other = dropout({ name: "other", rate: 0.3 });
    expect(other.apply(x, training(1)).dataSync()).not.toEqual(first);
  });

  it("sends gradients through what it keeps only", () => {
    const x = tf.ones([50]);
    const gradient = tf.grad((input) => tf.sum(layer.apply(input, training(1))))(x);
    expect(gradient.dataSync()).toEqual(layer.apply(x, training(1)).dataSync());
  });

  it("refuses a rate of 1, and training without random numbers", () => {
    expect(() => dropout({ name: "d", rate: 1 })).toThrow(RangeError);
    expect(() => layer.apply(tf.ones([2]), { training: true })).toThrow(
      new TypeError("d: training draws random numbers; wanted context.random, found none"),
    );
  });
});

describe("instanceNoise", () => {
  it.each([0.5, tf.scalar(0.5)])("adds noise of its standard deviation (%s)", (std) => {
    const noise = instanceNoise({ name: "n", std })
      .apply(tf.fill([10_000], 7), training(1))
      .sub(7);
    const { mean, variance } = tf.moments(noise);
    expect(Math.abs(mean.dataSync()[0])).toBeLessThan(5 * (0.5 / 100));
    expect(Math.abs(variance.dataSync()[0] - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / 10_000));
  });

  it("follows a variable that decays, and is gone at 0", () => {
    const std = tf.variable(tf.scalar(1));
    const layer = instanceNoise({ name: "n", std });
    expect(tf.max(layer.apply(tf.zeros([10]), training(1))).dataSync()[0]).toBeGreaterThan(0);
    std.assign(tf.scalar(0));
    expect(tf.max(tf.abs(layer.apply(tf.zeros([10]), training(1)))).dataSync()[0]).toBe(0);
  });

  it("refuses a std below 0, and a tensor of them", () => {
    expect(() => instanceNoise({ name: "n", std: -1 })).toThrow(RangeError);
    expect(() => instanceNoise({ name: "n", std: tf.zeros([2]) })).toThrow(TypeError);
  });
});

describe("embedding", () => {
  const layer = embedding({ name: "e", classes: 3, size: 2, random: seeded(1) });

  it("looks up rows, and its gradient goes to the rows that were used, as often as they were", () => {
    const rows = layer.variables[0].arraySync() as number[][];
    const labels = tf.tensor1d([2, 0, 2], "int32");
    expect(layer.apply(labels).arraySync()).toEqual([rows[2], rows[0], rows[2]]);
    const { grads } = tf.variableGrads(() => tf.sum(layer.apply(labels)), [...layer.variables]);
    expect(Object.values(grads)[0].arraySync()).toEqual([
      [1, 1],
      [0, 0],
      [2, 2],
    ]);
  });

  it("refuses labels that are no whole numbers", () => {
    expect(() => layer.apply(tf.tensor1d([0, 1]))).toThrow(
      new TypeError("e labels: wanted int32, found float32"),
    );
    expect(() => embedding({ name: "e", classes: 0, size: 2, random: seeded(1) })).toThrow(
      RangeError,
    );
  });
});
