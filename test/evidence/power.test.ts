import { expect, it } from "vitest";
import { seedsNeeded } from "../../src/evidence/power";

it("seedsNeeded is the published example, and grows with the square of spread over difference", () => {
  // recipes: a difference of .079 at a spread of .0688 needs 12 seeds an arm
  expect(seedsNeeded({ difference: 0.079, spread: 0.0688 })).toBe(12);
  expect(seedsNeeded({ difference: 1, spread: 2 })).toBe(63); // 4 · 15.7
  expect(seedsNeeded({ difference: 1, spread: 1, power: 0.9 })).toBe(22); // (1.96 + 1.2816)² · 2 = 21.01
  expect(() => seedsNeeded({ difference: 0, spread: 1 })).toThrow(RangeError);
});
