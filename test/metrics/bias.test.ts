import { expect, it } from "vitest";
import { biasCurve } from "../../src/metrics/bias";
import { meanInterval } from "../../src/metrics/interval";
import { mind } from "../../src/metrics/sliced";
import { seeded } from "../../src/random";

const numbers = (n: number, first: number) => Float32Array.from({ length: n }, (_, i) => first + i);

it("gives the metric subsets of each size, without replacement, new ones each time", async () => {
  const seen: Float32Array[] = [];
  const metric = (real: Float32Array, fake: Float32Array) => {
    seen.push(real, fake);
    return Promise.resolve(real.length + seen.length);
  };
  const options = { d: 2, sizes: [3, 10], repeats: 4, random: seeded(1) };
  const curve = await biasCurve(metric, numbers(40, 0), numbers(30, 100), options);
  expect(seen.map((rows) => rows.length)).toEqual(
    Array.from({ length: 16 }, (_, i) => (i < 8 ? 6 : 20)),
  );
  for (const [i, rows] of seen.entries()) {
    const firsts = [...rows].filter((_, k) => k % 2 === 0);
    expect(new Set(firsts).size).toBe(firsts.length);
    expect([...rows].filter((_, k) => k % 2 === 1)).toEqual(firsts.map((value) => value + 1));
    expect(firsts.every((value) => (i % 2 === 0 ? value < 40 : value >= 100))).toBe(true);
  }
  expect(new Set(seen.map((rows) => rows.join())).size).toBe(seen.length);
  expect(curve[0]).toEqual({ size: 3, values: [8, 10, 12, 14], ...meanInterval([8, 10, 12, 14]) });
});

it("shows the bias of a squared distance: it falls as 1 / size", async () => {
  const [real, fake] = [seeded(1).normals(6000), seeded(2).normals(6000)];
  const metric = (a: Float32Array, b: Float32Array) =>
    mind(a, b, { d: 2, directions: 16, random: seeded(3) });
  const options = { d: 2, sizes: [20, 80, 320], repeats: 20, random: seeded(4) };
  const [small, medium, large] = await biasCurve(metric, real, fake, options);
  expect(small.mean / medium.mean).toBeGreaterThan(2.5);
  expect(medium.mean / large.mean).toBeGreaterThan(2.5);
  expect(small.mean / large.mean).toBeLessThan(30);
});

it("draws a size in the same way whatever other sizes there are", async () => {
  const sum = (real: Float32Array) => real.reduce((total, value) => total + value, 0);
  const at = async (sizes: number[]) =>
    biasCurve(sum, numbers(40, 0), numbers(40, 0), { d: 1, sizes, repeats: 2, random: seeded(1) });
  expect((await at([5, 9]))[1]).toEqual((await at([9]))[0]);
});

it("refuses sizes that are not there, and a single repeat", async () => {
  const rows = numbers(6, 0);
  const at = (options: object) =>
    biasCurve(() => 0, rows, rows, { d: 2, sizes: [2], random: seeded(1), ...options });
  await expect(at({ sizes: [4] })).rejects.toThrow(
    new RangeError("biasCurve size: wanted a whole number at least 1 and at most 3, found 4"),
  );
  await expect(at({ sizes: [] })).rejects.toThrow(RangeError);
  await expect(at({ repeats: 1 })).rejects.toThrow(RangeError);
  await expect(at({ d: 4 })).rejects.toThrow(TypeError);
  const bad = biasCurve(() => NaN, rows, rows, { d: 2, sizes: [2], random: seeded(1) });
  await expect(bad).rejects.toThrow(RangeError);
});
