import { expect, it } from "vitest";
import { histogramDivergence } from "../../src/metrics/histogram";
import { seeded } from "../../src/random";

it("is Σ p log (p / q), masses in any unit", () => {
  const wanted = 0.6 * Math.log(0.6 / 0.25) + 0.4 * Math.log(0.4 / 0.125);
  expect(histogramDivergence([6, 4, 0], [2, 1, 5])).toBeCloseTo(wanted, 14);
  expect(histogramDivergence(Int32Array.of(6, 4, 0), Float64Array.of(20, 10, 50))).toBeCloseTo(
    wanted,
    14,
  );
});

it("is 0 for the masses, log K for one class of K, Infinity for a class that must not be", () => {
  expect(histogramDivergence([2, 4, 6], [1, 2, 3])).toBe(0);
  expect(histogramDivergence([0, 0, 9, 0], [1, 1, 1, 1])).toBeCloseTo(Math.log(4), 14);
  expect(histogramDivergence([1, 1], [1, 0])).toBe(Infinity);
  expect(histogramDivergence([1, 0], [1, 0])).toBe(0);
});

it("is one-sided: too much of a class costs more than a missing one", () => {
  const masses = Array.from({ length: 10 }, () => 1);
  const dropped = histogramDivergence([0, ...masses.slice(1)], masses); // log (10 / 9)
  const doubled = histogramDivergence([9, ...masses.slice(1)], masses); // half on one class
  expect(dropped).toBeCloseTo(Math.log(10 / 9), 12);
  expect(doubled).toBeGreaterThan(4 * dropped);
});

it("has the bias (K - 1) / 2n of perfect samples, unequal masses too", () => {
  const masses = [1, 1, 2, 4];
  const [n, runs] = [400, 500];
  const random = seeded(1);
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    const counts = [0, 0, 0, 0];
    for (const place of random.integers(n, 8)) counts[place < 2 ? place : place < 4 ? 2 : 3]++;
    sum += histogramDivergence(counts, masses);
  }
  const error = Math.sqrt(2 * 3) / (2 * n) / Math.sqrt(runs);
  expect(Math.abs(sum / runs - 3 / (2 * n))).toBeLessThan(5 * error);
});

it("refuses what is no histogram", () => {
  expect(() => histogramDivergence([1, 2], [1])).toThrow(
    new TypeError("histogramDivergence: wanted as many masses as counts (2), found 1"),
  );
  expect(() => histogramDivergence([0.5, 1], [1, 1])).toThrow(RangeError);
  expect(() => histogramDivergence([0, 0], [1, 1])).toThrow(
    new RangeError("histogramDivergence samples: wanted a whole number at least 1, found 0"),
  );
  expect(() => histogramDivergence([1, 1], [1, -1])).toThrow(RangeError);
  expect(() => histogramDivergence([1, 1], [0, 0])).toThrow(RangeError);
});
