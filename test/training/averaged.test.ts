import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { rawPixels } from "../../src/metrics/features/raw";
import { perceptualPathLength } from "../../src/metrics/path-length";
import { mlp } from "../../src/networks/mlp";
import { styleMixing } from "../../src/networks/style-mixing";
import { styleganGenerator } from "../../src/networks/stylegan-generator";
import { meanStyle } from "../../src/networks/truncation";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import { averagedNetwork } from "../../src/training/averaged";
import { averageOf, updateAverage } from "../../src/training/average";

beforeAll(() => startEngine("wasm"));

const generatorOf = () =>
  styleganGenerator({ name: "g", size: 8, width: 2, latentSize: 3, random: seeded(1) });

it("a weight's average by hand: .75 · 0 + .25 · 4 in apply and in features", () => {
  const network = mlp({ name: "n", inputs: 1, hidden: [1], outputs: 1, activation: (x) => x, random: seeded(1) }); // prettier-ignore
  for (const variable of network.variables) variable.assign(tf.zerosLike(variable));
  const average = averageOf(network, 0.75);
  for (const variable of network.variables) variable.assign(tf.fill(variable.shape, 4));
  updateAverage(average);
  const averaged = averagedNetwork(network, average);
  expect([...averaged.features!(tf.ones([1, 1])).dataSync()]).toEqual([1 * 1 + 1]);
  expect([...averaged.apply(tf.ones([1, 1])).dataSync()]).toEqual([(1 * 1 + 1) * 1 + 1]);
  expect([...network.apply(tf.ones([1, 1])).dataSync()]).toEqual([(4 * 1 + 4) * 4 + 4]);
});

it("styles and synthesis are those of a generator that has the averages as its weights", () => {
  const [generator, other] = [generatorOf(), generatorOf()];
  other.variables.forEach((variable, i) => {
    variable.assign(tf.add(variable, seeded(i).normal(variable.shape as [number])));
  });
  const average = averageOf(generator, 0.9);
  average.variables.forEach((variable, i) => {
    variable.assign(other.variables[i]);
  });
  const averaged = averagedNetwork(generator, average);
  const latent = seeded(3).normal([2, 3]);
  const style = other.styles(latent);
  expect(averaged.styles(latent).dataSync()).toEqual(style.dataSync());
  const styles = [style, style, style];
  expect(averaged.synthesise(styles).dataSync()).toEqual(other.synthesise(styles).dataSync());
  expect(averaged.apply(latent).dataSync()).toEqual(other.apply(latent).dataSync());
  expect(generator.apply(latent).dataSync()).not.toEqual(other.apply(latent).dataSync());
  const length = (network: typeof generator) =>
    perceptualPathLength(network, rawPixels(192), { pairs: 5, space: "w", random: seeded(4) });
  expect(length(averaged)).toBe(length(other));
  const mean = (network: typeof generator) =>
    meanStyle(network, { count: 9, random: seeded(5) }).dataSync();
  expect(mean(averaged)).toEqual(mean(other));
});

it("takes the average of a wrapper with the same weights, and refuses another network's", () => {
  const generator = generatorOf();
  const average = averageOf(styleMixing(generator), 0.9);
  expect(averagedNetwork(generator, average).variables).toBe(average.variables);
  expect(() => averagedNetwork(generatorOf(), average)).toThrow(TypeError);
  expect(() => averagedNetwork(generatorOf(), average)).toThrow(
    /averagedNetwork average: wanted the average of "g", found that of "g", whose weights are others/,
  );
});

it("owns nothing: dispose leaves the network and the average", () => {
  const generator = generatorOf();
  const average = averageOf(generator, 0.9);
  const before = tf.memory().numTensors;
  averagedNetwork(generator, average).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
