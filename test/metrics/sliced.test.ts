import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { meanPower, mind, slicedWasserstein } from "../../src/metrics/sliced";
import { seeded } from "../../src/random";

interface Row {
  readonly by: string;
  readonly n: number;
  readonly m: number;
  readonly order: 1 | 2;
  readonly value: number;
}
const file = join(__dirname, "..", "fixtures", "metrics-ssim", "reference.json");
const { clouds } = JSON.parse(readFileSync(file, "utf8")) as { clouds: Row[] };

/** The points of test/fixtures/metrics-ssim/make.py. */
const cloud = (n: number, phase: number) =>
  Float32Array.from({ length: 3 * n }, (_, i) => {
    const k = i % 3;
    return Math.sin(1.7 * (Math.floor(i / 3) + phase) + k) * (1 + k);
  });
const directions = [
  [1 / 3, 2 / 3, 2 / 3],
  [2 / 3, -2 / 3, 1 / 3],
  [0, 3 / 5, 4 / 5],
  [-1, 0, 0],
];

describe("second opinions", () => {
  it.each(clouds)("$by, $n and $m points, order $order", ({ n, m, order, value }) => {
    const units = Float64Array.from(directions.flat());
    const power = meanPower(cloud(n, 0), cloud(m, 0.4), units, 3, order);
    expect(power ** (1 / order)).toBeCloseTo(value, 6);
  });
});

const line = (order: 1 | 2, a: number[], b: number[]) =>
  slicedWasserstein(Float32Array.from(a), Float32Array.from(b), {
    d: 1,
    order,
    directions: 1,
    random: seeded(1),
  });

it("of numbers on a line is between them in order", () => {
  expect(line(1, [0, 5, 1], [7, 2, 3])).toBeCloseTo((2 + 2 + 2) / 3, 12);
  expect(line(2, [0, 5, 1], [9, 2, 3])).toBeCloseTo(Math.sqrt((4 + 4 + 16) / 3), 12);
});

it("of unequal sizes splits the heaps", () => {
  // halves at 0 and 6, thirds at 0, 3 and 6: a sixth of all goes from 0 to 3, and one from 6 to 3
  expect(line(1, [0, 6], [0, 3, 6])).toBeCloseTo(3 / 6 + 3 / 6, 12);
  expect(line(2, [0, 6], [0, 3, 6])).toBeCloseTo(Math.sqrt(9 / 6 + 9 / 6), 12);
  expect(line(1, [2], [0, 1, 5])).toBeCloseTo((2 + 1 + 3) / 3, 12);
});

it("sees a shift δ as |δ| / √d, and mind sees 3 |δ|²", () => {
  const d = 5;
  const real = seeded(2).normals(40 * d);
  const shift = [1, 0, -2, 2, 0]; // of length 3
  const fake = real.map((value, i) => value + shift[i % d]);
  // (u · δ)² has mean 9/5 and variance 2 · 81 · 4 / (25 · 7), so the mean of 4,000 is right to 5 %
  const options = () => ({ d, directions: 4000, random: seeded(3) });
  expect(slicedWasserstein(real, fake, options())).toBeCloseTo(3 / Math.sqrt(5), 1);
  expect(mind(real, fake, options()) / 27).toBeCloseTo(1, 1);
});

it("is 0 for the same set in another order, and symmetric", () => {
  const a = seeded(4).normals(30 * 2);
  const turned = Float32Array.from({ length: 60 }, (_, i) => a[(i + 14) % 60]);
  const at = (x: Float32Array, y: Float32Array) => mind(x, y, { d: 2, random: seeded(1) });
  expect(at(a, turned)).toBe(0);
  const b = seeded(5).normals(20 * 2);
  expect(at(a, b)).toBeCloseTo(at(b, a), 12);
  expect(at(a, b)).toBeGreaterThan(0);
});

it("refuses other orders, no directions and rows of another size", () => {
  const points = new Float32Array(4);
  const random = seeded(1);
  expect(() => slicedWasserstein(points, points, { d: 2, order: 3 as 2, random })).toThrow(
    new RangeError("slicedWasserstein order: wanted 1 or 2, found 3"),
  );
  expect(() => mind(points, points, { d: 2, directions: 0, random })).toThrow(
    new RangeError("mind directions: wanted a whole number at least 1, found 0"),
  );
  expect(() => mind(points, points, { d: 0, random })).toThrow(RangeError);
  expect(() => mind(points, new Float32Array(3), { d: 2, random })).toThrow(
    new TypeError("mind fake: wanted rows of 2 numbers, found 3 numbers"),
  );
});
