import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { dense } from "../../src/layers/dense";
import { heNormal } from "../../src/layers/init";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it("computes x W + b", () => {
  const init = () => tf.tensor2d([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
  const layer = dense({ name: "a", inputs: 2, outputs: 3, init, random: seeded(1) });
  layer.variables[1].assign(tf.tensor1d([10, 20, 30]));
  const y = layer.apply(tf.tensor2d([[1, 0], [1, -1]])); // prettier-ignore
  expect(y.arraySync()).toEqual([
    [11, 22, 33],
    [7, 17, 27],
  ]);
});

it("starts from its name and the stream alone, with biases 0", () => {
  const random = seeded(1);
  const make = (name: string) => dense({ name, inputs: 4, outputs: 3, random });
  const first = make("b");
  random.normals(5);
  const [again, other] = [make("b"), make("c")];
  expect(again.variables[0].dataSync()).toEqual(first.variables[0].dataSync());
  expect(other.variables[0].dataSync()).not.toEqual(first.variables[0].dataSync());
  expect([...first.variables[1].dataSync()]).toEqual([0, 0, 0]);
});

it("refuses inputs of another shape, and sizes below 1", () => {
  const layer = dense({ name: "d", inputs: 4, outputs: 3, random: seeded(1) });
  expect(() => layer.apply(tf.zeros([5, 3]))).toThrow(
    new TypeError("d input: wanted shape (any, 4), found (5, 3)"),
  );
  expect(() => dense({ name: "d", inputs: 0, outputs: 3, random: seeded(1) })).toThrow(RangeError);
});

describe("equalised weights", () => {
  const make = (equalized: boolean) =>
    dense({ name: "e", inputs: 50, outputs: 4, init: heNormal, equalized, random: seeded(1) });

  it("start as the same function, and are kept at size 1", () => {
    const [plain, equal] = [make(false), make(true)];
    const x = seeded(2).normal([3, 50]);
    expect(tf.sub(plain.apply(x), equal.apply(x)).abs().max().dataSync()[0]).toBeLessThan(1e-5);
    expect(tf.mean(tf.square(equal.variables[0])).dataSync()[0]).toBeCloseTo(1, 5);
  });

  it("change by the same share in a step of Adam, however small they are", () => {
    const moved = [false, true].map((equalized) => {
      const layer = make(equalized);
      const size = () => tf.sqrt(tf.mean(tf.square(layer.variables[0]))).dataSync()[0];
      const [before, initial] = [size(), layer.variables[0].dataSync().slice()];
      const loss = () => tf.sum<tf.Scalar>(layer.apply(tf.ones([1, 50])));
      tf.train.adam(0.01).minimize(loss, false, [...layer.variables]);
      return Math.abs(layer.variables[0].dataSync()[0] - initial[0]) / before;
    });
    expect(moved[0]).toBeCloseTo(0.01 / Math.sqrt(2 / 50), 2); // 5 % in one step
    expect(moved[1]).toBeCloseTo(0.01, 4);
  });

  it("of zeros stay zeros", () => {
    const init = (_: unknown, shape: readonly number[]) => tf.zeros([...shape]);
    const layer = dense({
      name: "z",
      inputs: 2,
      outputs: 2,
      init,
      equalized: true,
      random: seeded(1),
    });
    expect([...layer.apply(tf.ones([1, 2])).dataSync()]).toEqual([0, 0]);
  });
});

it("without bias it has weights alone", () => {
  const layer = dense({ name: "n", inputs: 2, outputs: 2, bias: false, random: seeded(1) });
  expect(layer.variables).toHaveLength(1);
});
