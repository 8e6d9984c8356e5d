import { beforeAll, expect, it } from "vitest";
import { classCoverage, nearestLabels } from "../../src/metrics/nearest";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

const line = {
  images: Float32Array.of(0, 1, 2, 10, 11, 30), // numbers on a line
  labels: Uint8Array.of(1, 2, 2, 3, 3, 4),
};
const label = (sample: number, k?: number) => nearestLabels(Float32Array.of(sample), line, k)[0];

it("takes the label of the nearest, or of most of k", () => {
  expect([-5, 1.4, 9, 20, 25].map((sample) => label(sample))).toEqual([1, 2, 3, 3, 4]);
  expect(label(-5, 3)).toBe(2);
  expect(label(28, 3)).toBe(3);
});

it("gives a tie of votes to the nearest", () => {
  expect(label(0.2, 2)).toBe(1);
  expect(label(26, 2)).toBe(4);
});

it("finds the same neighbours as the definition, over several chunks", () => {
  const random = seeded(1);
  const d = 6;
  const images = random.normals(50 * d);
  const labels = Uint8Array.from({ length: 50 }, (_, i) => i);
  const samples = random.normals(600 * d);
  const distance = (i: number, j: number) =>
    Math.hypot(...Array.from({ length: d }, (_, k) => samples[i * d + k] - images[j * d + k]));
  const wanted = Array.from({ length: 600 }, (_, i) => {
    const distances = Array.from({ length: 50 }, (_, j) => distance(i, j));
    return distances.indexOf(Math.min(...distances));
  });
  expect([...nearestLabels(samples, { images, labels })]).toEqual(wanted);
});

it("refuses k out of range and samples of another size", () => {
  expect(() => label(1, 0)).toThrow(RangeError);
  expect(() => label(1, 7)).toThrow(
    "nearestLabels k: wanted a whole number at least 1 and at most 6",
  );
  const plane = { images: Float32Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1) };
  expect(() => nearestLabels(Float32Array.of(1, 2, 3), plane)).toThrow(TypeError);
});

it("counts classes with at least the wanted share", () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i < 9 ? 1 : i < 19 ? 2 : 0));
  const { classes, shares } = classCoverage(labels);
  expect(classes).toBe(2); // .981 and .01; .009 is too few
  expect(shares).toEqual([0.981, 0.009, 0.01, 0, 0, 0, 0, 0, 0, 0]);
  expect(classCoverage(labels, { atLeast: 0.001 }).classes).toBe(3);
  expect(() => classCoverage(Uint8Array.of(10))).toThrow(
    new RangeError("classCoverage label 0: wanted a whole number below 10, found 10"),
  );
  expect(() => classCoverage(new Uint8Array(0))).toThrow(RangeError);
});
