import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { styleganGenerator } from "../../src/networks/stylegan-generator";
import {
  meanStyle,
  truncatedGenerator,
  truncatedLatent,
  truncatedStyles,
} from "../../src/networks/truncation";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const generatorOf = () =>
  styleganGenerator({ name: "g", size: 8, width: 2, latentSize: 3, random: seeded(1) });

it.each([
  [2, 0.8796], // √(1 - 2 b φ(b) / (2 Φ(b) - 1)) at b = 2: φ = .05399, 2 Φ - 1 = .9545
  [1, 0.5396], // φ = .24197, 2 Φ - 1 = .68269
])("a latent vector within ± %d has the spread that the formula says", (bound, std) => {
  const numbers = truncatedLatent({
    count: 200,
    size: 100,
    bound,
    random: seeded(1),
  }).dataSync<"float32">();
  expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(bound);
  const found = Math.sqrt(numbers.reduce((sum, value) => sum + value ** 2, 0) / numbers.length);
  expect(Math.abs(found - std)).toBeLessThan(0.02);
});

it("numbers within the bound stay as they were first drawn; a wide bound changes none", () => {
  const first = seeded(1).normals(50);
  const latent = (bound: number) =>
    truncatedLatent({ count: 5, size: 10, bound, random: seeded(1) }).dataSync<"float32">();
  expect(latent(100)).toEqual(first);
  first.forEach((value, i) => {
    if (Math.abs(value) <= 1) expect(latent(1)[i]).toBe(value);
  });
  expect(latent(1)).toEqual(latent(1)); // of one seed the same
});

it("even the smallest bound ends, and a smaller one is refused", () => {
  const options = { count: 2, size: 5, random: seeded(1) };
  const numbers = truncatedLatent({ ...options, bound: 0.01 }).dataSync();
  expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(0.01);
  expect(() => truncatedLatent({ ...options, bound: 0.009 })).toThrow(RangeError);
  expect(() => truncatedLatent({ ...options, count: 0, bound: 1 })).toThrow(
    /truncatedLatent count/,
  );
  expect(() => truncatedLatent({ ...options, size: 1.5, bound: 1 })).toThrow(
    /truncatedLatent size/,
  );
});

it("the mean style is the mean of the mapping's outputs", () => {
  const latentStyles = { inputs: 2, styles: (z: tf.Tensor) => tf.add(tf.square(z), [0, 3]) };
  const [squares, shifted] = meanStyle(latentStyles, { random: seeded(1) }).dataSync<"float32">();
  expect(Math.abs(squares - 1)).toBeLessThan(0.08); // E z² = 1, and std √2 / 100
  expect(Math.abs(shifted - 4)).toBeLessThan(0.08);
  expect(() => meanStyle(latentStyles, { count: 0, random: seeded(1) })).toThrow(RangeError);
});

it("styles go the share psi of their way from the mean", () => {
  const [styles, mean] = [tf.tensor2d([[2, 10], [0, 6]]), tf.tensor2d([[1, 6]])]; // prettier-ignore
  const pulled = (psi: number) => truncatedStyles(styles, mean, psi).arraySync();
  expect(pulled(1)).toEqual([[2, 10], [0, 6]]); // prettier-ignore
  expect(pulled(0.5)).toEqual([[1.5, 8], [0.5, 6]]); // prettier-ignore
  expect(pulled(0)).toEqual([[1, 6], [1, 6]]); // prettier-ignore
  expect(pulled(-1)).toEqual([[0, 2], [2, 6]]); // prettier-ignore
  expect(() => truncatedStyles(styles, tf.zeros([1, 3]), 1)).toThrow(TypeError);
  expect(() => truncatedStyles(styles, tf.zeros([1, 3]), 1)).toThrow(
    /truncatedStyles mean: wanted shape \(1, 2\), found \(1, 3\)/,
  );
  expect(() => truncatedStyles(styles, mean, NaN)).toThrow(RangeError);
});

it("a truncated generator is the same at psi 1, makes one picture at 0, and leaves synthesis alone", () => {
  const generator = generatorOf();
  const latent = seeded(2).normal([2, 3]);
  const mean = meanStyle(generator, { count: 50, random: seeded(3) });
  const fakes = (psi: number) =>
    truncatedGenerator(generator, mean, psi).apply(latent).arraySync() as number[][];
  const plain = generator.apply(latent).arraySync() as number[][];
  fakes(1)
    .flat()
    .forEach((value, i) => {
      expect(value).toBeCloseTo(plain.flat()[i], 5);
    });
  expect(fakes(0)[0]).toEqual(fakes(0)[1]);
  const half = truncatedGenerator(generator, mean, 0.5);
  const one = () => Array<tf.Tensor>(generator.styleCount).fill(generator.styles(latent));
  expect(half.synthesise(one()).dataSync()).toEqual(generator.apply(latent).dataSync());
  expect(half.styles(latent).dataSync()).toEqual(
    truncatedStyles(generator.styles(latent), mean, 0.5).dataSync(),
  );
  expect(() => truncatedGenerator(generator, mean, Infinity)).toThrow(/truncatedGenerator psi/);
  generator.dispose();
});

it("leaves no tensor but its result", () => {
  const generator = generatorOf();
  const latent = seeded(2).normal([2, 3]);
  const mean = meanStyle(generator, { count: 5, random: seeded(3) });
  const before = tf.memory().numTensors;
  const truncated = truncatedGenerator(generator, mean, 0.5);
  const made = [
    truncated.apply(latent),
    truncated.styles(latent),
    meanStyle(generator, { count: 5, random: seeded(3) }),
    truncatedLatent({ count: 2, size: 3, bound: 1, random: seeded(1) }),
  ];
  expect(tf.memory().numTensors).toBe(before + made.length);
  tf.dispose(made);
  generator.dispose();
});
