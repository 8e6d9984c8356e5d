import { describe, expect, it } from "vitest";
import { meanInterval, pairedDifference } from "../../src/metrics/interval";
import { seeded } from "../../src/random";

describe("Student's t", () => {
  // Two-sided 95 % quantiles of the t table: 12.706 (1 degree), 4.303 (2), 2.776 (4), 2.262 (9).
  it.each([
    [2, 12.706],
    [3, 4.303],
    [5, 2.776],
    [10, 2.262],
  ])("reaches as far as the table says for n = %s", (n, quantile) => {
    const values = Array.from({ length: n }, (_, i) => i);
    const mean = (n - 1) / 2;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
    const interval = meanInterval(values);
    expect(interval).toMatchObject({ mean, n, method: "t" });
    expect(interval.high - mean).toBeCloseTo(quantile * Math.sqrt(variance / n), 2);
    expect(mean - interval.low).toBeCloseTo(interval.high - mean, 10);
  });

  it("is a point when all values are equal, and wider for a higher level", () => {
    expect(meanInterval([2, 2, 2])).toMatchObject({ mean: 2, low: 2, high: 2 });
    const at = (level: number) => meanInterval([1, 2, 4], { level }).high;
    expect(at(0.99)).toBeGreaterThan(at(0.95));
    expect(at(0.95)).toBeGreaterThan(at(0.5));
  });
});

describe("the bootstrap", () => {
  it("repeats with its stream", () => {
    const draw = (seed: number) =>
      meanInterval([1, 2, 4, 9], { method: "bootstrap", random: seeded(seed) });
    expect(draw(1)).toEqual(draw(1));
  });

  it("of 0 and 1 ends at them: a quarter of the resamples is all 0, a quarter all 1", () => {
    expect(meanInterval([0, 1], { method: "bootstrap" })).toEqual({
      mean: 0.5,
      low: 0,
      high: 1,
      n: 2,
      method: "bootstrap",
    });
  });

  it("comes near to t for many values", () => {
    const values = Array.from(seeded(1).normals(200));
    const [t, bootstrap] = [meanInterval(values), meanInterval(values, { method: "bootstrap" })];
    expect(Math.abs(t.low - bootstrap.low)).toBeLessThan(0.02);
    expect(Math.abs(t.high - bootstrap.high)).toBeLessThan(0.02);
  });
});

// The docstring's table, with fewer samples: bands of five standard errors around its figures.
describe("coverage on normal values", () => {
  const covered = (method: "t" | "bootstrap", n: number, runs: number) => {
    const random = seeded(10 + n);
    const hits = Array.from({ length: runs }, () => {
      const { low, high } = meanInterval(Array.from(random.normals(n)), { method });
      return low <= 0 && 0 <= high;
    });
    return hits.filter(Boolean).length / runs;
  };
  it.each([
    ["t", 3, 4000, 0.947],
    ["t", 5, 4000, 0.947],
    ["t", 10, 4000, 0.949],
    ["bootstrap", 3, 100, 0.743],
    ["bootstrap", 5, 100, 0.832],
    ["bootstrap", 10, 100, 0.902],
  ] as const)("of %s at n = %s", (method, n, runs, share) => {
    const error = Math.sqrt((share * (1 - share)) / runs);
    expect(Math.abs(covered(method, n, runs) - share)).toBeLessThan(5 * error);
  });
});

describe("paired differences", () => {
  it("are the interval of a - b, narrower than the arms when the seed decides much", () => {
    const seedEffect = [10, 20, 30, 40, 50];
    const a = seedEffect.map((value, i) => value + 1 + 0.1 * i);
    const difference = pairedDifference(a, seedEffect);
    expect(difference.mean).toBeCloseTo(1.2, 10);
    expect(difference.low).toBeGreaterThan(0.9);
    expect(difference.high).toBeLessThan(1.5);
    expect(meanInterval(a).low).toBeLessThan(meanInterval(seedEffect).mean);
  });
});

it("refuses what has no interval", () => {
  expect(() => meanInterval([1])).toThrow(
    new RangeError("meanInterval values: wanted a whole number at least 2, found 1"),
  );
  expect(() => meanInterval([1, NaN])).toThrow("meanInterval value 1: wanted a number, found NaN");
  expect(() => meanInterval([1, 2], { level: 1 })).toThrow(RangeError);
  expect(() => pairedDifference([1, 2], [1])).toThrow(
    new RangeError("pairedDifference: wanted as many values in b as in a (2), found 1"),
  );
});
