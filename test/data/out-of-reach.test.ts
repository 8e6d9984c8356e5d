import { expect, it } from "vitest";
import { outOfReach } from "../../src/data/out-of-reach";

it("what lies in the range is reached", () => {
  expect(outOfReach([-1, 0, 1], [-1, 1])).toEqual({
    ...{ low: -1, high: 1, least: -1, most: 1 },
    ...{ share: 0, loss: 0 },
  });
});

it("counts what lies outside, and squares how far, by the variance", () => {
  const { share, loss } = outOfReach([0, 0, 0, 4], [0, 2]); // misses (4 - 2)² / 4 = 1; variance 16/4 - 1 = 3
  expect(share).toBe(0.25);
  expect(loss).toBeCloseTo(1 / 3, 12);
});

it("an end without bounds is left out: JSON knows no infinity", () => {
  const found = outOfReach([-2, 2, NaN], [0, Infinity]);
  expect(found).toEqual({ low: 0, least: -2, most: 2, share: 0.5, loss: 0.5 }); // 4/2 by 4
});

it("large numbers that are close keep their digits", () => {
  expect(outOfReach([1e8, 1e8 + 2], [0, 1e8 + 1]).loss).toBeCloseTo(0.5, 9); // 1/2 by 1
});

it("of one number over and over, out of reach, it is finite", () => {
  expect(Number.isFinite(outOfReach([3, 3], [0, 1]).loss)).toBe(true);
});
