import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { bigganDiscriminator, bigganGenerator } from "../../src/networks/biggan";
import { cycleganGenerator } from "../../src/networks/cyclegan";
import type { Network } from "../../src/networks/network";
import { patchDiscriminator } from "../../src/networks/patch-discriminator";
import { downBlock } from "../../src/networks/resnet-blocks";
import { snganDiscriminator } from "../../src/networks/sngan-discriminator";
import { snganGenerator } from "../../src/networks/sngan-generator";
import { styleganDiscriminator } from "../../src/networks/stylegan-discriminator";
import { styleganGenerator } from "../../src/networks/stylegan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);
const g = { name: "g", width: 2, latentSize: 4, random };
const d = { name: "d", width: 2, random };

it.each<[string, () => Network, () => Network]>([
  ["SNGAN", () => snganGenerator(g), () => snganDiscriminator(d)],
  [
    "BigGAN",
    () => bigganGenerator({ ...g, classes: 2 }),
    () => bigganDiscriminator({ ...d, classes: 2 }),
  ],
  ["StyleGAN", () => styleganGenerator(g), () => styleganDiscriminator(d)],
])("%s makes and judges colour pictures of 32 x 32 where nothing is said", (_, make, judge) => {
  const [generator, discriminator] = [make(), judge()];
  expect(generator.outputs).toBe(32 * 32 * 3);
  expect(discriminator.inputs).toBe(32 * 32 * 3);
  const labels = tf.tensor1d([1], "int32");
  const fakes = generator.apply(seeded(2).normal([1, 4]), { labels });
  expect(discriminator.apply(fakes, { labels }).shape).toEqual([1, 1]);
  generator.dispose();
  discriminator.dispose();
});

it("SNGAN's discriminator halves 32 pixels to 8 and stays there for two blocks, then sums", () => {
  const rows = snganDiscriminator(d).summary();
  expect(rows.map(({ shape }) => shape.slice(1))).toEqual([
    [16, 16, 2], [8, 8, 2], [8, 8, 2], [8, 8, 2], [2], [1],
  ]); // prettier-ignore
});

it("SNGAN's first block alone looks at a picture's negative numbers", () => {
  const change = (first: boolean) => {
    const block = downBlock({ name: "b", inputs: 1, outputs: 2, halves: true, first, random });
    const shortcut = block.variables.find(({ name }) => name.includes("/shortcut/weights"))!;
    shortcut.assign(tf.zerosLike(shortcut));
    const [one, two] = [-1, -2].map((value) => block.apply(tf.fill([1, 4, 4, 1], value)));
    return one.sub(two).abs().max().dataSync()[0];
  };
  expect(change(true)).toBeGreaterThan(0.01);
  expect(change(false)).toBe(0);
});

it.each([
  [1, 16],
  [2, 34],
  [3, 70],
])("a patch of depth %s sees %s pixels", (depth, field) => {
  // prettier-ignore
  const size = 96;
  const picture = { height: size, width: size, channels: 1 };
  const network = patchDiscriminator({ name: "p", picture, width: 1, depth, norm: "none", random });
  const patches = size / 2 ** depth;
  const middle = (patches / 2) * patches + patches / 2;
  const score = (x: tf.Tensor) => tf.slice(network.apply(x), [0, middle], [1, 1]);
  const slopes = tf.grad(score)(seeded(2).normal([1, size * size]));
  const seen = tf.any(tf.notEqual(slopes.reshape([size, size]), 0), 0).dataSync();
  const columns = [...seen].flatMap((value, column) => (value ? [column] : []));
  expect(columns.at(-1)! - columns[0] + 1).toBe(field);
  network.dispose();
});

it("a patch discriminator's norm is as asked, and its pictures need not be square", () => {
  const picture = { height: 10, width: 6, channels: 3 };
  const network = patchDiscriminator({
    name: "p",
    picture,
    width: 2,
    depth: 1,
    norm: "spectral",
    random,
  });
  expect(network.outputs).toBe(5 * 3);
  expect(network.states).toHaveLength(2 * 3); // u and v of each layer
  const batch = patchDiscriminator({ name: "p", picture, width: 2, norm: "batch", random });
  expect(batch.traits?.mixesBatch).toBe("batch norm");
  expect(() => patchDiscriminator({ name: "p", picture, width: 2, depth: 0, random })).toThrow(
    RangeError,
  );
});

it("CycleGAN's generator mirrors the border and does not fill it with zeros", () => {
  const picture = { height: 16, width: 12, channels: 1 };
  const network = cycleganGenerator({ name: "g", picture, width: 2, blocks: 1, random });
  const features = network.features!(seeded(2).normal([1, 16 * 12])); // what the last 7 x 7 filter gets
  const rows = features.reshape([16 + 3 + 3, 12 + 3 + 3, 2]).arraySync() as number[][][];
  expect(rows.slice(0, 3)).toEqual(rows.slice(4, 7).reverse()); // row 3 is the picture's first
  expect(rows.at(-1)).toEqual(rows.at(-7));
  expect(rows.map((row) => row[0])).toEqual(rows.map((row) => row[6]));
});

it("CycleGAN's generator takes the contrast out, by instance norm", () => {
  const picture = { height: 16, width: 16, channels: 1 };
  const network = cycleganGenerator({ name: "g", picture, width: 2, blocks: 1, random });
  const [x, other] = [1, 2].map((seed) => tf.mul(seeded(seed).normal<tf.Rank.R2>([1, 256]), 10));
  const difference = (a: tf.Tensor, b: tf.Tensor) =>
    network.apply(a).sub(network.apply(b)).abs().max().dataSync()[0];
  expect(difference(x, tf.mul(x, 3))).toBeLessThan(difference(x, other) / 20);
});

it("CycleGAN's generator wants sides that halve twice", () => {
  const picture = { height: 16, width: 18, channels: 1 };
  const make = () => cycleganGenerator({ name: "g", picture, width: 2, random });
  expect(make).toThrow(TypeError);
  expect(make).toThrow(/multiples of 4, found \(16, 18, 1\)/);
});
