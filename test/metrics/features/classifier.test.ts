import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { mnist, mnistIsCached } from "../../../src/data/mnist";
import { classifierFeatures } from "../../../src/metrics/features/classifier";
import { seeded } from "../../../src/random";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe.each(["mnist-28", "mnist-14", "fashion-28"] as const)("%s", (name) => {
  const extractor = classifierFeatures(name);
  const noise = seeded(1).uniforms(7 * extractor.inputs, -1, 1);

  it("says what it is", () => {
    expect(extractor).toMatchObject({ name, features: 64, classes: 10 });
    expect(extractor.inputs).toBe(name === "mnist-14" ? 196 : 784);
  });

  it("gives features and probabilities, row by row, whatever the batch", () => {
    const features = extractor.featuresOf(noise);
    const probabilities = extractor.probabilitiesOf(noise);
    expect([features.length, probabilities.length]).toEqual([7 * 64, 7 * 10]);
    expect(features.every((value) => value >= 0)).toBe(true); // after a ReLU
    expect(features.some((value) => value > 0)).toBe(true);
    for (let i = 0; i < 7; i++) {
      const row = probabilities.subarray(10 * i, 10 * (i + 1));
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    }
    const third = extractor.featuresOf(noise.subarray(2 * extractor.inputs, 3 * extractor.inputs));
    third.forEach((value, k) => {
      expect(value).toBeCloseTo(features[2 * 64 + k], 4);
    });
  });

  it("takes tensors as it takes arrays, and leaves no tensor", () => {
    const before = tf.memory().numTensors;
    const tensor = tf.tensor2d(noise, [7, extractor.inputs]);
    expect(extractor.featuresOf(tensor)).toEqual(extractor.featuresOf(noise));
    extractor.probabilitiesOf(tensor);
    tensor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it("cuts many pictures into batches and puts them together again", () => {
  const extractor = classifierFeatures("mnist-14");
  const some = seeded(2).uniforms(50 * 196, -1, 1);
  const many = new Float32Array(1050 * 196);
  for (let i = 0; i < 21; i++) many.set(some, i * some.length);
  const features = extractor.featuresOf(many);
  const first = features.subarray(0, 50 * 64);
  features.forEach((value, i) => {
    if (Math.abs(value - first[i % first.length]) > 1e-4) throw new Error(`feature ${i} differs`);
  });
  expect(features.length).toBe(1050 * 64);
});

it("refuses other names and other pictures", () => {
  expect(() => classifierFeatures("cifar" as "mnist-28")).toThrow(
    new RangeError(
      'classifierFeatures name: wanted one of mnist-28, mnist-14, fashion-28, found "cifar"',
    ),
  );
  const digits = classifierFeatures("mnist-14");
  expect(() => digits.featuresOf(new Float32Array(100))).toThrow(
    new TypeError("mnist-14 samples: wanted rows of 196 numbers, found 100 numbers"),
  );
  expect(() => digits.featuresOf(new Float32Array(0))).toThrow(RangeError);
});

it.runIf(mnistIsCached()).each([28, 14] as const)(
  "reads the first 1,000 test digits of size %s as well as it says",
  async (size) => {
    const { images, labels } = await mnist({ split: "test", size, limit: 1000 });
    const extractor = classifierFeatures(`mnist-${size}`);
    const probabilities = extractor.probabilitiesOf(images);
    const right = labels.filter((label, i) => {
      const row = [...probabilities.subarray(10 * i, 10 * (i + 1))];
      return row.indexOf(Math.max(...row)) === label;
    }).length;
    expect(right / 1000).toBeGreaterThan(extractor.accuracy - 0.01);
  },
);
