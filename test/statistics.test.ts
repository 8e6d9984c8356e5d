import { expect, it } from "vitest";
import { mean, median, standardDeviation, variance } from "../src/statistics";

it("mean, variance and standard deviation of 1, 2, 3, 6: squares 4 + 1 + 0 + 9 = 14", () => {
  const values = [1, 2, 3, 6];
  expect(mean(values)).toBe(3);
  expect(variance(values)).toBe(14 / 3);
  expect(standardDeviation(values)).toBe(Math.sqrt(3.5));
  expect(mean(Uint8Array.of(200, 100))).toBe(150);
});

it("the median takes the one of two that is asked for", () => {
  const values = [10, 9, 100, 1]; // by size, not as texts
  expect(median(values)).toBe(9.5);
  expect(median(values, "lower")).toBe(9);
  expect(median(values, "upper")).toBe(10);
  expect(["lower", "upper", "mean"].map((two) => median([3, 1, 2], two as "mean"))).toEqual([
    2, 2, 2,
  ]);
  expect(values).toEqual([10, 9, 100, 1]);
});

it("NaN counts as the largest; of nothing nothing is known", () => {
  expect(median([NaN, 2, -Infinity, 1, Infinity])).toBe(2);
  expect(median([NaN, NaN, 1])).toBeNaN();
  expect([mean([]), median([]), standardDeviation([])]).toEqual([NaN, NaN, NaN]);
  expect(variance([5])).toBeNaN();
});
