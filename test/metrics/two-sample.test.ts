import { describe, expect, it } from "vitest";
import { logisticClassifier } from "../../src/metrics/logistic";
import { twoSampleTest } from "../../src/metrics/two-sample";
import { seeded } from "../../src/random";

describe.each(["neighbours", "logistic"] as const)("by %s", (classifier) => {
  const at = (real: Float32Array, fake: Float32Array, d: number, seed = 1) =>
    twoSampleTest(real, fake, { d, classifier, random: seeded(seed) });

  it("always tells sets apart that have nothing in common", () => {
    const found = at(seeded(1).uniforms(60, 0, 1), seeded(2).uniforms(60, 5, 6), 1);
    expect(found).toMatchObject({ share: 1, n: 60, realRight: 1, fakeRight: 1 });
    expect(found.pValue).toBeCloseTo(2 ** -60, 25);
  });

  it("guesses where there is nothing to tell: p-values are spread evenly", () => {
    const pValues = Array.from({ length: 200 }, (_, seed) => {
      const random = seeded(1000 + seed);
      return at(random.normals(80), random.normals(80), 2, seed).pValue;
    });
    // under the null, P(p <= .1) is at most .1: of 200 that is 20, and 5 std more is 41
    expect(pValues.filter((p) => p <= 0.1).length).toBeLessThan(41);
    expect(pValues.filter((p) => p > 0.5).length).toBeGreaterThan(50);
  });

  it("sees a shift", () => {
    const { share, low, pValue } = at(seeded(3).normals(800), seeded(4).normals(800, 1), 2);
    // the best rule is right with Φ(√2 / 2) = .76 of the time
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.82);
    expect(low).toBeGreaterThan(0.5);
    expect(pValue).toBeLessThan(1e-6);
  });

  it("draws as many of the larger set as there are in the smaller", () => {
    expect(at(seeded(1).normals(300), seeded(2).normals(40), 1).n).toBe(40);
  });
});

it("a difference in shape is seen by neighbours, hardly by a logistic regression", () => {
  // real points in the first and third quadrants, fakes in the others: the same mean
  const quadrants = (sign: number, seed: number) => {
    const x = seeded(seed).normals(800);
    return x.map((value, i) => (i % 2 ? sign * Math.sign(x[i - 1]) * Math.abs(value) : value));
  };
  const at = (classifier: "neighbours" | "logistic") =>
    twoSampleTest(quadrants(1, 5), quadrants(-1, 6), { d: 2, classifier, random: seeded(7) });
  expect(at("neighbours").low).toBeGreaterThan(0.85);
  expect(at("logistic").share).toBeLessThan(0.6);
});

it("copies of the training examples are taken for the other kind", () => {
  const real = seeded(8).normals(400);
  const found = twoSampleTest(real, real, { d: 2, k: 1, random: seeded(9) });
  // half of the twins are in the learning half, and give the wrong answer; the rest are guesses
  expect(found.share).toBeLessThan(0.35);
  expect(found.pValue).toBeGreaterThan(0.99);
});

it("refuses other classifiers, k out of range and too few examples", () => {
  const ten = seeded(1).normals(10);
  const at = (options: object, real = ten) =>
    twoSampleTest(real, ten, { d: 1, random: seeded(1), ...options });
  expect(() => at({ classifier: "forest" })).toThrow(
    new RangeError('twoSampleTest classifier: wanted one of neighbours, logistic, found "forest"'),
  );
  expect(() => at({ k: 11 })).toThrow(
    new RangeError("twoSampleTest k: wanted a whole number at least 1 and at most 10, found 11"),
  );
  expect(() => at({}, ten.subarray(0, 3))).toThrow(
    "twoSampleTest examples of a kind: wanted a whole number at least 4, found 3",
  );
  expect(() => at({ d: 3 })).toThrow(TypeError);
});

describe("logistic regression", () => {
  it("is where the gradient is 0: the boundary of one feature lies in the middle", () => {
    const classify = logisticClassifier(Float32Array.of(1, 2, 5, 6), Uint8Array.of(0, 0, 1, 1), 1);
    expect([...classify(Float32Array.of(-9, 3.4, 3.6, 50))]).toEqual([0, 0, 1, 1]);
  });

  it("does not mind a feature that never changes, or units", () => {
    const rows = Float32Array.of(1, 7, 2, 7, 5, 7, 6, 7).map((v, i) => (i % 2 ? v : 1e6 * v));
    const classify = logisticClassifier(rows, Uint8Array.of(1, 1, 0, 0), 2);
    expect([...classify(Float32Array.of(1.5e6, 7, 5.5e6, 900))]).toEqual([1, 0]);
  });
});
