import { beforeAll, describe, expect, it } from "vitest";
import { grid, ring } from "../../src/data/mixture";
import { modeCoverage } from "../../src/metrics/modes";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

describe("on points placed by hand", () => {
  const data = ring({ modes: 4, radius: 1, std: 0.1, masses: [2, 1, 1, 4] });

  it("counts modes, quality and histograms", () => {
    const points = [
      [1, 0], // on the first mode
      [1.29, 0], // within 3 std of it
      [1.31, 0], // beyond
      [0, 1.2], // second
      [-5, 0], // third, far off
    ];
    const coverage = modeCoverage(Float32Array.from(points.flat()), data);
    expect(coverage.histogram).toEqual([3, 1, 1, 0]);
    expect(coverage.highQualityHistogram).toEqual([2, 1, 0, 0]);
    expect(coverage.modes).toBe(2);
    expect(coverage.highQuality).toBe(0.6);
    expect(coverage.samples).toBe(5);
    // shares .6 .2 .2 0 against masses .25 .125 .125 .5
    const wanted = 0.6 * Math.log(0.6 / 0.25) + 2 * 0.2 * Math.log(0.2 / 0.125);
    expect(coverage.reverseKL).toBeCloseTo(wanted, 12);
  });

  it("gives log(modes) when all samples are on one mode, and 0 when they are spread as the masses", () => {
    const one = modeCoverage(Float32Array.of(1, 0), ring());
    expect(one.reverseKL).toBeCloseTo(Math.log(8), 12);
    const spread = ring().centres.flat();
    expect(modeCoverage(Float32Array.from(spread), ring())).toMatchObject({
      modes: 8,
      highQuality: 1,
      reverseKL: 0,
    });
  });

  it("hides collapse behind one sample a mode, as the docstring says", () => {
    const points = [...ring().centres.flat(), ...new Array<number[]>(9992).fill([1, 0]).flat()];
    const { modes, highQuality, reverseKL } = modeCoverage(Float32Array.from(points), ring());
    expect([modes, highQuality]).toEqual([8, 1]);
    expect(reverseKL).toBeGreaterThan(2);
  });
});

// The perfect sampler: 1 - e^(-9/2) = 98.889 % within 3 std in the plane, every mode, and a reverse KL of
// (K-1)/2N on average, since 2 N KL is nearly chi-squared with K-1 degrees of freedom.
it.each([
  [ring(), 8],
  [grid(), 25],
])("calibrates with the perfect sampler of the $name", (data, modes) => {
  const [n, runs] = [2500, 40];
  const random = seeded(1);
  const found = Array.from({ length: runs }, () => {
    const samples = data.sample(n, random);
    const coverage = modeCoverage(samples, data);
    samples.dispose();
    return coverage;
  });
  const mean = (of: (coverage: (typeof found)[number]) => number) =>
    found.reduce((sum, coverage) => sum + of(coverage), 0) / runs;
  expect(mean((c) => c.modes)).toBe(modes);
  const share = 1 - Math.exp(-4.5);
  const qualityError = Math.sqrt((share * (1 - share)) / (n * runs));
  expect(Math.abs(mean((c) => c.highQuality) - share)).toBeLessThan(5 * qualityError);
  const bias = (modes - 1) / (2 * n);
  const biasError = Math.sqrt(2 * (modes - 1)) / (2 * n) / Math.sqrt(runs);
  expect(Math.abs(mean((c) => c.reverseKL) - bias)).toBeLessThan(5 * biasError);
});
