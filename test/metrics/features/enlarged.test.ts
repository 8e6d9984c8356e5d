import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { classifierFeatures } from "../../../src/metrics/features/classifier";
import { enlarged } from "../../../src/metrics/features/enlarged";
import { rawPixels } from "../../../src/metrics/features/raw";
import { startEngine } from "../../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const row = { height: 1, width: 2, channels: 1 };

it("shows each pixel as a square, picture by picture", () => {
  const small = enlarged(rawPixels(8), { picture: row });
  expect([...small.featuresOf(Float32Array.of(1, 2, 3, 4))]).toEqual([
    1, 1, 2, 2,
    1, 1, 2, 2,
    3, 3, 4, 4,
    3, 3, 4, 4,
  ]); // prettier-ignore
  expect([small.inputs, small.features, small.name]).toEqual([2, 8, "raw pixels, enlarged"]);
});

it("keeps channels together, and takes other factors and tensors", () => {
  const coloured = enlarged(rawPixels(2 * 9), { picture: { height: 1, width: 1, channels: 2 }, times: 3 }); // prettier-ignore
  const found = coloured.featuresOf(tf.tensor2d([[5, 6]]));
  expect([...found]).toEqual(Array.from({ length: 9 }, () => [5, 6]).flat());
});

it("a classifier's probabilities are those of the large picture", () => {
  const digits = classifierFeatures("mnist-28");
  const small = enlarged(digits, { picture: { height: 14, width: 14, channels: 1 } });
  const blank = (side: number) => new Float32Array(side * side).fill(-1);
  expect(small.probabilitiesOf!(blank(14))).toEqual(digits.probabilitiesOf(blank(28)));
  expect(small.classes).toBe(10);
  expect(enlarged(rawPixels(8), { picture: row })).not.toHaveProperty("probabilitiesOf");
});

it("refuses an extractor of another size, and samples of another size", () => {
  expect(() => enlarged(rawPixels(9), { picture: row })).toThrow(TypeError);
  expect(() => enlarged(rawPixels(9), { picture: row })).toThrow(
    /enlarged extractor: wanted one for 2 x 4 x 1 numbers, found "raw pixels" for 9/,
  );
  expect(() => enlarged(rawPixels(8), { picture: row, times: 0 })).toThrow(RangeError);
  const small = enlarged(rawPixels(8), { picture: row });
  expect(() => small.featuresOf(Float32Array.of(1, 2, 3))).toThrow(
    /enlarged samples: wanted rows of 2/,
  );
});
