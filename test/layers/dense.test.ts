import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { dense } from "../../src/layers/dense";
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
