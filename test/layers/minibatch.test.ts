import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { minibatchDiscrimination, minibatchStddev } from "../../src/layers/minibatch";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("minibatchDiscrimination", () => {
  it("is the sum over the others of e^-distance, by definition", () => {
    const [inputs, kernels, dims] = [3, 2, 4];
    const layer = minibatchDiscrimination({ name: "m", inputs, kernels, dims, random: seeded(1) });
    layer.variables[0].assign(seeded(3).normal([3, 8]));
    const x = seeded(2).normal([5, 3]);
    const places = tf.matMul(x, layer.variables[0]).arraySync() as number[][];
    const found = layer.apply(x).arraySync() as number[][];
    const given = x.arraySync() as number[][];
    for (let i = 0; i < 5; i++) {
      expect(found[i].slice(0, 3)).toEqual(given[i]);
      for (let kernel = 0; kernel < kernels; kernel++) {
        let wanted = 0;
        for (let j = 0; j < 5; j++) {
          if (j === i) continue;
          let distance = 0;
          for (let d = kernel * dims; d < (kernel + 1) * dims; d++) {
            distance += Math.abs(places[i][d] - places[j][d]);
          }
          wanted += Math.exp(-distance);
        }
        expect(found[i][3 + kernel]).toBeCloseTo(wanted, 5);
      }
    }
  });

  it("sees a collapsed batch: batch - 1 where all are the same, about 0 where all are far apart", () => {
    const layer = minibatchDiscrimination({
      name: "m",
      inputs: 2,
      kernels: 3,
      dims: 2,
      random: seeded(1),
    });
    const [same, far] = [tf.ones([6, 2]), tf.mul(seeded(1).normal([6, 2]), 1e4)].map((x) =>
      tf.slice(layer.apply(x), [0, 2], [-1, -1]).dataSync(),
    );
    expect([...same]).toEqual(Array(18).fill(5));
    expect(Math.max(...far)).toBeLessThan(1e-6);
  });

  it("refuses sizes below 1", () => {
    const sizes = { name: "m", inputs: 2, kernels: 3, dims: 2, random: seeded(1) };
    for (const what of ["inputs", "kernels", "dims"]) {
      expect(() => minibatchDiscrimination({ ...sizes, [what]: 0 })).toThrow(
        new RangeError(`m ${what}: wanted a whole number at least 1, found 0`),
      );
    }
  });
});

describe("minibatchStddev", () => {
  it("adds the mean standard deviation of each group, to its own examples", () => {
    const layer = minibatchStddev({ name: "s", group: 2 });
    const y = layer.apply(tf.tensor2d([[0, 0], [2, 4], [5, 5], [5, 5]])).arraySync() as number[][]; // prettier-ignore
    [1.5, 1.5, 1e-4, 1e-4].forEach((wanted, i) => {
      expect(y[i][2]).toBeCloseTo(wanted, 6); // (1 + 2) / 2, and √10⁻⁸
    });
  });

  it("adds a channel that is the same for all pixels, over the whole batch when no group is given", () => {
    const x = seeded(1).normal([6, 2, 3, 4]);
    const y = minibatchStddev({ name: "s" }).apply(x);
    expect(y.shape).toEqual([6, 2, 3, 5]);
    const wanted = tf.mean(tf.sqrt(tf.moments(x, 0).variance)).dataSync()[0];
    tf.slice(y, [0, 0, 0, 4], [-1, -1, -1, 1])
      .dataSync()
      .forEach((found) => {
        expect(found).toBeCloseTo(wanted, 5);
      });
    expect(tf.slice(y, [0, 0, 0, 0], [-1, -1, -1, 4]).dataSync()).toEqual(x.dataSync());
  });

  it("has a finite gradient for a collapsed batch", () => {
    const layer = minibatchStddev({ name: "s" });
    const gradient = tf
      .grad((x) => tf.sum(layer.apply(x)))(tf.ones([4, 3]))
      .dataSync();
    expect([...gradient]).toEqual(Array(12).fill(1));
  });

  it("refuses a batch that can not be cut into groups", () => {
    expect(() => minibatchStddev({ name: "s", group: 4 }).apply(tf.zeros([6, 2]))).toThrow(
      new TypeError(
        "s input: wanted a batch that is a multiple of 4, and an axis of features, found shape (6, 2)",
      ),
    );
    expect(() => minibatchStddev({ name: "s", group: 0 })).toThrow(RangeError);
  });
});
