import { expect, it } from "vitest";
import { guessingChance, wilsonInterval } from "../../src/metrics/proportion";
import { seeded } from "../../src/random";

it("ends where the normal test turns: (share - p)² = z² p (1 - p) / n", () => {
  const z = 1.959964;
  for (const [successes, n] of [
    [3, 10],
    [59, 100],
    [1, 7],
  ]) {
    const { share, low, high } = wilsonInterval(successes, n);
    expect(share).toBe(successes / n);
    for (const p of [low, high]) {
      expect((share - p) ** 2).toBeCloseTo((z ** 2 * p * (1 - p)) / n, 6);
    }
    expect(low).toBeLessThan(share);
    expect(high).toBeGreaterThan(share);
  }
});

it("has the known ends for none and for all", () => {
  // s = 0: the equation is p = z² (1 - p) / n, so p = z² / (n + z²)
  const z2 = 1.959964 ** 2;
  expect(wilsonInterval(0, 10)).toMatchObject({ share: 0, low: 0, n: 10 });
  expect(wilsonInterval(0, 10).high).toBeCloseTo(z2 / (10 + z2), 6);
  expect(wilsonInterval(10, 10)).toMatchObject({ share: 1, high: 1 });
  expect(wilsonInterval(10, 10).low).toBeCloseTo(10 / (10 + z2), 6);
});

it("holds the true share about as often as it says", () => {
  const random = seeded(1);
  let held = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const successes = random.uniforms(30).filter((u) => u < 0.2).length;
    const { low, high } = wilsonInterval(successes, 30, 0.9);
    if (low <= 0.2 && 0.2 <= high) held++;
  }
  expect(held / 2000).toBeGreaterThan(0.86);
  expect(held / 2000).toBeLessThan(0.94);
});

it("knows the chance of heads", () => {
  expect(guessingChance(0, 3)).toBe(1);
  expect(guessingChance(2, 3)).toBeCloseTo(4 / 8, 12); // 3 + 1 of 8
  expect(guessingChance(3, 3)).toBeCloseTo(1 / 8, 12);
  expect(guessingChance(15, 20)).toBeCloseTo((15504 + 4845 + 1140 + 190 + 20 + 1) / 2 ** 20, 9);
});

it("refuses what is no share", () => {
  expect(() => wilsonInterval(4, 3)).toThrow(
    new RangeError(
      "wilsonInterval successes: wanted a whole number at least 0 and at most 3, found 4",
    ),
  );
  expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
  expect(() => wilsonInterval(1, 2, 1)).toThrow(RangeError);
});
