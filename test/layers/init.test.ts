import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { conv2d, convTranspose2d } from "../../src/layers/conv";
import { dense } from "../../src/layers/dense";
import { embedding } from "../../src/layers/embedding";
import {
  badInit,
  heNormal,
  normalInit,
  orthogonal,
  xavierUniform,
  type Initializer,
} from "../../src/layers/init";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("orthogonal", () => {
  it.each([
    [[6, 6], 1],
    [[40, 7], 1.4],
    [[7, 40], 0.8],
    [[128, 128], 1],
  ])("has shape %s and gain² on the diagonal of its smaller Gram matrix", (shape, gain) => {
    const [rows, columns] = shape;
    const weights = orthogonal(gain)(seeded(1), shape) as tf.Tensor2D;
    const tall = rows >= columns;
    const gram = tf.matMul(weights, weights, tall, !tall).arraySync() as number[][];
    gram.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(value).toBeCloseTo(i === j ? gain ** 2 : 0, 5);
      });
    });
  });

  it("counts the axes of a convolution as one side", () => {
    const weights = orthogonal()(seeded(1), [3, 3, 2, 4]);
    expect(weights.shape).toEqual([3, 3, 2, 4]);
    const flat = weights.reshape<tf.Tensor2D>([18, 4]);
    expect(tf.matMul(flat, flat, true).sub(tf.eye(4)).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  });
});

it("counts a convolution's field as inputs: He's variance is 2 / (9 · 4)", () => {
  const weights = heNormal(seeded(1), [3, 3, 4, 60]);
  const variance = weights.square().mean().dataSync()[0];
  expect(Math.abs(variance / (2 / 36) - 1)).toBeLessThan(5 * Math.sqrt(2 / 2160));
});

it("refuses shapes and numbers that make no sense", () => {
  expect(() => xavierUniform(seeded(1), [4])).toThrow(
    new TypeError("Initializer shape: wanted [inputs, outputs] or more axes, found (4)"),
  );
  expect(() => orthogonal(0)).toThrow(RangeError);
  expect(() => normalInit(-1)).toThrow("normalInit std: wanted a number above 0, found -1");
});

it.each([
  ["too large", Math.sqrt(400 / 2)],
  ["too small", 0.01 * Math.sqrt(400 / 2)],
] as const)(
  "%s weights make the size of a signal of 400 numbers after ReLU %d-fold",
  (kind, factor) => {
    const weights = badInit(kind)(seeded(1), [400, 400]) as tf.Tensor2D;
    const size = (x: tf.Tensor) => Math.sqrt(tf.mean(tf.square(x)).dataSync()[0]);
    const x = tf.relu(seeded(2).normal<tf.Rank.R2>([50, 400]));
    expect(size(tf.relu(tf.matMul(x, weights))) / size(x) / factor).toBeCloseTo(1, 1);
  },
);

it.each([
  [
    "dense",
    (init: Initializer) => dense({ name: "a", inputs: 2, outputs: 3, init, random: seeded(1) }),
    "(2, 3)",
  ],
  [
    "conv2d",
    (init: Initializer) =>
      conv2d({ name: "a", inputs: 2, outputs: 3, kernel: 4, init, random: seeded(1) }),
    "(4, 4, 2, 3)",
  ],
  [
    "convTranspose2d",
    (init: Initializer) =>
      convTranspose2d({ name: "a", inputs: 2, outputs: 3, kernel: 4, init, random: seeded(1) }),
    "(4, 4, 2, 3)",
  ],
  [
    "embedding",
    (init: Initializer) => embedding({ name: "a", classes: 2, size: 3, init, random: seeded(1) }),
    "(2, 3)",
  ],
])("%s says so when an own initialiser gives no such weights", (_, make, shape) => {
  expect(() => make(() => 0 as never)).toThrow(
    new TypeError(`what a's init gives: wanted a tensor of shape ${shape}, found 0`),
  );
  expect(() => make(() => tf.ones([7]))).toThrow(
    new TypeError(`what a's init gives: wanted shape ${shape}, found (7)`),
  );
});
