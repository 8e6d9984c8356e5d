import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { tanh } from "../../src/layers/activations";
import { styleganDownBlock } from "../../src/networks/stylegan-blocks";
import { styleganDiscriminator } from "../../src/networks/stylegan-discriminator";
import { styleganGenerator } from "../../src/networks/stylegan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const options = { name: "g", size: 16, width: 4, latentSize: 3, random: seeded(1) } as const;
const latent = () => seeded(2).normal<tf.Rank.R2>([2, 3]);

it("is its two halves, one after the other, with one style for all layers", () => {
  const network = styleganGenerator(options);
  expect(network.styleCount).toBe(1 + 2 + 2); // at 4, 8 and 16 pixels
  const style = network.styles(latent());
  const halves = network.synthesise(Array<tf.Tensor>(5).fill(style));
  expect(halves.dataSync()).toEqual(network.apply(latent()).dataSync());
  expect(style.shape).toEqual([2, 3]);
});

it("styles forget how long the latent vector is", () => {
  const network = styleganGenerator(options);
  const [a, b] = [latent(), tf.mul(latent(), 5)].map((z) => network.styles(z));
  expect(a.sub(b).abs().max().dataSync()[0]).toBeLessThan(1e-4);
});

it("each style steers a layer of its own, and none may be missing", () => {
  const network = styleganGenerator(options);
  const [one, other] = [1, 2].map((seed) => network.styles(seeded(seed).normal([1, 3])));
  const all = Array<tf.Tensor>(5).fill(one);
  const pictures = all.map((_, i) =>
    [...network.synthesise(all.map((style, k) => (k === i ? other : style))).dataSync()].join(),
  );
  const plain = [...network.synthesise(all).dataSync()].join();
  expect(new Set([plain, ...pictures]).size).toBe(6); // all different
  expect(() => network.synthesise([one])).toThrow(TypeError);
  expect(() => network.synthesise([one])).toThrow(/wanted 5 of them, found 1/);
});

it("a resolution's part of the picture has the style of its last convolution", () => {
  const network = styleganGenerator(options);
  for (const variable of network.variables) {
    const steersConvolution = /\/\d+\/\d\/style\/weights/.test(variable.name);
    if (steersConvolution) variable.assign(tf.zerosLike(variable));
  }
  const [one, other] = [1, 2].map((seed) => network.styles(seeded(seed).normal([1, 3])));
  const plain = network.synthesise(Array<tf.Tensor>(5).fill(one)).dataSync();
  const changes = [0, 1, 2, 3, 4].map((i) => {
    const styles = [0, 1, 2, 3, 4].map((k) => (k === i ? other : one));
    return network
      .synthesise(styles)
      .dataSync()
      .some((value, k) => value !== plain[k]);
  });
  expect(changes).toEqual([true, false, true, false, true]); // at 4, 8 and 16 pixels
});

it("takes noise from the context only, as strong as was learned: not at all at first", () => {
  const network = styleganGenerator(options);
  const fakes = (seed?: number) =>
    network.apply(latent(), seed === undefined ? {} : { random: seeded(seed) }).dataSync();
  expect(fakes(1)).toEqual(fakes());
  const strengths = network.variables.filter(({ name }) => /\/noise(#\d+)?$/.test(name));
  expect(strengths).toHaveLength(5);
  for (const strength of strengths) strength.assign(tf.scalar(0.5));
  expect(fakes(1)).toEqual(fakes(1));
  expect(fakes(1)).not.toEqual(fakes(2));
  expect(fakes(1)).not.toEqual(fakes());
  expect(() => network.apply(latent(), { training: true })).toThrow(/context\.random/);
});

it("keeps the size of signals: pictures of a fresh network have size 1, about", () => {
  const network = styleganGenerator({ ...options, width: 32, latentSize: 32, mapping: 1 });
  const fakes = network.apply(seeded(2).normal([8, 32]));
  const size = Math.sqrt(fakes.square().mean().dataSync()[0]);
  expect(size).toBeGreaterThan(0.3);
  expect(size).toBeLessThan(6);
});

it("has no bounds, as in the paper, or those of its output", () => {
  expect(styleganGenerator(options).traits?.outputRange).toBeUndefined();
  expect(styleganGenerator({ ...options, output: tanh }).traits?.outputRange).toEqual([-1, 1]);
  expect(() => styleganGenerator({ ...options, mapping: 0 })).toThrow(RangeError);
});

it("a discriminator without the standard deviation judges each example by itself", () => {
  const network = styleganDiscriminator({ ...options, name: "d", stddev: false });
  expect(network.traits?.mixesBatch).toBeUndefined();
  const pictures = seeded(3).normal<tf.Rank.R2>([2, 16 * 16 * 3]);
  const alone = network.apply(pictures.slice([0, 0], [1, -1])).dataSync()[0];
  expect(network.apply(pictures).dataSync()[0]).toBeCloseTo(alone, 5);
});

it("a block of the discriminator divides the sum of its two ways by √2", () => {
  const block = styleganDownBlock("block", 2, seeded(1));
  for (const variable of block.variables) variable.assign(tf.zerosLike(variable));
  block.variables.find(({ name }) => /\/2\/biases/.test(name))!.assign(tf.tensor1d([1, -1]));
  const [up, down] = block.apply(tf.ones([1, 2, 2, 2])).dataSync(); // leaky ReLU times √2, over √2
  expect(up).toBeCloseTo(1, 6);
  expect(down).toBeCloseTo(-0.2, 6);
});
