import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { beforeAfter, type BeforeAfterOptions } from "../../src/plots/before-after";
import { doseResponse, metricAgainstBudget, type DoseOptions } from "../../src/plots/budget";
import type { Chart, JsonObject } from "../../src/plots/chart";
import { confusionMatrix, type ConfusionOptions } from "../../src/plots/confusion";
import { gradientHeatMap, type GradientHeatMapOptions } from "../../src/plots/gradient-heat";
import type { LevelOptions } from "../../src/plots/levels";
import { modeHistogram, type ModeHistogramOptions } from "../../src/plots/mode-histogram";
import { rgbOf } from "../../src/plots/ramp";
import { seedCurves, type SeedCurvesOptions } from "../../src/plots/seed-curves";

const said = { title: "Title", alt: "Sentence." };

/** What was thrown, as "RangeError: …". */
function thrown(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "nothing";
}

interface Layer {
  readonly data: { readonly values: readonly Record<string, number>[] };
  readonly mark: { readonly type: string; readonly xOffset?: number };
}
const layersOf = (spec: JsonObject) => spec.layer as unknown as Layer[];
const titleOf = ({ spec }: Chart) => JSON.stringify(spec.title);

// Student's t of 2 degrees of freedom at 97.5 %, from tables: 4.3027. Values 1, 2, 3 have std 1.
const reach = 4.3027 / Math.sqrt(3);

describe("seedCurves", () => {
  const base: SeedCurvesOptions = {
    ...said,
    x: [0, 1],
    series: [{ name: "a", runs: [[1, 10], [2, 20], [3, 30]] }], // prettier-ignore
    yTitle: "value",
  };
  const row = (options: Partial<SeedCurvesOptions>) => {
    const [lines] = layersOf(seedCurves({ ...base, ...options }).spec);
    return lines.data.values[0] as unknown as Record<"x" | "y" | "low" | "high", number[]>;
  };

  it("draws the mean and Student's t interval", () => {
    const { y, low, high } = row({});
    expect(y).toEqual([2, 20]);
    expect(low[0]).toBeCloseTo(2 - reach, 1);
    expect(high[1]).toBeCloseTo(20 + 10 * reach, 1);
  });

  it("draws the range, and says so", () => {
    const { low, high } = row({ band: "range" });
    expect([low, high]).toEqual([[1, 10], [3, 30]]); // prettier-ignore
    expect(seedCurves({ ...base, band: "range" }).alt).toContain("3 seeds: mean, shaded: least");
  });

  it("takes logarithms on a log scale", () => {
    const series = [{ name: "a", runs: [[1], [100]] }]; // geometric mean 10
    expect(row({ series, x: [0], yScale: "log", band: "range" }).y[0]).toBeCloseTo(10, 6);
  });

  it("thins each run before it takes the interval", () => {
    const long = Array.from({ length: 1000 }, (_, i) => i % 2); // each bucket of two has mean 0.5
    const x = Array.from({ length: 1000 }, (_, i) => i);
    const { x: at, y, low } = row({ x, series: [{ name: "a", runs: [long, long] }] });
    expect([at.length, at[0], y[0], low[0]]).toEqual([500, 1, 0.5, 0.5]); // no difference between seeds
  });

  it("names unequal numbers of seeds", () => {
    const series = [...base.series, { name: "b", runs: [[1, 1], [2, 2]] }]; // prettier-ignore
    expect(seedCurves({ ...base, series }).alt).toContain("2 to 3 seeds");
  });

  it.each<[string, Partial<SeedCurvesOptions>, RegExp]>([
    ["one run", { series: [{ name: "a", runs: [[1, 2]] }] }, /^RangeError: "a" has 1 runs; wanted at least 2/], // prettier-ignore
    ["a short run", { series: [{ name: "a", runs: [[1, 2], [1]] }] }, /^TypeError: runs\[1\] of "a" has 1 values/], // prettier-ignore
    ["NaN", { series: [{ name: "a", runs: [[1, 2], [1, NaN]] }] }, /^RangeError: runs\[1\] of "a" has NaN/], // prettier-ignore
    ["0 on a log scale", { yScale: "log", series: [{ name: "a", runs: [[1, 2], [0, 1]] }] }, /^RangeError: runs\[1\] of "a" goes down to 0; wanted above 0/], // prettier-ignore
    ["no series", { series: [] }, /^RangeError: series is empty/],
    ["a level of 1", { level: 1 }, /^RangeError: meanInterval level/],
  ])("refuses %s", (_, options, message) => {
    expect(thrown(() => seedCurves({ ...base, ...options }))).toMatch(message);
  });
});

describe("gradientHeatMap", () => {
  const base: GradientHeatMapOptions = {
    ...said,
    steps: [0, 1, 2, 3],
    layers: [{ name: "first", norms: [1e-4, 0, 1e-2, 2 ** -130] }],
  };
  const picture = (options: Partial<GradientHeatMapOptions>) => {
    const [{ data }] = layersOf(gradientHeatMap({ ...base, ...options }).spec);
    const { url } = data.values[0] as unknown as { url: string };
    return PNG.sync.read(Buffer.from(url.split(",")[1], "base64"));
  };
  const pixels = (options: Partial<GradientHeatMapOptions>) => {
    const { data, width, height } = picture(options);
    return Array.from({ length: width * height }, (_, i) => Array.from(data.subarray(4 * i, 4 * i + 3))); // prettier-ignore
  };
  const [zero, broken] = [rgbOf("#D55E00"), rgbOf("#000000")];
  const [palest, darkest] = [rgbOf("#deebf7"), rgbOf("#08519c")];

  it("goes by powers of ten, and gives zero and underflow a colour of their own", () => {
    expect(pixels({})).toEqual([palest, zero, darkest, zero]);
  });

  it("gives what is not finite a colour of its own", () => {
    const layers = [{ name: "first", norms: [1e-4, 1e-2, NaN, Infinity] }];
    expect(pixels({ layers })).toEqual([palest, darkest, broken, broken]);
  });

  it("names the special colours that occur", () => {
    const names = (layers: GradientHeatMapOptions["layers"]) =>
      JSON.stringify(gradientHeatMap({ ...base, layers }).spec.layer).match(/"domain":\["[^\]]*\]/);
    expect(names(base.layers)?.[0]).toBe('"domain":["0 or underflow"]');
    expect(names([{ name: "a", norms: [1, 2, 3, 4] }])).toBeNull();
  });

  it("draws medians of many steps, and what came before where there is none", () => {
    const steps = [...Array.from({ length: 124 }, (_, i) => i), 248, 249, 250]; // columns of 2 steps
    const norms = steps.map((step) => (step < 6 ? [1e-2, 1e-2, 1e-4, 1e-4, 1e-2, 0][step] : 1e-2));
    const drawn = pixels({ steps, layers: [{ name: "a", norms }] });
    expect(drawn).toHaveLength(125);
    expect(drawn.slice(0, 3)).toEqual([darkest, palest, zero]); // the lower one of two
    expect(drawn[90]).toEqual(drawn[61]);
  });

  it("draws layers from top to bottom", () => {
    const layers = [
      { name: "first", norms: [1e-4, 1e-4, 1e-4, 1e-4] },
      { name: "last", norms: [1e-2, 1e-2, 1e-2, 1e-2] },
    ];
    expect(picture({ layers })).toMatchObject({ width: 4, height: 2 });
    expect(pixels({ layers })[0]).toEqual(palest);
    expect(pixels({ layers })[4]).toEqual(darkest);
  });

  it("draws where no gradient is above 0, and a single step", () => {
    expect(pixels({ steps: [7], layers: [{ name: "a", norms: [0] }] })).toEqual([zero]);
  });

  it.each<[string, Partial<GradientHeatMapOptions>, RegExp]>([
    ["no layer", { layers: [] }, /^RangeError: layers is empty/],
    ["falling steps", { steps: [0, 2, 1, 3] }, /^RangeError: steps\[2\] is 1, after 2/],
    ["a layer twice", { layers: [...base.layers, ...base.layers] }, /^RangeError: layers has "first" twice/], // prettier-ignore
    ["a missing norm", { layers: [{ name: "a", norms: [1] }] }, /^TypeError: norms of "a" has 1 values/], // prettier-ignore
    ["a negative norm", { layers: [{ name: "a", norms: [1, -2, 1, 1] }] }, /^RangeError: norms of "a" has -2/], // prettier-ignore
    ["a domain from 0", { domain: [0, 1] }, /^RangeError: domain starts at 0; wanted above 0/],
  ])("refuses %s", (_, options, message) => {
    expect(thrown(() => gradientHeatMap({ ...base, ...options }))).toMatch(message);
  });
});

describe("modeHistogram", () => {
  const base: ModeHistogramOptions = {
    ...said,
    masses: [3, 1], // shares 0.75 and 0.25
    series: [{ name: "generated", counts: [80, 20] }],
  };

  it("draws shares against the true ones and the reach of a perfect sampler", () => {
    const [bars, box] = layersOf(modeHistogram(base).spec).map(({ data }) => data.values);
    expect(bars.map(({ share }) => share)).toEqual([0.8, 0.2]);
    const half = 1.96 * Math.sqrt((0.75 * 0.25) / 100); // the same for both modes
    expect(box[0].low).toBeCloseTo(0.75 - half, 5);
    expect(box[1].high).toBeCloseTo(0.25 + half, 5);
    expect(titleOf(modeHistogram(base))).toContain("100 samples");
  });

  it("takes the smallest series for the box, which does not go below 0", () => {
    const series = [...base.series, { name: "few", counts: [4, 0] }];
    const chart = modeHistogram({ ...base, series });
    expect(titleOf(chart)).toContain("4 samples");
    expect(layersOf(chart.spec)[1].data.values[1].low).toBe(0); // 0.25 - 1.96 * 0.2165 < 0
  });

  it.each<[string, Partial<ModeHistogramOptions>, RegExp]>([
    ["other modes", { masses: [1] }, /^TypeError: counts of "generated" has 2 values; wanted 1/],
    ["no samples", { series: [{ name: "a", counts: [0, 0] }] }, /^RangeError: counts of "a" is \[0, 0\]/], // prettier-ignore
    ["a negative count", { series: [{ name: "a", counts: [2, -1] }] }, /^RangeError: counts of "a" is \[2, -1\]/], // prettier-ignore
    ["a missing label", { labels: ["a"] }, /^TypeError: labels has 1 values; wanted 2/],
    ["no series", { series: [] }, /^RangeError: series is empty/],
  ])("refuses %s", (_, options, message) => {
    expect(thrown(() => modeHistogram({ ...base, ...options }))).toMatch(message);
  });
});

describe("charts over levels", () => {
  const base: LevelOptions = {
    ...said,
    series: [{ name: "a", points: [{ at: 1, values: [1, 2, 3] }, { at: 10, values: [5] }] }], // prettier-ignore
    xTitle: "x",
    yTitle: "y",
  };

  it("draw means, and intervals where there are two seeds or more", () => {
    const [line] = layersOf(metricAgainstBudget(base).spec);
    expect(line.data.values[0]).toMatchObject({ at: 1, mean: 2 });
    expect(line.data.values[0].low).toBeCloseTo(2 - reach, 3);
    expect(line.data.values[1]).toEqual({ name: "a", at: 10, mean: 5 });
  });

  it("show each seed of a dose, not of a budget", () => {
    const rings = ({ spec }: Chart) =>
      layersOf(spec).flatMap(({ data }) => data.values.flatMap((row) => ("value" in row ? [row.value] : []))); // prettier-ignore
    expect(rings(doseResponse(base))).toEqual([1, 2, 3, 5]);
    expect(rings(metricAgainstBudget(base))).toEqual([]);
  });

  it("set series apart by 7 pixels", () => {
    const series = [...base.series, { name: "b", points: base.series[0].points }];
    const offsets = layersOf(metricAgainstBudget({ ...base, xScale: "log", series }).spec);
    expect(new Set(offsets.map(({ mark }) => mark.xOffset))).toEqual(new Set([-3.5, 3.5]));
  });

  it("turn the names of levels that are too long to stand side by side", () => {
    const angle = (names: string[]) => {
      const points = names.map((at) => ({ at, values: [1] }));
      const spec = doseResponse({ ...base, series: [{ name: "a", points }] }).spec;
      return (layersOf(spec)[0] as unknown as { encoding: { x: { axis: { labelAngle: number } } } })
        .encoding.x.axis.labelAngle;
    };
    expect(angle(["short", "names"])).toBe(0);
    expect(angle(["a", "b", "c", "d", "e", "one of seventeen", "g"])).toBe(-40);
  });

  it("take logarithms on a log scale", () => {
    const series = [{ name: "a", points: [{ at: 1, values: [1, 100] }] }];
    const [line] = layersOf(metricAgainstBudget({ ...base, xScale: "log", series, yScale: "log" }).spec); // prettier-ignore
    expect(line.data.values[0].mean).toBeCloseTo(10, 3);
  });

  it("say what the points are only where there are seeds", () => {
    const alone = [{ name: "a", points: [{ at: 1, values: [1] }] }];
    expect(titleOf(doseResponse({ ...base, level: 0.9 }))).toContain("with 90 % intervals");
    expect(titleOf(doseResponse({ ...base, series: alone }))).not.toContain("intervals");
  });

  const points = (at: number | string, values: number[]) => ({
    series: [{ name: "a", points: [{ at, values }] }],
  });
  it.each<[string, Partial<DoseOptions>, RegExp]>([
    ["no series", { series: [] }, /^RangeError: series is empty/],
    ["no points", { series: [{ name: "a", points: [] }] }, /^RangeError: points of "a" is empty/],
    ["no seeds", points(1, []), /^RangeError: values in points\[0\] of "a" is empty/],
    ["NaN", points(1, [NaN]), /^RangeError: values in points\[0\] of "a" has NaN/],
    ["budget 0", points(0, [1]), /^RangeError: at in points\[0\] of "a" is 0; wanted above 0/],
    ["a text", points("none", [1]), /^TypeError: at in points\[0\] of "a" is "none"; wanted a number/], // prettier-ignore
    ["0 on a log scale", { ...points(1, [0]), yScale: "log" }, /^RangeError: values .* go down to 0/], // prettier-ignore
  ])("refuse %s", (_, options, message) => {
    expect(thrown(() => metricAgainstBudget({ ...base, ...options, xScale: "log" }))).toMatch(
      message,
    );
  });
});

describe("beforeAfter", () => {
  const base: BeforeAfterOptions = {
    ...said,
    before: { name: "without", values: [1, 1, 1] },
    after: { name: "with", values: [2, 3, 4] },
    yTitle: "modes",
  };

  it("gives the paired difference in picture and sentence", () => {
    const chart = beforeAfter(base); // differences 1, 2, 3
    const [, difference] = chart.spec.hconcat as unknown as JsonObject[];
    const [summary, rings] = layersOf(difference).map(({ data }) => data.values);
    expect(rings.map((row) => row.difference)).toEqual([1, 2, 3]);
    expect(summary[0].mean).toBe(2);
    expect(summary[0].low).toBeCloseTo(2 - reach, 3);
    expect(chart.alt).toBe("Sentence. Mean difference +2, 95 % interval −0.484 to +4.48, 3 seeds.");
  });

  it("does not hang on the order of the seeds' values, but on their pairs", () => {
    const turned = { name: "with", values: [4, 3, 2] };
    const before = { name: "without", values: [3, 2, 1] };
    expect(beforeAfter({ ...base, before, after: turned }).alt).toContain("interval +1 to +1");
  });

  it.each<[string, Partial<BeforeAfterOptions>, RegExp]>([
    ["arms of unequal length", { after: { name: "with", values: [1] } }, /^TypeError: values of "with" has 1 values; wanted 3/], // prettier-ignore
    ["one name", { after: { name: "without", values: [1, 2, 3] } }, /^RangeError: Both arms are named "without"/], // prettier-ignore
    ["no name", { after: { name: "", values: [1, 2, 3] } }, /^TypeError: Name of after/],
    ["NaN", { before: { name: "without", values: [1, 2, NaN] } }, /^RangeError: values of "without" has NaN/], // prettier-ignore
  ])("refuses %s", (_, options, message) => {
    expect(thrown(() => beforeAfter({ ...base, ...options }))).toMatch(message);
  });

  it("refuses one seed", () => {
    const [before, after] = [{ name: "a", values: [1] }, { name: "b", values: [2] }]; // prettier-ignore
    expect(() => beforeAfter({ ...base, before, after })).toThrow(RangeError);
  });
});

describe("confusionMatrix", () => {
  const base: ConfusionOptions = {
    ...said,
    counts: [[3, 1], [0, 0], [0, 1200]], // prettier-ignore
    rowNames: ["a", "b", "c"],
    columnNames: ["p", "q"],
    rowTitle: "true",
    columnTitle: "seen",
  };

  it("holds counts and shares of the row", () => {
    const { values } = confusionMatrix(base).spec.data as unknown as {
      values: Record<string, unknown>[];
    };
    const cell = (i: number) => [values[i].row, values[i].column, values[i].count, values[i].percent]; // prettier-ignore
    expect(cell(0)).toEqual(["a", "p", "3", "75 %"]);
    expect(cell(2)).toEqual(["b", "p", "0", "–"]); // nothing was asked for: no share
    expect(cell(5)).toEqual(["c", "q", "1,200", "100 %"]);
  });

  it("names columns as rows if they have no names of their own", () => {
    const counts = [[1, 0], [0, 1]]; // prettier-ignore
    const chart = confusionMatrix({ ...said, counts, rowNames: ["a", "b"], rowTitle: "t", columnTitle: "s" }); // prettier-ignore
    expect(JSON.stringify(chart.spec.encoding)).toContain('"sort":["a","b"],"title":"s"');
  });

  it.each<[string, Partial<ConfusionOptions>, RegExp]>([
    ["a missing row", { rowNames: ["a"] }, /^TypeError: counts has 3 values; wanted 1/],
    ["a missing column", { columnNames: ["p"] }, /^TypeError: counts\[0\] has 2 values; wanted 1/],
    ["a name twice", { rowNames: ["a", "a", "b"] }, /^RangeError: rowNames has "a" twice/],
    ["half an example", { counts: [[0.5, 0], [0, 0], [0, 0]] }, /^RangeError: counts\[0\] has 0.5; wanted whole/], // prettier-ignore
    ["a negative count", { counts: [[0, 0], [-1, 0], [0, 0]] }, /^RangeError: counts\[1\] has -1/], // prettier-ignore
  ])("refuses %s", (_, options, message) => {
    expect(thrown(() => confusionMatrix({ ...base, ...options }))).toMatch(message);
  });
});
