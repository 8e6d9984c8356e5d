import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { batchNorm, conditionalBatchNorm } from "../../src/layers/batch-norm";
import { instanceNorm, layerNorm, pixelNorm } from "../../src/layers/norms";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const training = { training: true };
const picture = () => tf.add(tf.mul(seeded(1).normal([6, 4, 4, 3]), [1, 2, 5]), [0, 10, -3]);

/** The largest |mean| and |variance - 1| over some axes. */
function offBy(x: tf.Tensor, axes: number[]): number {
  const { mean, variance } = tf.moments(x, axes);
  return Math.max(...mean.dataSync().map(Math.abs), ...variance.sub(1).abs().dataSync());
}

it.each([
  ["layerNorm", layerNorm({ name: "l", channels: 3 }), [1, 2, 3], [1, 2]],
  ["instanceNorm", instanceNorm({ name: "i", channels: 3 }), [1, 2], [1]],
  ["batchNorm in training", batchNorm({ name: "b", channels: 3 }), [0, 1, 2], [1, 2]],
])("%s gives mean 0 and variance 1 over its axes and not over others", (_, layer, axes, others) => {
  const y = layer.apply(picture(), training);
  expect(offBy(y, axes)).toBeLessThan(1e-3);
  expect(offBy(y, others)).toBeGreaterThan(0.1);
});

it("scale and offset come after, for each channel", () => {
  const layer = instanceNorm({ name: "i", channels: 3 });
  const plain = layer.apply(picture());
  layer.variables[0].assign(tf.tensor1d([2, 3, 4]));
  layer.variables[1].assign(tf.tensor1d([10, 20, 30]));
  const wanted = tf.add(tf.mul(plain, [2, 3, 4]), [10, 20, 30]);
  expect(layer.apply(picture()).sub(wanted).abs().max().dataSync()[0]).toBeLessThan(1e-4);
});

it("equal numbers become the offset: nothing is divided by 0", () => {
  for (const layer of [layerNorm, instanceNorm, batchNorm].map((make) =>
    make({ name: "n", channels: 2 }),
  )) {
    expect([...layer.apply(tf.fill([2, 2, 2, 2], 7), training).dataSync()]).toEqual(
      Array(16).fill(0),
    );
  }
  const zeros = pixelNorm({ name: "p" }).apply(tf.zeros([1, 2]));
  expect([...zeros.dataSync()]).toEqual([0, 0]);
});

it("pixelNorm gives every pixel the length √channels", () => {
  const y = pixelNorm({ name: "p" }).apply(picture());
  const lengths = tf.sqrt(tf.sum(tf.square(y), -1)).dataSync();
  lengths.forEach((length) => {
    expect(length).toBeCloseTo(Math.sqrt(3), 4);
  });
});

describe("batchNorm", () => {
  it("keeps .9 of its moving averages, and the unbiased variance", () => {
    const layer = batchNorm({ name: "b", channels: 1 });
    const [mean, variance] = layer.states!;
    layer.apply(tf.tensor2d([[1], [5]]), training); // mean 3, variance 4 · 2/1
    expect(mean.dataSync()[0]).toBeCloseTo(0.1 * 3, 6);
    expect(variance.dataSync()[0]).toBeCloseTo(0.9 + 0.1 * 8, 6);
    layer.apply(tf.tensor2d([[7], [7]]), training);
    expect(mean.dataSync()[0]).toBeCloseTo(0.9 * 0.3 + 0.1 * 7, 6);
    expect(variance.dataSync()[0]).toBeCloseTo(0.9 * 1.7, 6);
  });

  it("normalises each example by itself outside of training", () => {
    const layer = batchNorm({ name: "b", channels: 2, momentum: 0, epsilon: 1e-8 });
    layer.apply(tf.tensor2d([[1, 10], [5, 30]]), training); // prettier-ignore
    const y = layer.apply(tf.tensor2d([[3, 30]]));
    // means 3 and 20, unbiased variances 8 and 200
    expect(y.dataSync()[0]).toBeCloseTo(0, 5);
    expect(y.dataSync()[1]).toBeCloseTo(10 / Math.sqrt(200), 5);
  });

  it("comes to the moments of the data", () => {
    const layer = batchNorm({ name: "b", channels: 1, momentum: 0.99 });
    const random = seeded(1);
    for (let step = 0; step < 600; step++) {
      tf.tidy(() => layer.apply(tf.add(tf.mul(random.normal([16, 1]), 2), 5), training));
    }
    const [mean, variance] = layer.states!.map((state) => state.dataSync()[0]);
    // an average over about 200 batches of 16
    expect(Math.abs(mean - 5)).toBeLessThan(5 * (2 / Math.sqrt(3200)));
    expect(Math.abs(variance - 4)).toBeLessThan(5 * 4 * Math.sqrt(2 / 3200));
  });

  it("refuses a training batch without a variance, and numbers out of range", () => {
    const layer = batchNorm({ name: "b", channels: 2 });
    expect(() => layer.apply(tf.zeros([1, 2]), training)).toThrow(TypeError);
    expect(() => layer.apply(tf.zeros([1, 2]), training)).toThrow(
      /two or more.*found shape \(1, 2\)/,
    );
    expect(layer.apply(tf.zeros([1, 2])).shape).toEqual([1, 2]);
    expect(() => batchNorm({ name: "b", channels: 0 })).toThrow(RangeError);
    expect(() => batchNorm({ name: "b", channels: 1, momentum: 1 })).toThrow(RangeError);
    expect(() => layerNorm({ name: "l", channels: 1, epsilon: 0 })).toThrow(RangeError);
    expect(() => pixelNorm({ name: "p", epsilon: 0 })).toThrow(RangeError);
    expect(() => layerNorm({ name: "l", channels: 3 }).apply(tf.zeros([2, 4]))).toThrow(
      new TypeError("l input: wanted shape (any, 3) or (any, any, any, 3), found (2, 4)"),
    );
    expect(() => instanceNorm({ name: "i", channels: 3 }).apply(tf.zeros([2, 3]))).toThrow(
      TypeError,
    );
  });
});

describe("conditionalBatchNorm", () => {
  it("uses the scale and offset of each example's class, and moments of the whole batch", () => {
    const shared = { name: "c", channels: 2 };
    const layer = conditionalBatchNorm({ ...shared, classes: 2 });
    layer.variables[0].assign(tf.tensor2d([[1, 1], [2, 3]])); // prettier-ignore
    layer.variables[1].assign(tf.tensor2d([[0, 0], [10, 20]])); // prettier-ignore
    const x = seeded(1).normal([3, 2]);
    const labels = tf.tensor1d([1, 0, 1], "int32");
    const plain = batchNorm(shared).apply(x, training).arraySync() as number[][];
    const found = layer.apply(x, { training: true, labels }).arraySync() as number[][];
    plain.forEach(([a, b], i) => {
      const [wantedA, wantedB] = i === 1 ? [a, b] : [2 * a + 10, 3 * b + 20];
      expect(found[i][0]).toBeCloseTo(wantedA, 4);
      expect(found[i][1]).toBeCloseTo(wantedB, 4);
    });
  });

  it("wants whole labels", () => {
    const layer = conditionalBatchNorm({ name: "c", channels: 2, classes: 2 });
    const x = tf.zeros([3, 2]);
    expect(() => layer.apply(x)).toThrow(
      new TypeError("c: wanted the examples' classes, context.labels; found none"),
    );
    expect(() => layer.apply(x, { labels: tf.tensor1d([0, 1, 1]) })).toThrow(
      new TypeError("c context.labels: wanted int32, found float32"),
    );
    expect(() => conditionalBatchNorm({ name: "c", channels: 2, classes: 0 })).toThrow(RangeError);
  });
});
