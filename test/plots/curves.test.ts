import { describe, expect, it } from "vitest";
import { bars, type BarsOptions } from "../../src/plots/bars";
import { buckets } from "../../src/plots/buckets";
import { curves, type CurvesOptions } from "../../src/plots/curves";
import { roundingFor } from "../../src/plots/numbers";
import { coloursFor, pale, palette } from "../../src/plots/palette";
import { renderSvg } from "../../src/plots/render";

const line: CurvesOptions = {
  title: "Title",
  alt: "Sentence.",
  x: [0, 1],
  series: [{ name: "a", values: [1, 2] }],
  yTitle: "value",
};
const group: BarsOptions = {
  title: "Title",
  alt: "Sentence.",
  categories: ["p", "q"],
  series: [{ name: "a", values: [1, 2] }],
  xTitle: "kind",
  yTitle: "value",
};

/** What was thrown, as "RangeError: …". */
function thrown(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "nothing";
}

describe("buckets", () => {
  it("takes means, least and greatest of neighbours", () => {
    expect(buckets([1, 3, 10, 20, 30, 31], 3)).toEqual({
      mean: [2, 15, 30.5],
      low: [1, 10, 30],
      high: [3, 20, 31],
    });
  });

  it("keeps a short series", () => {
    expect(buckets([5, 6], 500).mean).toEqual([5, 6]);
  });

  it("leaves no bucket empty", () => {
    const { mean } = buckets(
      Array.from({ length: 501 }, () => 7),
      500,
    );
    expect(mean).toEqual(Array.from({ length: 500 }, () => 7));
  });
});

describe("curves", () => {
  const faults: readonly [string, Partial<CurvesOptions>, RegExp][] = [
    ["no series", { series: [] }, /^RangeError: series is empty/],
    [
      "no values",
      { x: [], series: [{ name: "a", values: [] }] },
      /^RangeError: values of "a" is empty/,
    ],
    ["another length", { x: [1] }, /^TypeError: values of "a" has 2 values; wanted 1/],
    [
      "NaN",
      { series: [{ name: "a", values: [1, NaN] }] },
      /^RangeError: values of "a" has NaN at index 1/,
    ],
    ["NaN in x", { x: [0, NaN] }, /^RangeError: x of "a" has NaN/],
    [
      "zero on a log scale",
      { yScale: "log", series: [{ name: "a", values: [0, 1] }] },
      /^RangeError: .*above 0/,
    ],
    [
      "half an interval",
      { series: [{ name: "a", values: [1, 2], low: [0, 1] }] },
      /^TypeError: "a" has one end/,
    ],
    [
      "a name twice",
      { series: [...line.series, ...line.series] },
      /^RangeError: Two series are named "a"/,
    ],
    ["a bad domain", { yDomain: [2, 1] }, /^RangeError: yDomain is \[2, 1\]/],
    [
      "an unnamed reference",
      { reference: [{ value: 1, label: "" }] },
      /^TypeError: Label of a reference/,
    ],
    [
      "an endless reference",
      { reference: [{ value: Infinity, label: "b" }] },
      /^RangeError: Values of ref/,
    ],
    ["an empty name", { series: [{ name: " ", values: [1, 2] }] }, /^TypeError: Name of a series/],
  ];
  it.each(faults)("refuses %s", (_, options, message) => {
    expect(thrown(() => curves({ ...line, ...options }))).toMatch(message);
  });

  it("keeps a band where its line is, on a log scale too", async () => {
    const series = [{ name: "a", values: [2, 3, 2, 4], low: [1, 1, 1, 2], high: [3, 4, 3, 5] }];
    const svg = await renderSvg(curves({ ...line, x: [1, 2, 3, 4], series, yScale: "log" }));
    const [band] = [...svg.matchAll(/ d="(M0,[^"]*L[^"]*Z)"/g)].map(([, path]) => path);
    const xs = [...band.matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) => Number(x));
    expect(xs).toHaveLength(8); // there and back
    expect(Math.min(...xs)).toBe(0);
    expect(Math.max(...xs)).toBe(620);
  });

  it("thins to 500 points", () => {
    const x = Float32Array.from({ length: 2500 }, (_, i) => i);
    const { layer } = curves({ ...line, x, series: [{ name: "a", values: x }] }).spec;
    const [{ data }] = layer as unknown as [{ data: { values: [{ x: number[]; low: number[] }] } }];
    expect(data.values[0].x).toHaveLength(500);
    expect(data.values[0].x[0]).toBe(2); // the mean of 0, 1, 2, 3, 4
    expect(data.values[0].low).toEqual([]);
  });

  it("takes a series with positions of its own", () => {
    const own = { name: "b", x: [0, 0.5, 1], values: [1, 2, 3] };
    expect(curves({ ...line, series: [...line.series, own] }).alt).toBe("Sentence.");
  });
});

describe("bars", () => {
  const faults: readonly [string, Partial<BarsOptions>, RegExp][] = [
    ["no category", { categories: [] }, /^RangeError: categories is empty/],
    ["a category twice", { categories: ["p", "p"] }, /^RangeError: categories has "p" twice/],
    ["another length", { categories: ["p"] }, /^TypeError: values of "a" has 2 values; wanted 1/],
    [
      "NaN",
      { series: [{ name: "a", values: [NaN, 1] }] },
      /^RangeError: values of "a" has NaN at index 0/,
    ],
  ];
  it.each(faults)("refuses %s", (_, options, message) => {
    expect(thrown(() => bars({ ...group, ...options }))).toMatch(message);
  });
});

describe("palette", () => {
  it("gives names of the course their colour and never one colour twice", () => {
    const names = ["generator loss", "real", "generated", "spectral norm"];
    const colours = coloursFor(names);
    expect(colours[0]).toBe(palette.generated);
    expect(colours[1]).toBe(palette.real);
    expect(new Set(colours).size).toBe(4);
  });

  it("refuses more series than it has colours", () => {
    expect(() => coloursFor(Array.from("abcdefgh"))).toThrow(/8 series; wanted at most 7/);
  });

  it("mixes with twice as much white", () => {
    expect(pale("#000000")).toBe("#aaaaaa"); // 510 / 3 = 170
    expect(pale("#ffffff")).toBe("#ffffff");
  });
});

describe("roundingFor", () => {
  it.each([
    [0, 1, 0.123456, 0.123],
    [-2, 2, 0.123456, 0.123],
    [0, 5000, 1234.56, 1235],
    [0, 1e-6, 1.23456e-7, 1.23e-7],
    [5, 5, 5.4321, 5.432],
  ])("rounds between %s and %s", (low, high, value, wanted) => {
    expect(roundingFor(low, high)(value)).toBeCloseTo(wanted, 12);
  });
});
