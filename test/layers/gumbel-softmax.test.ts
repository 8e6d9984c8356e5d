import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { gumbelSoftmax } from "../../src/layers/gumbel-softmax";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it("is softmax of logits by temperature where nothing is drawn", () => {
  const [, second] = gumbelSoftmax({ name: "choice", temperature: 0.5 })
    .apply(tf.tensor2d([[0, Math.log(3)]]))
    .dataSync();
  expect(second).toBeCloseTo(9 / (1 + 9), 6); // 3 to the power of 1 / .5
});

it.each([0.1, 1, 5])(
  "chooses with softmax's probabilities, whatever the temperature is: %s",
  (temperature) => {
    const probabilities = [0.6, 0.3, 0.1];
    const choose = gumbelSoftmax({ name: "choice", temperature });
    const logits = tf.log(tf.tile(tf.tensor2d([probabilities]), [4000, 1]));
    const choices = choose
      .apply(logits, { random: seeded(1) })
      .argMax(1)
      .dataSync();
    probabilities.forEach((p, k) => {
      const share = choices.filter((choice) => choice === k).length / 4000;
      expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 4000));
    });
  },
);

it("comes nearer to a whole choice as the temperature falls; a scalar tensor may be the temperature", () => {
  const logits = tf.zeros([500, 3]);
  const [sharp, even] = [0.1, 10].map((temperature) => {
    const choose = gumbelSoftmax({ name: "choice", temperature: tf.scalar(temperature) });
    return choose
      .apply(logits, { random: seeded(1) })
      .max(1)
      .mean()
      .dataSync()[0];
  });
  expect(sharp).toBeGreaterThan(0.95);
  expect(even).toBeLessThan(0.45);
});

it("straight through gives 0 and 1, with the gradient of the mixture", () => {
  const mixture = gumbelSoftmax({ name: "choice", temperature: 0.7 });
  const whole = gumbelSoftmax({ name: "choice", temperature: 0.7, straightThrough: true });
  const [logits, weights] = [1, 2].map((seed) => seeded(seed).normal([4, 3]));
  const context = { random: seeded(3) };
  const [soft, hard] = [mixture, whole].map((layer) => layer.apply(logits, context));
  expect(hard.dataSync()).toEqual(tf.oneHot(soft.argMax(1), 3).toFloat().dataSync());
  const [a, b] = [mixture, whole].map((layer) =>
    tf
      .grad((x) => tf.sum(tf.mul(layer.apply(x, context), weights)))(logits)
      .dataSync(),
  );
  expect(b).toEqual(a);
  expect(Math.max(...a)).toBeGreaterThan(0.01);
});

it("is finite at the ends of the uniform numbers", () => {
  const choose = gumbelSoftmax({ name: "choice", temperature: 0.01 });
  for (const end of [0, 1]) {
    const stream = {
      uniform: (shape: number[], low: number, high: number) =>
        tf.fill(shape, low + (high - low) * end * (1 - 2 ** -24)),
    };
    const random = { stream: () => stream } as unknown as ReturnType<typeof seeded>;
    const logits = tf.tensor2d([[-1e4, 0, 1e4]]);
    const run = (x: tf.Tensor) => choose.apply(x, { random });
    const numbers = [...run(logits).dataSync(), ...tf.grad((x) => tf.sum(tf.square(run(x))))(logits).dataSync()]; // prettier-ignore
    expect(numbers.every(Number.isFinite)).toBe(true);
  }
});

it("refuses temperatures that are not positive numbers or scalars", () => {
  expect(() => gumbelSoftmax({ name: "choice", temperature: 0 })).toThrow(RangeError);
  expect(() => gumbelSoftmax({ name: "choice", temperature: tf.ones([2]) })).toThrow(TypeError);
  const choose = gumbelSoftmax({ name: "choice" });
  expect(() => choose.apply(tf.zeros([1, 2]), { training: true })).toThrow(/context\.random/);
});
