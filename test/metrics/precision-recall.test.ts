import { describe, expect, it } from "vitest";
import { densityCoverage } from "../../src/metrics/density-coverage";
import { precisionRecall } from "../../src/metrics/precision-recall";
import { seeded } from "../../src/random";

const line = (...values: number[]) => Float32Array.from(values);
/** Both pairs of figures. */
const all = async (real: Float32Array, fake: Float32Array, d: number, k: number) => ({
  ...(await precisionRecall(real, fake, { d, k })),
  ...(await densityCoverage(real, fake, { d, k })),
});

describe("on points placed by hand", () => {
  // balls of k = 1: real 0 ± 1, 1 ± 1, 3 ± 2, 10 ± 7; fake 0.5 ± 0.7, 1.2 ± 0.7, 20 ± 18.8
  const [real, fake] = [line(0, 1, 3, 10), line(0.5, 1.2, 20)];

  it("counts balls", async () => {
    expect(await precisionRecall(real, fake, { d: 1, k: 1 })).toEqual({
      precision: 2 / 3, // 20 lies in none: the last ball ends at 17
      recall: 1, // 0 and 1 near the first fakes, 3 and 10 in the ball of 20, which starts at 1.2
    });
    expect(await densityCoverage(real, fake, { d: 1, k: 1 })).toEqual({
      density: (2 + 2 + 0) / 3, // 0.5 in the first two; 1.2 in the second and third
      coverage: 3 / 4, // the ball around 10 reaches down to 3: none
    });
  });

  it("gives precision and recall exchanged when the arguments are", async () => {
    const found = await precisionRecall(real, fake, { d: 1, k: 1 });
    const turned = await precisionRecall(fake, real, { d: 1, k: 1 });
    expect(found.precision).not.toBe(found.recall);
    expect(turned).toEqual({ precision: found.recall, recall: found.precision });
  });

  it("a tie lies in a ball of precision and recall, and not in one of density and coverage", async () => {
    const tie = await all(line(0, 1), line(2, 12), 1, 1); // 2 is on the edge of 1 ± 1
    expect(tie).toEqual({ precision: 1 / 2, recall: 1, density: 0, coverage: 0 });
  });
});

describe("one-sided faults", () => {
  const random = seeded(1);
  const modes = (n: number, from: number, to: number, spread: number) => {
    const centres = random.integers(n, to - from);
    const noise = random.normals(2 * n, 0, spread);
    return noise.map((value, at) => value + (at % 2 === 0 ? 10 * (from + centres[at >> 1]) : 0));
  };
  const real = modes(400, 0, 4, 1);

  it("a dropped mode lowers recall and coverage, and not precision and density", async () => {
    const found = await all(real, modes(400, 0, 3, 1), 2, 5);
    expect(found.precision).toBeGreaterThan(0.95);
    expect(found.recall).toBeLessThan(0.78);
    expect(found.density).toBeGreaterThan(0.9);
    expect(found.coverage).toBeLessThan(0.78);
  });

  it("an invented mode lowers precision and density; coverage by having fewer fakes elsewhere", async () => {
    const found = await all(real, modes(400, 0, 5, 1), 2, 5);
    expect(found.precision).toBeLessThan(0.87);
    expect(found.recall).toBeGreaterThan(0.95);
    expect(found.density).toBeLessThan(0.9);
    expect(found.coverage).toBeGreaterThan(0.9);
  });

  it("one perfect fake a thousand times over is precise and dense, and covers next to nothing", async () => {
    const found = await all(
      real,
      line(...Array.from({ length: 600 }, (_, i) => real[i % 2])),
      2,
      5,
    );
    expect(found.precision).toBe(1);
    expect(found.density).toBeGreaterThan(0.5);
    expect(found.recall).toBe(1 / 400); // the example itself
    expect(found.coverage).toBeLessThan(0.03);
  });

  it("one real outlier opens precision for noise, but not density", async () => {
    const tight = random.normals(2 * 200, 0, 0.1);
    const noise = random.uniforms(2 * 200, -20, 20);
    const outlier = Float32Array.of(...tight, 30, 30);
    const [before, after] = [await all(tight, noise, 2, 5), await all(outlier, noise, 2, 5)];
    expect(before.precision).toBeLessThan(0.1);
    expect(after.precision).toBeGreaterThan(0.35);
    expect(after.density - before.density).toBeLessThan(0.1); // one ball more, of 5
  });

  it("fakes that are the real examples: all figures are 1", async () => {
    expect(await all(real, real.slice(), 2, 5)).toEqual({
      precision: 1,
      recall: 1,
      density: 1, // each in the ball of its own and of those that have it among their nearest 4
      coverage: 1,
    });
  });
});

it("density and coverage of perfect fakes are as derived, in any number of dimensions", async () => {
  const [n, m, k, runs] = [150, 100, 3, 40];
  let [density, coverage] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const d = 1 + (run % 8);
    const random = seeded(run);
    const found = await densityCoverage(random.normals(n * d), random.normals(m * d), { d, k });
    density += found.density / runs;
    coverage += found.coverage / runs;
  }
  const missed = [1, 2, 3].reduce((product, i) => (product * (n - i)) / (n + m - i), 1);
  expect(Math.abs(density - 1)).toBeLessThan(0.05);
  expect(Math.abs(coverage - (1 - missed))).toBeLessThan(0.02);
});

it("refuses k without as many neighbours, and numbers that are not finite", async () => {
  const [three, four] = [line(1, 2, 3), line(1, 2, 3, 4)];
  await expect(precisionRecall(four, three, { d: 1 })).rejects.toThrow(
    new RangeError("precisionRecall fake examples: wanted a whole number at least 4, found 3"),
  );
  await expect(densityCoverage(three, four, { d: 1, k: 3 })).rejects.toThrow(
    new RangeError("densityCoverage real examples: wanted a whole number at least 4, found 3"),
  );
  await expect(precisionRecall(four, four, { d: 1, k: 0 })).rejects.toThrow(RangeError);
  await expect(densityCoverage(four, four)).rejects.toThrow(TypeError);
  await expect(precisionRecall(line(1, 2, 3, NaN), four, { d: 1 })).rejects.toThrow(
    new RangeError("precisionRecall real: wanted finite numbers, found NaN in example 3"),
  );
});
