import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernelDistance, maximumMeanDiscrepancy } from "../../src/metrics/kid";
import { seeded } from "../../src/random";

/** The definition, over all pairs. */
function byDefinition(x: number[][], y: number[][]): number {
  const kernel = (a: number[], b: number[]) =>
    (a.reduce((sum, value, k) => sum + value * b[k], 0) / a.length + 1) ** 3;
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const within = (set: number[][]) =>
    set.flatMap((a, i) => set.filter((_, j) => j !== i).map((b) => kernel(a, b)));
  return mean(within(x)) + mean(within(y)) - 2 * mean(x.flatMap((a) => y.map((b) => kernel(a, b))));
}

const rows = (n: number, d: number, seed: number) =>
  Array.from({ length: n }, (_, i) => Array.from(seeded(1000 * seed + i).normals(d)));
const flat = (set: number[][]) => Float64Array.from(set.flat());
const average = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(average(values.map((value) => (value - average(values)) ** 2)));

describe("over all pairs", () => {
  it.each([1, 2, 5])("is the definition in %s dimensions, for sets of unequal sizes", async (d) => {
    const [x, y] = [rows(7, d, 1), rows(4, d, 2)];
    const { distance } = await maximumMeanDiscrepancy(flat(x), flat(y), { d });
    expect(distance).toBeCloseTo(byDefinition(x, y), 10);
  });

  it("is the definition over several blocks", async () => {
    const [x, y] = [rows(300, 3, 3), rows(270, 3, 4)];
    const { distance } = await maximumMeanDiscrepancy(flat(x), flat(y), { d: 3 });
    expect(distance).toBeCloseTo(byDefinition(x, y), 10);
  });

  it("is symmetric, and does not see the order of the examples", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), async (seed) => {
        const [x, y] = [rows(6, 2, seed), rows(5, 2, seed + 1)];
        const wanted = await maximumMeanDiscrepancy(flat(x), flat(y), { d: 2 });
        const turned = await maximumMeanDiscrepancy(flat(y.reverse()), flat(x), { d: 2 });
        expect(turned.distance).toBeCloseTo(wanted.distance, 9);
        expect(turned.standardError).toBeCloseTo(wanted.standardError, 9);
      }),
      { numRuns: 20 },
    );
  });

  it("is unbiased: for equal distributions it is 0 on average, even for five examples", async () => {
    const random = seeded(3);
    const found: number[] = [];
    for (let run = 0; run < 3000; run++) {
      const [x, y] = [random.normals(10), random.normals(14)];
      found.push((await maximumMeanDiscrepancy(x, y, { d: 2 })).distance);
    }
    expect(Math.abs(average(found))).toBeLessThan(5 * (deviation(found) / Math.sqrt(3000)));
    expect(found.filter((value) => value < 0).length).toBeGreaterThan(1000);
  });

  it("has a standard error that other samples bear out, on the safe side", async () => {
    const found = [];
    for (let run = 0; run < 60; run++) {
      const random = seeded(run);
      const [x, y] = [random.normals(1200), random.normals(1200, 0, 1.5)];
      found.push(await maximumMeanDiscrepancy(x, y, { d: 4 }));
    }
    const said = average(found.map(({ standardError }) => standardError));
    const true_ = deviation(found.map(({ distance }) => distance));
    expect(said / true_).toBeGreaterThan(0.8);
    expect(said / true_).toBeLessThan(2);
  });
});

describe("over subsets", () => {
  const [real, fake] = [seeded(1).normals(500 * 4), seeded(2).normals(400 * 4, 0, 1.3)];

  it("is around the distance over all pairs, as far off as its standard error says", async () => {
    const all = await maximumMeanDiscrepancy(real, fake, { d: 4 });
    const options = { d: 4, subsets: 60, subsetSize: 100 };
    const { mean, std, standardError, values } = await kernelDistance(real, fake, options);
    expect(values).toHaveLength(60);
    expect(mean).toBeCloseTo(average(values), 12);
    expect(std).toBeCloseTo(deviation(values), 12);
    expect(standardError).toBeCloseTo(std / Math.sqrt(59), 12);
    expect(Math.abs(mean - all.distance)).toBeLessThan(4 * standardError);
  });

  it("takes all examples where there are fewer than a subset", async () => {
    const all = await maximumMeanDiscrepancy(fake, fake, { d: 4 });
    const { mean, std } = await kernelDistance(fake, fake, { d: 4, subsets: 3 });
    expect(mean).toBeCloseTo(all.distance, 9);
    expect(std).toBeLessThan(1e-9);
  });

  it("repeats with its stream, and draws others with another", async () => {
    const draw = async (seed: number) =>
      (await kernelDistance(real, fake, { d: 4, subsets: 2, subsetSize: 50, random: seeded(seed) }))
        .values;
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });
});

it("refuses what has no pairs, and numbers that are not finite", async () => {
  const [one, two] = [Float32Array.of(1), Float32Array.of(1, 2)];
  await expect(maximumMeanDiscrepancy(two, one, { d: 1 })).rejects.toThrow(
    new RangeError(
      "maximumMeanDiscrepancy fake examples: wanted a whole number at least 2, found 1",
    ),
  );
  await expect(kernelDistance(one, two, { d: 1 })).rejects.toThrow(RangeError);
  await expect(kernelDistance(two, two, { d: 1, subsets: 1 })).rejects.toThrow(RangeError);
  await expect(kernelDistance(two, two, { d: 1, subsetSize: 1 })).rejects.toThrow(RangeError);
  await expect(kernelDistance(two, two)).rejects.toThrow(TypeError);
  await expect(kernelDistance(two, Float32Array.of(NaN, 0), { d: 1 })).rejects.toThrow(
    new RangeError("kernelDistance fake: wanted finite numbers, found NaN in example 0"),
  );
});
