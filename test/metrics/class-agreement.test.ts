import { describe, expect, it } from "vitest";
import { rawPixels } from "../../src/metrics/features/raw";
import { classAgreement, predictedLabels } from "../../src/metrics/class-agreement";
import { classPrecisionRecall } from "../../src/metrics/class-precision-recall";

describe("classAgreement", () => {
  it("counts by hand: three classes, six samples", () => {
    const asked = Uint8Array.of(0, 0, 1, 1, 2, 2);
    const found = Int32Array.of(0, 2, 1, 1, 0, 1);
    expect(classAgreement(asked, found, { classes: 3 })).toEqual({
      agreement: 3 / 6,
      byClass: [1 / 2, 1, 0],
      counts: [[1, 0, 1], [0, 2, 0], [1, 1, 0]],
    }); // prettier-ignore
  });

  it("is 1 for what was asked, and a share of the classes for one class always", () => {
    const asked = Uint8Array.from({ length: 40 }, (_, i) => i % 10);
    expect(classAgreement(asked, asked).agreement).toBe(1);
    expect(classAgreement(asked, new Uint8Array(40)).agreement).toBe(1 / 10);
  });

  it("refuses other lengths, labels out of range, none, and a class that nobody asked for", () => {
    const of = (asked: number[], found: number[], classes = 2) =>
      classAgreement(Uint8Array.from(asked), Uint8Array.from(found), { classes });
    expect(() => of([0, 1], [0])).toThrow(TypeError);
    expect(() => of([0, 1], [0])).toThrow(/found: wanted 2 labels, one for each of asked; found 1/);
    expect(() => of([0, 2], [0, 1])).toThrow(/asked label 1: wanted .* below 2, found 2/);
    expect(() => of([0, 1], [0, 2])).toThrow(RangeError);
    expect(() => of([], [])).toThrow(/asked labels: wanted .* at least 1, found 0/);
    expect(() => of([0, 0], [0, 1])).toThrow(/samples of class 1: wanted .* at least 1, found 0/);
    expect(() => of([0], [0], 0)).toThrow(RangeError);
  });
});

describe("predictedLabels", () => {
  const classifier = { ...rawPixels(3), classes: 3, probabilitiesOf: (x: unknown) => x as Float32Array }; // prettier-ignore

  it("takes the likeliest, of equals the first", () => {
    const rows = Float32Array.of(0.2, 0.5, 0.3, 0.4, 0.2, 0.4, 0, 0, 1);
    expect([...predictedLabels(rows, classifier)]).toEqual([1, 0, 2]);
  });

  it("refuses an extractor that is no classifier", () => {
    expect(() => predictedLabels(Float32Array.of(1, 2, 3), rawPixels(3))).toThrow(TypeError);
    expect(() => predictedLabels(Float32Array.of(1, 2, 3), rawPixels(3))).toThrow(
      /found "raw pixels"/,
    );
  });
});

describe("classPrecisionRecall", () => {
  const labels = Uint8Array.of(0, 0, 0, 1, 1, 1);
  const real = { features: Float32Array.of(0, 1, 2, 10, 11, 12), labels };
  const options = { d: 1, k: 1, classes: 2 };

  it("of copies of the real examples is 1", async () => {
    const found = await classPrecisionRecall(real, real, options);
    expect(found).toEqual({ precision: 1, recall: 1, byClass: [{ precision: 1, recall: 1 }, { precision: 1, recall: 1 }] }); // prettier-ignore
  });

  it("takes each class by itself: classes changed over are all wrong", async () => {
    const changed = { features: real.features, labels: Uint8Array.of(1, 1, 1, 0, 0, 0) };
    const found = await classPrecisionRecall(real, changed, options);
    expect([found.precision, found.recall]).toEqual([0, 0]); // though the features are the same
  });

  it("by hand: a collapsed class, and one with a bad fake, in any order", async () => {
    const fake = {
      features: Float64Array.of(10, 0, 10, 1, 10, 50),
      labels: Int32Array.of(1, 0, 1, 0, 1, 0),
    };
    // class 0: real 0, 1, 2, balls of 1; fakes 0, 1, 50, balls of 1, 1, 49: 50's reaches 1 and 2
    // class 1: real 10, 11, 12; fakes 10, 10, 10, balls of 0
    const found = await classPrecisionRecall(real, fake, options);
    expect(found.byClass).toEqual([
      { precision: 2 / 3, recall: 1 },
      { precision: 1, recall: 1 / 3 },
    ]);
    expect(found.precision).toBeCloseTo((2 / 3 + 1) / 2, 12);
    expect(found.recall).toBeCloseTo((1 + 1 / 3) / 2, 12);
  });

  it("refuses too few of a class, another number of labels, and labels out of range", async () => {
    const few = { features: Float32Array.of(0, 1, 10), labels: Uint8Array.of(0, 0, 1) };
    await expect(classPrecisionRecall(real, few, options)).rejects.toThrow(RangeError);
    await expect(classPrecisionRecall(real, few, options)).rejects.toThrow(
      /classPrecisionRecall class 1 fake examples: wanted .* at least 2, found 1/,
    );
    const short = { ...real, labels: labels.slice(1) };
    await expect(classPrecisionRecall(real, short, options)).rejects.toThrow(
      /classPrecisionRecall fake labels: wanted 6, one for each example; found 5/,
    );
    await expect(classPrecisionRecall(real, short, options)).rejects.toThrow(TypeError);
    const third = { ...real, labels: Uint8Array.of(0, 0, 0, 1, 1, 2) };
    await expect(classPrecisionRecall(third, real, options)).rejects.toThrow(
      /real label 5: wanted/,
    );
    await expect(classPrecisionRecall(real, real, { k: 1, classes: 2 })).rejects.toThrow(TypeError);
  });
});
