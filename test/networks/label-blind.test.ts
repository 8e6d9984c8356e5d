import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { leverOf } from "../../src/levers/lever";
import { featureCount } from "../../src/networks/feature-count";
import { labelBlind } from "../../src/networks/label-blind";
import { mlp } from "../../src/networks/mlp";
import { checkPairing } from "../../src/networks/pairing";
import { styleganGenerator } from "../../src/networks/stylegan-generator";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const random = seeded(1);
const plain = () => mlp({ name: "d", inputs: 2, hidden: [6, 4], outputs: 1, random });
const labels = (...numbers: number[]) => tf.tensor1d(numbers, "int32");
const points = () => seeded(2).normal([2, 2]);

it("scores and features are the network's, whatever the labels are", () => {
  const network = plain();
  const blind = labelBlind(network, { classes: 8 });
  const wanted = network.apply(points()).dataSync();
  for (const given of [labels(0, 1), labels(7, 7)]) {
    expect(blind.apply(points(), { labels: given }).dataSync()).toEqual(wanted);
    expect(blind.features!(points(), { labels: given }).dataSync()).toEqual(
      network.features!(points()).dataSync(),
    );
  }
  expect(blind.variables).toBe(network.variables);
  expect(leverOf(blind)).toMatchObject({ name: "labelBlind", parameters: { classes: 8 } });
  network.dispose();
});

it("hands on all else of the context", () => {
  const seen: object[] = [];
  const network = {
    ...plain(),
    apply: (x: tf.Tensor, context?: object) => (seen.push(context!), x),
  };
  const context = { training: true, random: seeded(3) };
  labelBlind(network, { classes: 3 }).apply(points(), { ...context, labels: labels(0, 1) });
  expect(seen).toEqual([context]);
});

it("goes with a conditional generator and labelled data, and is still checked for all else", () => {
  const generator = mlp({ name: "g", inputs: 3, hidden: [4], outputs: 2, classes: 8, random });
  const [data, discriminator] = [ring(), labelBlind(plain(), { classes: 8 })];
  expect(checkPairing({ generator, discriminator, data })).toEqual([]);
  expect(checkPairing({ generator, discriminator: plain(), data })[0].problem).toMatch(/no labels/);
  const [other] = checkPairing({
    generator,
    discriminator: labelBlind(plain(), { classes: 3 }),
    data,
  });
  expect(other.problem).toMatch(/g takes labels of 8 classes, and d takes labels of 3 classes/);
  const [size] = checkPairing({ generator, discriminator, data, latentSize: 5 });
  expect(size.problem).toMatch(/latent vectors of 3 numbers, and they have 5/);
});

it("refuses a network that looks at labels, and no classes", () => {
  const conditional = mlp({ name: "d", inputs: 2, hidden: [4], outputs: 1, classes: 3, random });
  expect(() => labelBlind(conditional, { classes: 3 })).toThrow(TypeError);
  expect(() => labelBlind(conditional, { classes: 3 })).toThrow(
    /"d": wanted a network without classes/,
  );
  expect(() => labelBlind(plain(), { classes: 0 })).toThrow(RangeError);
  expect(() => labelBlind(plain(), { classes: 3 }).apply(points())).toThrow(/labels/);
});

it("counts features: of an MLP the last hidden layer's units, labels or not", () => {
  const conditional = mlp({ name: "d", inputs: 2, hidden: [5], outputs: 1, classes: 3, random });
  const before = tf.memory().numTensors;
  expect(featureCount(plain())).toBe(4);
  expect(featureCount(conditional)).toBe(5);
  expect(tf.memory().numTensors).toBe(before + 6); // the weights of the plain one
  const without = styleganGenerator({ name: "g", size: 8, width: 2, latentSize: 2, random });
  expect(() => featureCount(without)).toThrow(TypeError);
  expect(() => featureCount(without)).toThrow(/"g": wanted a network with features/);
});
