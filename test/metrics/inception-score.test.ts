import { expect, it } from "vitest";
import { inceptionScore } from "../../src/metrics/inception-score";
import { seeded } from "../../src/random";

const score = (rows: number[][], splits: number) =>
  inceptionScore(Float64Array.from(rows.flat()), { classes: rows[0].length, splits });

it("is 1 for one answer, and the number of classes for sure answers that vary", () => {
  expect(
    score(
      [
        [0.2, 0.8],
        [0.2, 0.8],
      ],
      1,
    ),
  ).toEqual({ mean: 1, std: 0 });
  const sure = [0, 1, 2].map((k) => [0, 1, 2].map((j) => (j === k ? 1 : 0)));
  expect(score(sure, 1).mean).toBeCloseTo(3, 12);
});

it("is exp of the mean divergence from the mean answer", () => {
  // mean (.5, .5): both rows have .9 log(.9 / .5) + .1 log(.1 / .5)
  const divergence = 0.9 * Math.log(0.9 / 0.5) + 0.1 * Math.log(0.1 / 0.5);
  expect(
    score(
      [
        [0.9, 0.1],
        [0.1, 0.9],
      ],
      1,
    ).mean,
  ).toBeCloseTo(Math.exp(divergence), 12);
});

it("splits in order: mean and deviation of the parts, the last rows too", () => {
  const [a, b] = [
    [1, 0],
    [0, 1],
  ];
  // 5 rows in 2 splits: the first 2 and the last 3
  const { mean, std } = score([a, b, a, a, a], 2);
  expect(mean).toBeCloseTo((2 + 1) / 2, 12);
  expect(std).toBeCloseTo(1 / 2, 12);
  expect(score([a, a, b, b], 2).mean).toBe(1); // each split has but one answer
});

it("cannot see that one memorised sample stands for each class", () => {
  const memorised = Array.from({ length: 100 }, (_, i) =>
    [0, 1, 2, 3].map((k) => (k === i % 4 ? 1 : 0)),
  );
  expect(score(memorised, 10).mean).toBeGreaterThan(3.5);
});

it("scores smaller splits lower or alike, as the docstring says", () => {
  const random = seeded(1);
  const rows = Array.from({ length: 200 }, () => {
    const weights = Array.from(random.normals(20), (value) => Math.exp(0.1 * value));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
  expect(score(rows, 50).mean).toBeLessThan(score(rows, 1).mean);
});

it("refuses rows that are no probabilities, and more splits than samples", () => {
  expect(() => score([[0.5, 0.4]], 1)).toThrow(
    new RangeError(
      "inceptionScore probabilities: wanted rows that sum to 1, found 0.9 in sample 0",
    ),
  );
  expect(() =>
    score(
      [
        [1, 0],
        [1.5, -0.5],
      ],
      1,
    ),
  ).toThrow(
    new RangeError(
      "inceptionScore probability 1 of sample 1: wanted a number at least 0, found -0.5",
    ),
  );
  expect(() => score([[NaN, 1]], 1)).toThrow(RangeError);
  expect(() => score([[1, 0]], 2)).toThrow(
    new RangeError(
      "inceptionScore splits: wanted a whole number at least 1 and at most 1, found 2",
    ),
  );
  expect(() => inceptionScore(Float32Array.of(1, 0))).toThrow(TypeError);
});
