import { describe, expect, it } from "vitest";
import { lookAt } from "../../src/data/facts";
import { farOut } from "../../src/data/far-out";
import { finiteDataset, type FiniteFields } from "../../src/data/finite";
import { cleaned, dataReport } from "../../src/data/report";
import { seeded } from "../../src/random";

const normals = (count: number) => seeded(1).normals(count);
const set = (examples: Float32Array, others: Partial<FiniteFields> = {}) =>
  finiteDataset({ name: "mine", shape: [2], examples, ...others });
const look = (examples: Float32Array, others: Partial<FiniteFields> = {}) => {
  const data = set(examples, others);
  return lookAt(data, { values: examples, ...(data.labels && { labels: data.labels }) });
};

describe("the look at numbers", () => {
  it("names the first number outside of the declared range, its place, and how many there are", () => {
    const { fault } = look(Float32Array.of(0, 0.5, 0, 255, 3, -1), { range: [-1, 1] });
    expect(fault).toMatch(/^range: wanted numbers from -1 to 1, as it declares; found 255 in /);
    expect(fault).toContain("example 1, number 1 of shape (2) (both from 0)");
    expect(fault).toContain("In all 2 of 6 numbers lie outside, 3 to 255.");
    expect(fault).toContain("normalisePixels");
  });

  it.each<[string, Float32Array, readonly [number, number]]>([
    ["numbers on the ends", Float32Array.of(-1, 1), [-1, 1]],
    ["the rounding of float32", Float32Array.of(-1.000001, 1.000001), [-1, 1]],
    ["the rounding of large numbers", Float32Array.of(0, 255.001), [0, 255]],
    ["what is not finite, which is another fault", Float32Array.of(NaN, Infinity), [-1, 1]],
  ])("bears %s", (_, examples, range) => {
    expect(look(examples, { range }).fault).toBeUndefined();
  });

  it("refuses a range that is none", () => {
    expect(look(Float32Array.of(0, 0), { range: [1, -1] }).fault).toBe(
      "range: wanted [low, high] with low < high, found [1, -1]",
    );
  });

  it("names a label that is no class", () => {
    const data = set(Float32Array.of(0, 0, 1, 1), { labels: Uint8Array.of(0, 1), classes: 2 });
    const { fault } = lookAt(data, { values: data.examples, labels: Int32Array.of(0, 7) });
    expect(fault).toMatch(/^labels: wanted whole numbers from 0 to 1, .*found 7 for example 1/);
  });

  it("counts what is not finite, and names the first", () => {
    const { notFinite, facts } = look(Float32Array.of(0, 1, 2, -Infinity, NaN, 3));
    expect(notFinite).toBe("-Infinity in example 1, number 1 of shape (2) (both from 0)");
    expect(facts()).toMatchObject({ name: "mine", examples: 3, notFinite: 2, alike: false });
  });

  it("tells whether all examples are one", () => {
    expect(look(Float32Array.of(1, 2, 1, 2, 1, 2)).facts().alike).toBe(true);
    expect(look(Float32Array.of(1, 2)).facts().alike).toBe(true); // there is one only
    const drawn = { name: "drawn", shape: [2], sample: () => { throw new Error("not drawn"); } }; // prettier-ignore
    expect(lookAt(drawn, { values: Float32Array.of(1, 2) }).facts().alike).toBeUndefined();
  });
});

describe("far out are", () => {
  /** 500 points from N(0, 1), some of whose numbers are others. */
  const points = (edit: (examples: Float32Array) => void) => {
    const examples = Float32Array.from(normals(1000));
    edit(examples);
    return examples;
  };

  it.each<[string, (examples: Float32Array) => void, number, number]>([
    ["-999 in a tenth", (e) => { for (let i = 0; i < 50; i++) e[20 * i] = -999; }, 50, -999],
    ["9999 in a fifth", (e) => { for (let i = 0; i < 100; i++) e[10 * i + 1] = 9999; }, 100, 9999],
    ["1e38, once", (e) => { e[101] = 1e38; }, 1, Math.fround(1e38)],
    ["-1e6 and 1e7, once each", (e) => { e[3] = -1e6; e[7] = 1e7; }, 2, 1e7],
  ])("%s", (_, edit, count, value) => {
    const examples = points(edit);
    const { examples: found, farthest } = farOut(examples, 2);
    expect(found).toHaveLength(count);
    expect(farthest?.value).toBe(value);
    const { example, place } = farthest!;
    expect(examples[2 * example + place]).toBe(value);
    const report = dataReport(set(examples));
    expect(report.findings.map(({ fault }) => fault)).toEqual(["farOut"]);
    expect(report.farOut?.examples).toEqual(found);
    expect(farOut(cleaned(set(examples), report).examples, 2).examples).toEqual([]);
  }); // prettier-ignore

  it.each<[string, Float32Array, number]>([
    ["normal numbers", normals(1000), 2],
    ["uniform ones", seeded(2).uniforms(1000), 2],
    // |t| with few degrees of freedom has long tails
    ["long tails", normals(2000).map((x, i, all) => x / Math.max(0.2, Math.abs(all[(i + 1) % 2000]))), 2],
    ["places of different size", normals(1000).map((x, i) => (i % 2 === 0 ? x : 1e5 * x)), 2],
    // four of five at 0, the others around 100: a mode, not strays
    ["a mode of its own", normals(500).map((x, i) => (i % 5 === 0 ? 100 + x : 0.01 * x)), 1],
    ["sparse data", Float32Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? 1 : 0)), 2],
    ["a rare mode among few", Float32Array.from({ length: 64 }, (_, i) => (i === 9 ? 8 : 0.1 * Math.sin(i))), 1],
    ["one number all over", new Float32Array(1000).fill(3), 2],
    ["too few to tell", Float32Array.of(1, 2, 3, 1e9), 1],
  ])("not %s", (_, values, size) => {
    expect(farOut(Float32Array.from(values), size)).toEqual({ examples: [] });
  }); // prettier-ignore
});
