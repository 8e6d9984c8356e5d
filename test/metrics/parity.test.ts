import { afterAll, describe, expect, it } from "vitest";
import { densityCoverage } from "../../src/metrics/density-coverage";
import { frechetDistance } from "../../src/metrics/frechet";
import { inceptionScore } from "../../src/metrics/inception-score";
import { kernelDistance, maximumMeanDiscrepancy } from "../../src/metrics/kid";
import { precisionRecall } from "../../src/metrics/precision-recall";
import { cases, inceptionScores, logits } from "./reference";

/** The greatest relative error of each kind, printed when a test fails. */
const errors: Record<string, number> = {};

function expectClose(kind: string, found: number, wanted: number): void {
  const error = Math.abs(found - wanted) / Math.abs(wanted || 1);
  errors[kind] = Math.max(errors[kind] ?? 0, error);
  expect(error).toBeLessThan(1e-6);
}

afterAll(() => {
  console.log("greatest relative errors", errors);
});

describe.each(cases)("$name", ({ real, fake, d, frechet, kernel, neighbours }) => {
  it("has the Fréchet distance of pytorch-fid, clean-fid and torch-fidelity", async () => {
    const found = await frechetDistance(real, fake, { d, force: true });
    for (const [name, wanted] of Object.entries(frechet)) expectClose(name, found, wanted);
  });

  it("has the kernel distance of clean-fid and torch-fidelity", async () => {
    const [first, second] = [real, fake].map((set) => set.subarray(0, kernel.rows * d));
    const { distance: found } = await maximumMeanDiscrepancy(first, second, { d });
    expectClose("clean-fid kernel", found, kernel["clean-fid"]);
    expectClose("torch-fidelity kernel", found, kernel["torch-fidelity"]);
    const subsets = await kernelDistance(first, second, { d, subsets: 2 });
    expectClose("over subsets", subsets.mean, found);
  });

  it.each([3, 5] as const)("has precision and recall of k = %s of torch-fidelity", async (k) => {
    const found = await precisionRecall(real, fake, { d, k });
    const wanted = neighbours[k]["torch-fidelity"];
    expectClose("precision", found.precision, wanted.precision);
    expectClose("recall", found.recall, wanted.recall);
  });

  it.each([3, 5] as const)("has density and coverage of k = %s of prdc", async (k) => {
    const found = await densityCoverage(real, fake, { d, k });
    const wanted = neighbours[k].prdc;
    expectClose("density", found.density, wanted.density);
    expectClose("coverage", found.coverage, wanted.coverage);
  });
});

it.each([1, 10] as const)("has the inception score over %s splits of torch-fidelity", (splits) => {
  const probabilities = new Float64Array(logits.length);
  for (let row = 0; row < logits.length; row += 10) {
    const exps = Array.from(logits.subarray(row, row + 10), Math.exp);
    const sum = exps.reduce((total, value) => total + value, 0);
    probabilities.set(
      exps.map((value) => value / sum),
      row,
    );
  }
  const { mean, std } = inceptionScore(probabilities, { classes: 10, splits });
  expectClose("inception score", mean, inceptionScores[splits].mean);
  expectClose("inception score std", std, inceptionScores[splits].std);
});
