import * as tf from "@tensorflow/tfjs";
import { PNG } from "pngjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Chart } from "../../src/plots/chart";
import { contourOf } from "../../src/plots/contour";
import { decisionFrames, decisionScrub, decisionSurface } from "../../src/plots/decision";
import type { DecisionFilmOptions, DecisionOptions } from "../../src/plots/decision";
import { arrowsOf, surfaceOf, type Surface } from "../../src/plots/surface";
import { startEngine } from "../../src/runtime/engine";

const said = { title: "Title", alt: "Sentence." };
const square = { x: [0, 4], y: [0, 4] } as const;
/** Cell centres at 1 and 3; the lower row first. */
const surface: Surface = { domain: [0, 4], size: 2, values: [0, 0.25, 0.75, 1] };

interface Layer {
  readonly mark?: { readonly type: string; readonly shape?: string };
  readonly data: { readonly values: Record<string, number[] & string>[] };
}
const layersOf = ({ spec }: Chart) => spec.layer as unknown as Layer[];
const shafts = (chart: Chart) => layersOf(chart).filter(({ mark }) => mark?.type === "rule")[1];

beforeAll(async () => {
  await startEngine("wasm");
});

describe("surfaceOf", () => {
  it("asks at the centres of the cells, the lowest row first", () => {
    const x = surfaceOf((points) => tf.slice(points, [0, 0], [-1, 1]), [0, 6], 3);
    const y = surfaceOf((points) => tf.slice(points, [0, 1], [-1, 1]), [0, 6], 3);
    expect(Array.from(x.values)).toEqual([1, 3, 5, 1, 3, 5, 1, 3, 5]);
    expect(Array.from(y.values)).toEqual([1, 1, 1, 3, 3, 3, 5, 5, 5]);
  });

  it("leaks no tensor", () => {
    const before = tf.memory().numTensors;
    surfaceOf((x) => tf.sum(x, 1, true), [0, 1], 2);
    arrowsOf((x) => tf.sum(x, 1, true), [[0, 0]]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses scores that are not one for each point", () => {
    const ask = () => surfaceOf((x) => tf.sum(x, 1), [0, 1], 2);
    expect(ask).toThrow(TypeError);
    expect(ask).toThrow(/surfaceOf scores: wanted shape \(4, 1\), found \(4\)/);
  });

  it.each<[make: () => unknown, message: RegExp]>([
    [() => surfaceOf((x) => tf.log(tf.mul(0, tf.sum(x, 1, true))), [0, 1], 2), /has -Infinity/],
    [() => surfaceOf((x) => x, [0, 1], 1), /size: wanted a whole number at least 2/],
    [() => surfaceOf((x) => x, [1, 0], 2), /domain is \[1, 0\]/],
  ])("refuses what is out of range %#", (ask, message) => {
    expect(ask).toThrow(RangeError);
    expect(ask).toThrow(message);
  });
});

describe("arrowsOf", () => {
  it("points up the slope, each sample by itself", () => {
    const score = (x: tf.Tensor) => tf.sum(tf.mul(x, x), 1, true); // gradient 2x
    const { at, vectors } = arrowsOf(score, [[1, 2], [0, -3]]); // prettier-ignore
    expect(Array.from(at)).toEqual([1, 2, 0, -3]);
    expect(Array.from(vectors)).toEqual([2, 4, 0, -6]);
  });

  it("refuses gradients that are not finite", () => {
    expect(() => arrowsOf((x) => tf.sum(tf.sqrt(x), 1, true), [[0, 1]])).toThrow(RangeError);
  });
});

describe("contourOf", () => {
  it("crosses where the straight line between two centres meets the level", () => {
    // Along x from 0 to 0.25 no crossing of 0.5; along y from 0 to 0.75 at 2/3 of the way from 1 to 3.
    const { x, y, x2, y2 } = contourOf(surface, square, 0.5);
    expect([x.length, y.length, x2.length, y2.length]).toEqual([1, 1, 1, 1]);
    const ends = [[x[0], y[0]], [x2[0], y2[0]]].sort((a, b) => a[0] - b[0]); // prettier-ignore
    expect([ends[0][0], ends[1][0]]).toEqual([1, 3]);
    expect(ends[0][1]).toBeCloseTo(1 + 2 * (0.5 / 0.75), 12); // from 0 to 0.75
    expect(ends[1][1]).toBeCloseTo(1 + 2 * (0.25 / 0.75), 12); // from 0.25 to 1
  });

  it("is nowhere on a surface that does not reach the level", () => {
    expect(contourOf(surface, square, 2).x).toEqual([]);
  });

  it.each([
    // Corners: low left, low right, high left, high right. The mean's side stays in one piece.
    ["together", [1, -0.5, -0.5, 1], [3, 1]], // mean > 0: the corners at (3, 1) and (1, 3) are cut off
    ["apart", [0.5, -1, -1, 0.5], [1, 1]], // mean < 0: the corners at (1, 1) and (3, 3) are cut off
  ])("joins a saddle so that high corners stay %s", (_, values, corner) => {
    const { x, y, x2, y2 } = contourOf({ size: 2, values }, square, 0);
    expect(x).toHaveLength(2);
    const isNear = (i: number) =>
      [Math.hypot(x[i] - corner[0], y[i] - corner[1]), Math.hypot(x2[i] - corner[0], y2[i] - corner[1])] // prettier-ignore
        .every((distance) => distance < 1.5);
    expect([0, 1].filter(isNear)).toHaveLength(1);
  });

  it("goes around a hill in one closed line", () => {
    const size = 9;
    const values = Array.from({ length: 81 }, (_, i) => -Math.hypot((i % 9) - 4, Math.floor(i / 9) - 4)); // prettier-ignore
    const { x, y, x2, y2 } = contourOf({ size, values }, { x: [0, 9], y: [0, 9] }, -2.5);
    const ends = [...x.map((v, i) => `${v},${y[i]}`), ...x2.map((v, i) => `${v},${y2[i]}`)];
    expect(ends.length).toBeGreaterThan(8);
    for (const end of ends) expect(ends.filter((other) => other === end)).toHaveLength(2);
    x.forEach((v, i) => {
      expect(Math.hypot(v - 4.5, y[i] - 4.5)).toBeCloseTo(2.5, 0);
    });
  });
});

describe("decisionSurface", () => {
  it("draws the highest row at the top, real's side blue", () => {
    const [{ data }] = layersOf(decisionSurface({ ...said, surface }));
    const png = PNG.sync.read(Buffer.from(data.values[0].url.split(",")[1], "base64"));
    const pixel = (i: number) => Array.from(png.data.subarray(4 * i, 4 * i + 3));
    expect([png.width, png.height]).toEqual([2, 2]);
    const [topRight, lowLeft] = [pixel(1), pixel(2)];
    expect(topRight[2]).toBeGreaterThan(topRight[0]); // value 1: blue
    expect(lowLeft[0]).toBeGreaterThan(lowLeft[2]); // value 0: orange
  });

  it("draws the longest arrow 0.12 of the side long, the others in proportion", () => {
    const arrows = { at: [[1, 1], [2, 2]], vectors: [[0, 5], [2.5, 0]] }; // prettier-ignore
    const chart = decisionSurface({ ...said, surface, arrows });
    expect(shafts(chart).data.values).toEqual([
      { x: [1, 2], y: [1, 2], x2: [1, 2.24], y2: [1.48, 2], angle: [0, 90] }, // 0.12 * 4 = 0.48
    ]);
    expect(JSON.stringify(chart.spec.title)).toContain("gradient of 5");
  });

  it("leaves out arrows that cannot be seen and those that start outside", () => {
    const arrows = { at: [[1, 1], [2, 2], [5, 1]], vectors: [[1, 0], [0.001, 0], [1, 0]] }; // prettier-ignore
    expect(shafts(decisionSurface({ ...said, surface, arrows })).data.values[0].x).toEqual([1]);
  });

  it("says when all gradients are 0", () => {
    const arrows = { at: [[1, 1]], vectors: [[0, 0]] };
    const { title } = decisionSurface({ ...said, surface, arrows }).spec;
    expect(JSON.stringify(title)).toContain("All gradients are 0");
  });

  it("ends a score's colours where nine of ten lie within, as far on both sides", () => {
    const values = Array.from({ length: 100 }, (_, i) => (i < 95 ? -2 : 1000));
    const chart = decisionSurface({
      ...said,
      surface: { domain: [0, 4], size: 10, values },
      values: "score",
    });
    expect(JSON.stringify(chart.spec.layer)).toContain('"domain":[-2,0,2]');
  });

  const faults: readonly [string, Partial<DecisionOptions>, RegExp][] = [
    [
      "a score as probability",
      { surface: { ...surface, values: [0, 0, 0, 1.5] } },
      /^RangeError: surface has values from 0 to 1.5; wanted probabilities/,
    ],
    [
      "missing values",
      { surface: { ...surface, values: [0] } },
      /^TypeError: surface.values has 1 values; wanted 4/,
    ],
    [
      "NaN",
      { surface: { ...surface, values: [0, NaN, 0, 0] } },
      /^RangeError: surface.values has NaN/,
    ],
    [
      "a surface of one cell",
      { surface: { ...surface, size: 1, values: [0] } },
      /^RangeError: surface.size: wanted a whole number at least 2/,
    ],
    [
      "arrows without a direction",
      { arrows: { at: [[0, 0], [1, 1]], vectors: [[1, 1]] } }, // prettier-ignore
      /^TypeError: arrows.vectors has 1 vectors; wanted 2/,
    ],
    ["points of three numbers", { fake: [[1, 2, 3]] }, /^TypeError: fake\[0\]/],
    ["an empty title", { title: "" }, /^TypeError: title is ""/],
  ];
  it.each(faults)("refuses %s", (_, options, message) => {
    expect(() => decisionSurface({ ...said, surface, ...options })).toThrow(Error);
    let found = "";
    try {
      decisionSurface({ ...said, surface, ...options });
    } catch (error) {
      found = String(error);
    }
    expect(found).toMatch(message);
  });
});

describe("decisions over training", () => {
  const arrow = (length: number) => ({ at: [[1, 1]], vectors: [[0, length]] });
  const frames = [
    { step: 0, surface, arrows: arrow(1) },
    { step: 100, surface, arrows: arrow(4) },
    { step: 250, surface },
  ];

  it("have one scale of arrows", () => {
    const { data } = shafts(decisionScrub({ ...said, frames }));
    expect(data.values.map(({ y2 }) => y2)).toEqual([[1.12], [1.48]]); // 0.48 / 4, 0.48
  });

  it("show each frame from its own step until the next one's", () => {
    const [{ data }] = layersOf(decisionScrub({ ...said, frames }));
    const spans = data.values.map(({ from, until }) => [from, until]);
    expect(spans).toEqual([[0, 100], [100, 250], [250, 251]]); // prettier-ignore
  });

  it("stand side by side with axes at the left and below", () => {
    const { concat, columns } = decisionFrames({ ...said, frames, columns: 2 }).spec;
    expect(columns).toBe(2);
    const titles = (concat as unknown as { layer: { encoding: { y: { title: string | null } } }[] }[]).map(({ layer }) => layer[2].encoding.y.title); // prettier-ignore
    expect(titles).toEqual(["y", null, "y"]);
  });

  const other: Surface = { ...surface, domain: [0, 5] };
  const faults: readonly [string, DecisionFilmOptions["frames"], RegExp][] = [
    ["no frame", [], /frames is empty/],
    ["falling steps", [frames[1], frames[0]], /frames\[1\].step is 0, after 100/],
    [
      "another square",
      [frames[0], { step: 1, surface: other }],
      /frames\[1\].surface.domain is \[0, 5\]; wanted \[0, 4\]/,
    ],
  ];
  it.each(faults)("refuse %s", (_, wrong, message) => {
    for (const make of [decisionFrames, decisionScrub]) {
      expect(() => make({ ...said, frames: wrong })).toThrow(RangeError);
      expect(() => make({ ...said, frames: wrong })).toThrow(message);
    }
  });

  it("refuse to slide over one frame", () => {
    expect(() => decisionScrub({ ...said, frames: frames.slice(0, 1) })).toThrow(/at least 2/);
  });
});
