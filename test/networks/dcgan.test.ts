import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { dcganCritic, type DcganCriticOptions } from "../../src/networks/dcgan-critic";
import { dcganDiscriminator } from "../../src/networks/dcgan-discriminator";
import { dcganGenerator } from "../../src/networks/dcgan-generator";
import type { Network } from "../../src/networks/network";
import type { PictureSize } from "../../src/networks/parts";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { inputGradient } from "../../src/runtime/gradients/input-gradient";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);
const generator = { name: "g", size: 16, width: 2, latentSize: 5, random } as const;
const discriminator = { name: "d", size: 16, width: 2, random } as const;

it.each<[PictureSize, number[][]]>([
  [
    14,
    [
      [7, 7, 4],
      [14, 14, 1],
    ],
  ],
  [
    28,
    [
      [7, 7, 8],
      [14, 14, 4],
      [28, 28, 1],
    ],
  ],
  [
    32,
    [
      [4, 4, 16],
      [8, 8, 8],
      [16, 16, 4],
      [32, 32, 1],
    ],
  ],
  [
    64,
    [
      [4, 4, 32],
      [8, 8, 16],
      [16, 16, 8],
      [32, 32, 4],
      [64, 64, 1],
    ],
  ],
])("grows to %s pixels by doubling, and shrinks by halving", (size, shapes) => {
  // prettier-ignore
  const made = dcganGenerator({ ...generator, size, width: 4, norm: "none" });
  const rows = made.summary().filter(({ layer }) => layer !== "g/1"); // of which g/picture is a view
  expect(rows.map(({ shape }) => shape.slice(1))).toEqual(shapes);
  const judge = dcganDiscriminator({ ...discriminator, size, width: 4, norm: "none" });
  const convolved = judge.summary().filter(({ layer }) => /^d\/\d$/.test(layer)).slice(0, -1); // prettier-ignore
  const inside = shapes.slice(0, -1).reverse();
  expect(convolved.map(({ shape }) => shape.slice(1))).toEqual(inside);
  made.dispose();
  judge.dispose();
});

it("starts with weights of N(0, .02²), and biases 0", () => {
  const network = dcganDiscriminator({ ...discriminator, width: 32 });
  const weights = network.variables.filter(({ name }) => name.endsWith("/weights"));
  expect(weights).toHaveLength(3);
  for (const weight of weights) {
    const { mean, variance } = tf.moments(weight);
    expect(Math.abs(mean.dataSync()[0])).toBeLessThan((5 * 0.02) / Math.sqrt(weight.size));
    const ratio = variance.dataSync()[0] / 0.02 ** 2;
    expect(Math.abs(ratio - 1)).toBeLessThan(5 * Math.sqrt(2 / weight.size));
  }
  network.dispose();
});

it("has batch norm in all layers but the generator's last, and the discriminator's first and last", () => {
  const scales = (network: Network) =>
    network.variables
      .map(({ name }) => name.replace(/#\d+$/, ""))
      .filter((name) => name.endsWith("/scale"));
  expect(scales(dcganGenerator(generator))).toEqual(["g/1/norm/scale", "g/2/norm/scale"]);
  expect(scales(dcganDiscriminator(discriminator))).toEqual(["d/2/norm/scale"]);
});

it("packs pictures one after the other: each becomes a channel of its own", () => {
  const network = dcganDiscriminator({ ...discriminator, size: 8, norm: "none", packing: 2 });
  const [a, b, c] = [1, 2, 3].map((seed) => seeded(seed).normal<tf.Rank.R2>([1, 64]));
  const score = (...pack: tf.Tensor2D[]) => network.apply(tf.concat(pack, 1)).dataSync()[0];
  expect(score(a, c)).not.toBe(score(a, b));
  const [filter] = network.variables; // (4, 4, 2, 2): from here on the second picture is not looked at
  const first = tf.slice(filter, [0, 0, 0, 0], [-1, -1, 1, -1]);
  filter.assign(tf.concat([first, tf.zerosLike(first)], 2));
  expect(score(a, c)).toBe(score(a, b));
  expect(score(b, a)).not.toBe(score(a, b));
});

it("has no one class for a pack", () => {
  const options = { ...discriminator, packing: 2, classes: 3 };
  expect(() => dcganDiscriminator(options)).toThrow(TypeError);
  expect(() => dcganDiscriminator(options)).toThrow(/classes or packing, found both/);
});

it("refuses sizes and widths that it can not make", () => {
  const size = 20 as PictureSize;
  expect(() => dcganGenerator({ ...generator, size })).toThrow(RangeError);
  expect(() => dcganDiscriminator({ ...discriminator, size })).toThrow(
    /8, 14, 16, 28, 32, 64, found 20/,
  );
  expect(() => dcganGenerator({ ...generator, width: 0 })).toThrow(RangeError);
  expect(() => dcganDiscriminator({ ...discriminator, packing: 0 })).toThrow(RangeError);
});

describe("the slope of one score by another example, ∂s₀/∂x₁", () => {
  const pictures = () => seeded(3).normal<tf.Rank.R2>([3, 16 * 16]);
  const scores = (network: Network) => (x: tf.Tensor) => network.apply(x, { training: true });
  /** ∂s₀/∂x_i for each i. */
  const slopesOfFirst = (network: Network) =>
    inputGradient((x) => tf.slice(scores(network)(x), [0, 0], [1, 1]), pictures());
  const largest = (slopes: tf.Tensor, row: number) =>
    tf.slice(slopes, [row, 0], [1, -1]).abs().max().dataSync()[0];

  it("is far from 0 with batch norm: a penalty would take a sum over scores for a slope", () => {
    const network = dcganDiscriminator({ ...discriminator, norm: "batch" });
    const own = slopesOfFirst(network);
    expect(largest(own, 1) / largest(own, 0)).toBeGreaterThan(0.01);
    // the row that a penalty looks at, and what it takes it for
    const taken = inputGradient(scores(network), pictures());
    expect(largest(taken.sub(own), 0) / largest(own, 0)).toBeGreaterThan(0.01);
  });

  it.each<DcganCriticOptions["norm"]>(["layer", "instance", "spectral", "none"])(
    "is 0 with norm %s, as in a critic",
    (norm) => {
      const critic = dcganCritic({ ...discriminator, ...(norm && { norm }) });
      expect(largest(slopesOfFirst(critic), 1)).toBe(0);
      expect(largest(slopesOfFirst(critic), 0)).toBeGreaterThan(0);
    },
  );

  it("a critic refuses batch norm", () => {
    const norm = "batch" as "layer";
    expect(() => dcganCritic({ ...discriminator, norm })).toThrow(TypeError);
    expect(() => dcganCritic({ ...discriminator, norm })).toThrow(/no slope of its own/);
  });
});
