import { describe, expect, it } from "vitest";
import { birthdayParadox, closestPairs } from "../../src/metrics/birthday";
import { seeded } from "../../src/random";

describe("closest pairs", () => {
  it("are those of all pairs, nearest first", () => {
    const [n, d] = [30, 3];
    const x = seeded(1).normals(n * d);
    const all = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n - i - 1 }, (_, k) => {
        const j = i + 1 + k;
        return Math.hypot(...[0, 1, 2].map((p) => x[i * d + p] - x[j * d + p]));
      }),
    )
      .flat()
      .sort((a, b) => a - b);
    const found = closestPairs(x, { d, count: 7 });
    found.forEach(({ distance }, i) => {
      expect(distance).toBeCloseTo(all[i], 9);
    });
    expect(found).toHaveLength(7);
    expect(closestPairs(x, { d, count: 435 })).toHaveLength(435);
  });

  it("refuse more pairs than there are", () => {
    expect(() => closestPairs(Float32Array.of(1, 2), { d: 1, count: 2 })).toThrow(
      new RangeError("closestPairs count: wanted a whole number at least 1 and at most 1, found 2"),
    );
    expect(() => closestPairs(Float32Array.of(1), { d: 1, count: 1 })).toThrow(RangeError);
  });
});

describe("the birthday test", () => {
  /** `n` draws of so many pictures, each a number far from the others. */
  const drawn = (n: number, pictures: number, seed = 1) =>
    Float32Array.from(seeded(seed).integers(n, pictures), (picture) => 10 * picture);
  const at = (samples: Float32Array, threshold = 1) =>
    birthdayParadox(samples, { d: 1, threshold, random: seeded(2) });

  it("finds 23 people for 365 days", () => {
    const { batchSize, support, atLeast } = at(drawn(3000, 365));
    expect(Math.abs(batchSize - 23)).toBeLessThanOrEqual(2);
    expect(support).toBeCloseTo((batchSize * (batchSize - 1)) / (2 * Math.log(2)), 9);
    expect(atLeast).toBe(false);
    expect((23 * 22) / (2 * Math.log(2))).toBeCloseTo(365, 0);
  });

  it("counts pairs of equal pictures, and says when there are too few", () => {
    // 0 0 10 20 30: of the ten pairs one is a duplicate
    const found = at(Float32Array.of(0, 0, 10, 20, 30));
    expect(found.duplicates).toBe(1);
    // both are among the first s of five with a chance of s (s - 1) / 20: a half is passed at 4
    expect(found).toMatchObject({ batchSize: 4, atLeast: false });
    const none = at(Float32Array.of(0, 10, 20, 30));
    expect(none).toEqual({
      batchSize: 4,
      support: (4 * 3) / (2 * Math.log(2)),
      atLeast: true,
      duplicates: 0,
    });
  });

  it("takes a threshold of 0 as equal, and counts the threshold itself", () => {
    expect(at(Float32Array.of(1, 1, 2), 0).duplicates).toBe(1);
    expect(at(Float32Array.of(1, 1, 2), 1).duplicates).toBe(3);
    expect(at(Float32Array.of(1, 1, 2), 0.99).duplicates).toBe(1);
  });

  it("sees the common pictures of an unequal lot", () => {
    // three of four samples are one picture: two draws are both it with a chance of 9/16
    const most = drawn(2000, 10_000).map((value, i) => (i % 4 > 0 ? -50 : value));
    expect(at(most).batchSize).toBe(2);
  });

  it("refuses a negative threshold and a single sample", () => {
    expect(() => at(Float32Array.of(1, 2), -1)).toThrow(
      new RangeError("birthdayParadox threshold: wanted a number at least 0, found -1"),
    );
    expect(() => at(Float32Array.of(1))).toThrow(RangeError);
  });
});
