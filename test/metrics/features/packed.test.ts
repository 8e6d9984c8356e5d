import { expect, it } from "vitest";
import { packWeights, unpackWeights } from "../../../src/metrics/features/packed";
import { seeded } from "../../../src/random";

it("gives every number back to half a step of its array", () => {
  const arrays = [seeded(1).normals(50), seeded(2).normals(7, 0, 1e-3), new Float32Array(3)];
  const found = unpackWeights(packWeights(arrays), [50, 7, 3]);
  arrays.forEach((array, k) => {
    const largest = Math.max(...array.map(Math.abs));
    array.forEach((value, i) => {
      expect(Math.abs(found[k][i] - value)).toBeLessThanOrEqual((1.0001 * largest) / 254);
    });
  });
  expect(found[0]).not.toEqual(arrays[0]);
});

it("takes a byte for a number and four for a scale", () => {
  const text = packWeights([Float32Array.of(-127, 0, 64), Float32Array.of(2.54)]);
  const bytes = Buffer.from(text, "base64");
  expect(bytes.length).toBe(4 + 3 + 4 + 1);
  expect([4, 5, 6, 11].map((i) => bytes.readInt8(i))).toEqual([-127, 0, 64, 127]);
  expect(bytes.readFloatLE(0)).toBe(1);
  expect(bytes.readFloatLE(7)).toBeCloseTo(0.02, 8);
});

it("refuses a text of another length", () => {
  expect(() => unpackWeights(packWeights([Float32Array.of(1, 2)]), [3])).toThrow(
    new RangeError("packed weights: wanted 7 bytes, found 6"),
  );
});
