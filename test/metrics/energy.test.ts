import fc from "fast-check";
import { expect, it } from "vitest";
import { energyDistance } from "../../src/metrics/energy";
import { seeded } from "../../src/random";

/** The definition, in ten lines, with all pairs. */
function byDefinition(a: number[][], b: number[][]): number {
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const distance = (p: number[], q: number[]) => Math.hypot(...p.map((value, k) => value - q[k]));
  const between = a.flatMap((p) => b.map((q) => distance(p, q)));
  const within = (set: number[][]) =>
    set.flatMap((p, i) => set.filter((_, j) => j !== i).map((q) => distance(p, q)));
  return 2 * mean(between) - mean(within(a)) - mean(within(b));
}

it.each([1, 2, 5])("is the definition in %s dimensions", (d) => {
  const rows = (n: number, seed: number) =>
    Array.from({ length: n }, (_, i) => Array.from(seeded(seed + i).normals(d)));
  const [a, b] = [rows(7, 100), rows(4, 200)];
  const found = energyDistance(Float32Array.from(a.flat()), Float32Array.from(b.flat()), d);
  expect(found).toBeCloseTo(byDefinition(a, b), 9);
});

it("is symmetric, does not see a common shift, and grows with the unit", () => {
  fc.assert(
    fc.property(fc.nat(1000), (seed) => {
      const random = seeded(seed);
      const [a, b] = [random.normals(12), random.normals(8, 1)];
      const wanted = energyDistance(a, b, 2);
      expect(energyDistance(b, a, 2)).toBeCloseTo(wanted, 9);
      const moved = [a, b].map((set) => set.map((value) => value + 4));
      expect(energyDistance(moved[0], moved[1], 2)).toBeCloseTo(wanted, 4);
      const doubled = [a, b].map((set) => set.map((value) => 2 * value));
      expect(energyDistance(doubled[0], doubled[1], 2)).toBeCloseTo(2 * wanted, 6);
    }),
    { numRuns: 20 },
  );
});

it("is unbiased: for equal distributions it is 0 on average, even for five points", () => {
  const random = seeded(3);
  const found = Array.from({ length: 4000 }, () =>
    energyDistance(random.normals(5), random.normals(5), 1),
  );
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  const std = Math.sqrt(found.reduce((sum, value) => sum + value ** 2, 0) / found.length);
  expect(Math.abs(mean)).toBeLessThan(5 * (std / Math.sqrt(found.length)));
  expect(found.filter((value) => value < 0).length).toBeGreaterThan(1000);
});

it("of two far points is twice their distance", () => {
  const [a, b] = [Float32Array.of(0, 0, 0, 0), Float32Array.of(3, 4, 3, 4)];
  expect(energyDistance(a, b, 2)).toBe(10);
});

it("refuses too few examples, and a bare array without its width", () => {
  const one = Float32Array.of(1, 2);
  const two = Float32Array.of(1, 2, 3, 4);
  expect(() => energyDistance(one, two, 2)).toThrow(
    new RangeError("energyDistance a examples: wanted a whole number at least 2, found 1"),
  );
  expect(() => energyDistance(two, two)).toThrow(TypeError);
  expect(() => energyDistance(two, Float32Array.of(1, 2, 3), 2)).toThrow(
    new TypeError("energyDistance b: wanted rows of 2 numbers, found 3 numbers"),
  );
});
