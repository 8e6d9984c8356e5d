import { expect, it } from "vitest";
import { classifierFeatures } from "../../src/metrics/features/classifier";
import { samplesUnder } from "../../src/studies/budget";

it("leaves a smoke run enough samples for a Fréchet distance over a digit classifier's features", () => {
  expect(samplesUnder("smoke", 2000)).toBeGreaterThan(classifierFeatures("mnist-14").features);
  expect(samplesUnder("smoke", 50)).toBe(50);
  expect(samplesUnder("quick", 2000)).toBe(2000);
});
