import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { selfAttention } from "../../src/layers/self-attention";
import { adaptiveInstanceNorm, modulatedConv2d } from "../../src/layers/styled";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const largest = (x: tf.Tensor) => tf.max(tf.abs(x)).dataSync()[0];

describe("adaptiveInstanceNorm", () => {
  const layer = adaptiveInstanceNorm({ name: "a", channels: 2, style: 3, random: seeded(1) });
  const x = () => tf.add(tf.mul(seeded(2).normal([3, 5, 5, 2]), 4), 7);

  it("gives channels the mean and deviation that the style asks for", () => {
    const style = seeded(3).normal<tf.Rank.R2>([3, 3]);
    const asked = tf.matMul(style, layer.variables[0]); // biases are 0
    const [scale, offset] = tf.split(asked, 2, 1);
    const { mean, variance } = tf.moments(layer.apply(x(), style), [1, 2]);
    expect(largest(tf.sub(mean, offset))).toBeLessThan(1e-4);
    expect(largest(tf.sub(tf.sqrt(variance), tf.abs(tf.add(scale, 1))))).toBeLessThan(1e-4);
  });

  it("refuses a style for each of other examples", () => {
    expect(() => layer.apply(x(), tf.zeros([2, 3]))).toThrow(
      new TypeError("a style: wanted shape (3, 3), found (2, 3)"),
    );
  });
});

describe("modulatedConv2d", () => {
  const sizes = { name: "m", inputs: 3, outputs: 4, kernel: 3, style: 5, random: seeded(1) };

  it.each([true, false])(
    "is a convolution with a filter for each example (demodulated: %s)",
    (demodulate) => {
      const layer = modulatedConv2d({ ...sizes, demodulate });
      const [filter, toScale] = layer.variables;
      const [x, style] = [seeded(2).normal([2, 6, 6, 3]), seeded(3).normal<tf.Rank.R2>([2, 5])];
      const scales = tf.add(tf.matMul(style, toScale as tf.Tensor2D), 1);
      const wanted = [0, 1].map((example) => {
        const own = tf.mul(
          filter,
          tf.reshape(tf.slice(scales, [example, 0], [1, 3]), [1, 1, 3, 1]),
        );
        const size = tf.sqrt(tf.sum(tf.square(own), [0, 1, 2], true));
        const used = demodulate ? tf.div(own, size) : own;
        const picture = tf.slice(x as tf.Tensor4D, [example, 0, 0, 0], [1, 6, 6, 3]);
        return tf.conv2d(picture, used as tf.Tensor4D, 1, "same");
      });
      expect(largest(tf.sub(layer.apply(x, style), tf.concat(wanted)))).toBeLessThan(1e-5);
    },
  );

  it("brings outputs back to size 1, however large the style", () => {
    const layer = modulatedConv2d({ ...sizes, outputs: 40 });
    const x = seeded(2).normal([100, 8, 8, 3]);
    const y = layer.apply(x, tf.mul(seeded(3).normal([100, 5]), 100));
    const inside = tf.slice(y, [0, 1, 1, 0], [-1, 6, 6, -1]); // pixels without zeros around
    expect(Math.abs(tf.mean(tf.square(inside)).dataSync()[0] - 1)).toBeLessThan(0.1);
  });

  it("refuses sizes below 1 and other shapes", () => {
    expect(() => modulatedConv2d({ ...sizes, kernel: 0 })).toThrow(RangeError);
    const layer = modulatedConv2d(sizes);
    expect(() => layer.apply(tf.zeros([2, 6, 6, 3]), tf.zeros([2, 4]))).toThrow(
      new TypeError("m style: wanted shape (2, 5), found (2, 4)"),
    );
  });
});

describe("selfAttention", () => {
  it("mixes the values of all pixels by how well key and query fit", () => {
    const layer = selfAttention({ name: "s", channels: 2, inner: 1, random: seeded(1) });
    const maps = layer.variables.map((variable) => [...variable.dataSync()]);
    layer.variables[4].assign(tf.scalar(0.5));
    const x = seeded(2).normal([1, 1, 3, 2]);
    const pixels = tf.reshape(x, [3, 2]).arraySync() as number[][];
    const [query, key, value] = maps.map((map) => pixels.map(([a, b]) => a * map[0] + b * map[1]));
    const found = tf.reshape(layer.apply(x), [3, 2]).arraySync() as number[][];
    pixels.forEach((pixel, i) => {
      const powers = key.map((k) => Math.exp(query[i] * k));
      const sum = powers.reduce((a, b) => a + b);
      const mixed = powers.reduce((total, power, j) => total + (power / sum) * value[j], 0);
      pixel.forEach((number, channel) => {
        expect(found[i][channel]).toBeCloseTo(number + 0.5 * mixed * maps[3][channel], 5);
      });
    });
  });

  it("can be spectral: four vectors u and four v", () => {
    const layer = selfAttention({ name: "s", channels: 16, spectral: true, random: seeded(1) });
    expect(layer.variables.map(({ size }) => size)).toEqual([32, 32, 32, 32, 1]);
    expect(layer.states).toHaveLength(8);
  });

  it("refuses sizes below 1", () => {
    expect(() => selfAttention({ name: "s", channels: 0, random: seeded(1) })).toThrow(RangeError);
    expect(() => selfAttention({ name: "s", channels: 8, inner: 0, random: seeded(1) })).toThrow(
      new RangeError("s inner: wanted a whole number at least 1, found 0"),
    );
  });
});
