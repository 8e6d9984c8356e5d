import fc from "fast-check";
import { expect, it } from "vitest";
import { nearestNeighbours } from "../../src/metrics/neighbours";
import { seeded } from "../../src/random";

it("finds what the definition finds", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 40 }), (seed, d) => {
      const [n, m, k] = [5, 12, 3];
      const [samples, reference] = [
        seeded(seed).normals(n * d),
        seeded(seed)
          .stream("b")
          .normals(m * d),
      ];
      const found = nearestNeighbours(samples, reference, { d, k });
      for (let i = 0; i < n; i++) {
        const distances = Array.from({ length: m }, (_, j) =>
          Math.hypot(
            ...Array.from({ length: d }, (_, p) => samples[i * d + p] - reference[j * d + p]),
          ),
        );
        const order = [...distances.keys()].sort((a, b) => distances[a] - distances[b]);
        expect([...found.indices.subarray(i * k, (i + 1) * k)]).toEqual(order.slice(0, k));
        const nearest = order.slice(0, k).map((j) => distances[j]);
        [...found.distances.subarray(i * k, (i + 1) * k)].forEach((distance, place) => {
          expect(distance).toBeCloseTo(nearest[place], 9);
        });
      }
    }),
    { numRuns: 20 },
  );
});

it("gives equal distances in the reference's order, and copies a distance of 0", () => {
  const { indices, distances } = nearestNeighbours(
    Float32Array.of(5),
    Float32Array.of(6, 5, 4, 5),
    { d: 1, k: 4 },
  );
  expect([...indices]).toEqual([1, 3, 0, 2]);
  expect([...distances]).toEqual([0, 0, 1, 1]);
});

it("refuses k out of range and rows of another size", () => {
  const two = Float32Array.of(1, 2);
  expect(() => nearestNeighbours(two, two, { d: 1, k: 3 })).toThrow(
    new RangeError("nearestNeighbours k: wanted a whole number at least 1 and at most 2, found 3"),
  );
  expect(() => nearestNeighbours(two, Float32Array.of(1), { d: 2 })).toThrow(
    new TypeError("nearestNeighbours reference: wanted rows of 2 numbers, found 1 numbers"),
  );
  expect(() => nearestNeighbours(two, two)).toThrow(TypeError);
});
