import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { bagOfWords } from "../../src/data/bag-of-words";
import { captionDiscriminator } from "../../src/networks/caption-discriminator";
import { captionGenerator } from "../../src/networks/caption-generator";
import { dcganGenerator } from "../../src/networks/dcgan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const conditions = bagOfWords(["red ball", "blue ball", "blue box"]); // ball, blue, box, red
const shape = { size: 8, channels: 3, width: 4, random: seeded(1) } as const;
const labels = (...numbers: number[]) => tf.tensor1d(numbers, "int32");

describe("captionGenerator", () => {
  const own = { ...shape, name: "g", latentSize: 2 };

  it("is a DCGAN whose latent vector has the caption's behind it", () => {
    const generator = captionGenerator({ ...own, conditions });
    const plain = dcganGenerator({ ...own, name: "g", latentSize: 2 + 4 });
    const latent = seeded(2).normal<tf.Rank.R2>([3, 2]);
    const vectors = tf.tensor2d([[1, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0]]);
    const wanted = plain.apply(tf.concat([latent, vectors], 1)).dataSync();
    expect(generator.apply(latent, { labels: labels(0, 2, 1) }).dataSync()).toEqual(wanted);
    expect(generator.from(latent, vectors).dataSync()).toEqual(wanted);
    expect([generator.inputs, generator.conditionSize, generator.traits?.classes]).toEqual([2, 4, 3]);
  }); // prettier-ignore

  it("leaves no tensor behind but its result", () => {
    const generator = captionGenerator({ ...own, conditions });
    const [latent, given] = [tf.zeros([2, 2]), labels(0, 1)];
    const before = tf.memory().numTensors;
    generator.apply(latent, { labels: given }).dispose();
    generator.features!(latent, { labels: given }).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("says what it wants", () => {
    const generator = captionGenerator({ ...own, conditions });
    expect(() => generator.apply(tf.zeros([2, 2]))).toThrow(/g: wanted the examples' classes/);
    expect(() => generator.apply(tf.zeros([2, 3]), { labels: labels(0, 1) })).toThrow(/g input/);
    expect(() => generator.from(tf.zeros([2, 2]), tf.zeros([2, 3]))).toThrow(/g condition/);
    const uneven = { size: 3, vectors: new Float32Array(4) };
    expect(() => captionGenerator({ ...own, conditions: uneven })).toThrow(
      "g conditions.vectors: wanted rows of 3 numbers, found 4 numbers",
    );
  });
});

describe("captionDiscriminator", () => {
  it("adds to its score the features' product with each word's direction", () => {
    const network = captionDiscriminator({ ...shape, name: "d", conditions });
    const x = seeded(3).normal([1, 192]);
    const score = (label: number) => network.apply(x, { labels: labels(label) }).dataSync()[0];
    const words = network.variables.find(({ name }) => name.includes("condition"))!;
    expect(words.shape).toEqual([4, 64]);
    const features = network.features!(x, { labels: labels(0) });
    const product = (word: number) => tf.sum(tf.mul(words.slice([word, 0], [1, 64]), features)).dataSync()[0]; // prettier-ignore
    // red ball to blue box: ball and red go, blue and box come
    const wanted = product(1) + product(2) - product(0) - product(3);
    expect(score(2) - score(0)).toBeCloseTo(wanted, 5);
  });

  it("without a condition takes labels, and does not look at them", () => {
    const network = captionDiscriminator({ ...shape, name: "d", conditions, condition: "none" });
    const x = seeded(3).normal([1, 192]);
    const [first, second] = [0, 2].map((label) => network.apply(x, { labels: labels(label) }));
    expect(first.dataSync()).toEqual(second.dataSync());
    expect(network.traits?.classes).toBe(3);
    expect(network.variables.some(({ name }) => name.includes("condition"))).toBe(false);
  });
});
