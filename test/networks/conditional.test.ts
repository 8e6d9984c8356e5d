import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import type { Layer } from "../../src/layers/layer";
import { bigganGenerator } from "../../src/networks/biggan";
import { labelPlanes, labelVector, scoreHead } from "../../src/networks/parts";
import { snganGenerator } from "../../src/networks/sngan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);
const labels = () => tf.tensor1d([2, 0], "int32");

it("a class is one more number of a vector, or a plane of a picture", () => {
  const vectors = labelVector("labels", 3).apply(tf.tensor2d([[7], [8]]), { labels: labels() });
  expect(vectors.arraySync()).toEqual([[7, 0, 0, 1], [8, 1, 0, 0]]); // prettier-ignore
  const pictures = tf.tensor4d([5, 6, 7, 8], [2, 1, 2, 1]);
  const planes = labelPlanes("labels", 3).apply(pictures, { labels: labels() });
  expect(planes.arraySync()).toEqual([
    [[[5, 0, 0, 1], [6, 0, 0, 1]]],
    [[[7, 1, 0, 0], [8, 1, 0, 0]]],
  ]); // prettier-ignore
});

it("a projection's score is w · h + b + V[y] · h", () => {
  const head = scoreHead({ name: "head", inputs: 2, classes: 3, random });
  const [weights, biases, rows] = head.variables;
  weights.assign(tf.tensor2d([[1], [2]]));
  biases.assign(tf.tensor1d([100]));
  rows.assign(tf.tensor2d([[1, 1], [0, 0], [10, 20]])); // prettier-ignore
  const scores = head.apply(tf.tensor2d([[1, 2], [3, 4]]), { labels: labels() }); // prettier-ignore
  expect([...scores.dataSync()]).toEqual([
    1 * 1 + 2 * 2 + 100 + (10 * 1 + 20 * 2),
    1 * 3 + 2 * 4 + 100 + (1 * 3 + 1 * 4),
  ]);
});

it("a head without classes is a dense layer", () => {
  const head: Layer = scoreHead({ name: "head", inputs: 2, random });
  expect(head.variables.map(({ shape }) => shape)).toEqual([[2, 1], [1]]);
});

it("a generator's conditional batch norm alone tells the classes apart", () => {
  const options = { name: "g", size: 8, width: 4, latentSize: 3, classes: 3, random } as const;
  const network = snganGenerator(options);
  const latent = tf.tile(seeded(2).normal<tf.Rank.R2>([1, 3]), [2, 1]);
  const fakes = () => {
    const both = [...network.apply(latent, { labels: labels() }).dataSync()];
    return [both.slice(0, network.outputs), both.slice(network.outputs)];
  };
  const [first, second] = fakes();
  expect(first).toEqual(second); // all scales start at 1 and all offsets at 0
  const offsets = network.variables.find(({ name }) => name.includes("/norm1/offsets"))!;
  offsets.assign(seeded(3).normal(offsets.shape));
  const [third, fourth] = fakes();
  expect(third).not.toEqual(fourth);
});

it("BigGAN's blocks each get their own chunk of the latent vector", () => {
  const network = bigganGenerator({
    name: "g",
    size: 16,
    width: 4,
    latentSize: 6,
    classes: 3,
    classSize: 2,
    random,
  });
  const base = seeded(2).normal<tf.Rank.R2>([1, 6]);
  const context = { labels: tf.tensor1d([1], "int32") };
  const picture = network.apply(base, context);
  for (const chunk of [0, 1, 2]) {
    const other = tf.add(base, tf.tensor2d([[0, 1, 2, 3, 4, 5].map((i) => (Math.floor(i / 2) === chunk ? 1 : 0))])); // prettier-ignore
    const change = network.apply(other, context).sub(picture).abs().max().dataSync()[0];
    expect(change).toBeGreaterThan(1e-4);
  }
  expect(network.summary().map(({ layer }) => layer)).toEqual([
    "g/classes", "g/1", "g/2", "g/attention", "g/3", "g/norm", "g/4",
  ]); // prettier-ignore
  const uneven = { name: "g", size: 16, width: 4, latentSize: 7, classes: 3, random } as const;
  expect(() => bigganGenerator(uneven)).toThrow(TypeError);
  expect(() => bigganGenerator(uneven)).toThrow(/a multiple of 3/);
});
