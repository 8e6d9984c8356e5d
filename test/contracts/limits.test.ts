import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { expectSameCompiled } from "./compiled";
import { limits } from "./tables";

beforeAll(() => startEngine("wasm"));

const numbers = (tensors: readonly tf.Tensor[]) => tensors.flatMap((t) => [...t.dataSync()]);
const inputs = (size: number) =>
  [
    [3, 4],
    [1, 5],
  ].map((shape, i) =>
    tf.mul(
      seeded(i)
        .normal([...shape] as [number, number])
        .as2D(shape[0], shape[1]),
      size,
    ),
  ) as [tf.Tensor, tf.Tensor];

describe.each(limits)("$name", ({ apply, measure }) => {
  it.each([1, 100, 1e20, 1e25])("keeps numbers of size %f to the limit", (size) => {
    const found = numbers(apply(...inputs(size), 0.5));
    expect(Math.abs(measure(found) / 0.5 - 1)).toBeLessThan(1e-5); // and not to less
    numbers(inputs(size)).forEach((before, i) => {
      expect(Math.sign(found[i])).toBe(Math.sign(before));
      expect(Math.abs(found[i])).toBeLessThanOrEqual(Math.abs(before));
    });
  });

  it("leaves alone what is within the limit, and zeros", () => {
    for (const size of [0.01, 0]) {
      expect(numbers(apply(...inputs(size), 0.5))).toEqual(numbers(inputs(size)));
    }
  });

  it("does not hide a number that is not finite", () => {
    const [a, b] = [tf.tensor1d([1, NaN]), tf.tensor1d([2])];
    expect(numbers(apply(a, b, 0.5)).some(Number.isNaN)).toBe(true);
  });

  it("returns new tensors and leaves no other behind", () => {
    const [a, b] = inputs(3);
    const before = numbers([a, b]);
    const count = tf.memory().numTensors;
    const found = apply(a, b, 0.5);
    expect(tf.memory().numTensors).toBe(count + 2);
    tf.dispose(found);
    expect(numbers([a, b])).toEqual(before);
  });

  it.each([0, -1, NaN, Infinity])("refuses the limit %f", (limit) => {
    expect(() => apply(...inputs(1), limit)).toThrow(RangeError);
    expect(() => apply(...inputs(1), limit)).toThrow(/limit: wanted a number above 0/);
  });
});

describe.each(limits.filter(({ name }) => name !== "clipWeights"))("$name", ({ apply }) => {
  it("is the same in a compiled step", async () => {
    const step = ({ a, b }: Record<string, tf.Tensor>) => {
      const [first, second] = apply(a, b, 0.5);
      return { first, second };
    };
    const [a, b] = inputs(3);
    await expectSameCompiled(() => step, { a, b });
  });
});
