import { setTimeout as sleep } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it, vi } from "vitest";
import { scatterFrames } from "../../src/plots/scatter-frames";
import { scatterScrub } from "../../src/plots/scatter-scrub";
import { scatterPlot, type ScatterOptions } from "../../src/plots/scatter";
import { atLastStep } from "../../src/plots/slider";
import { coordinates, countOutside, squareAround, thin } from "../../src/plots/points";
import { gallery } from "./gallery";

const said = { title: "Title", alt: "Sentence." };
const square = { x: [-1, 1], y: [-1, 1] } as const;

describe("points", () => {
  it("reads both forms alike", () => {
    const wanted = { x: [1, 3], y: [2, 4] };
    expect(coordinates([[1, 2], [3, 4]], "real")).toEqual(wanted); // prettier-ignore
    expect(coordinates(Float32Array.of(1, 2, 3, 4), "real")).toEqual(wanted);
  });

  it("reads a tensor, and refuses one of another shape and one that is disposed", () => {
    const tensor = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expect(coordinates(tensor, "real")).toEqual({ x: [1, 3], y: [2, 4] });
    tensor.dispose();
    expect(() => coordinates(tensor, "real")).toThrow(/^real is a tensor that was disposed/);
    expect(() => coordinates(tf.zeros([2, 4]), "real")).toThrow(
      /a tensor \(2, 4\); wanted \(count, 2\)/,
    );
  });

  it("takes every second point when there are twice too many", () => {
    expect(thin({ x: [0, 1, 2, 3], y: [4, 5, 6, 7] }, 2)).toEqual({ x: [0, 2], y: [4, 6] });
  });

  it("counts what is outside in either direction", () => {
    expect(countOutside({ x: [0, 2, 0, 1], y: [0, 0, -2, 1] }, square)).toBe(2);
  });

  it("puts a square around the real data, whatever their shape", () => {
    const { x, y } = squareAround({ x: [0, 4], y: [1, 1] }, { x: [], y: [] });
    expect(x[0]).toBeCloseTo(2 - 1.15 * 2);
    expect(x[1] - x[0]).toBeCloseTo(y[1] - y[0]);
    expect((y[0] + y[1]) / 2).toBeCloseTo(1);
  });

  it("grows to three times the size for generated points, and no further", () => {
    const anchors = { x: [-1, 1], y: [-1, 1] };
    expect(squareAround(anchors, { x: [2], y: [0] }).x[1]).toBeCloseTo(2.1);
    expect(squareAround(anchors, { x: [1e9], y: [0] }).x[1]).toBeCloseTo(3.45);
  });
});

describe("scatterPlot", () => {
  const faults: readonly [string, Partial<ScatterOptions>, RegExp][] = [
    ["nothing", {}, /^RangeError: Scatter plot has no samples/],
    ["no points", { real: [] }, /^RangeError: real is empty/],
    ["an odd count", { fake: new Float32Array(3) }, /^TypeError: fake has 3 numbers/],
    [
      "a point in space",
      { real: [[1, 2, 3]] },
      /^TypeError: real\[0\] is \[1,2,3\]; wanted \[x, y\]/,
    ],
    ["NaN", { fake: [[0, NaN]] }, /^RangeError: fake has NaN at index 1/],
    ["a bad domain", { real: [[0, 0]], domain: [1, 1] }, /^RangeError: domain is \[1, 1\]/],
    ["a bad cap", { real: [[0, 0]], maxPoints: 0 }, /^RangeError: maxPoints is 0/],
    ["an empty title", { real: [[0, 0]], title: "" }, /^TypeError: title is ""/],
    ["an empty sentence", { real: [[0, 0]], alt: "" }, /^TypeError: alt is ""/],
  ];
  it.each(faults)("refuses %s", (_, options, message) => {
    let found = "nothing was thrown";
    try {
      scatterPlot({ ...said, ...options });
    } catch (error) {
      found = String(error);
    }
    expect(found).toMatch(message);
  });

  it("is square with equal units", () => {
    const { spec } = gallery.scatter();
    const { x, y } = spec.encoding as Record<string, { scale: { domain: [number, number] } }>;
    expect(spec.width).toBe(spec.height);
    expect(x.scale.domain[1] - x.scale.domain[0]).toBeCloseTo(
      y.scale.domain[1] - y.scale.domain[0],
    );
  });

  it("says how many points it leaves out", () => {
    expect(JSON.stringify(gallery.scatter().spec.title)).toContain(
      "1 of 4 generated points lie outside",
    );
  });

  it("draws at most maxPoints of each kind", () => {
    const real = new Float32Array(2000);
    const { layer } = scatterPlot({ ...said, real, maxPoints: 10 }).spec;
    const [{ data }] = layer as unknown as [{ data: { values: [{ x: number[] }] } }];
    expect(data.values[0].x).toHaveLength(10);
  });

  it("draws a single point", () => {
    expect(scatterPlot({ ...said, fake: [[3, 3]] }).alt).toBe("Sentence.");
  });
});

describe("frames", () => {
  const at = (step: number) => ({ step, samples: [[0, 0]] });

  it("fills rows evenly", () => {
    const columns = (n: number) =>
      scatterFrames({ ...said, frames: Array.from({ length: n }, (_, i) => at(i)), columns: 4 })
        .spec.columns;
    expect([1, 4, 5, 6, 8, 9].map(columns)).toEqual([1, 4, 3, 3, 4, 3]);
  });

  it("puts labels of one's own over the pictures", () => {
    const frames = [{ ...at(0), label: "plain" }, at(1500)];
    const { concat } = scatterFrames({ ...said, frames }).spec;
    const titles = (concat as unknown as { title: { text: string } }[]).map(
      ({ title }) => title.text,
    );
    expect(titles).toEqual(["plain", "step 1,500"]);
    expect(() => scatterFrames({ ...said, frames: [{ ...at(0), label: " " }] })).toThrow(
      /frames\[0\].label is " "; wanted text/,
    );
  });

  it("slides in the greatest step that meets every frame", () => {
    const { params } = scatterScrub({ ...said, frames: [at(0), at(100), at(250), at(1000)] }).spec;
    const bind = { min: 0, max: 1000, step: 50, name: "training step " };
    expect(params).toMatchObject([
      { name: "playing", value: false },
      { name: "shownStep", value: 0, bind },
    ]);
  });

  it("plays from the first step to the last and again, when it is asked to", async () => {
    const steps = Array.from({ length: 201 }, (_, i) => 10 * i);
    const { spec } = scatterScrub({ ...said, frames: steps.map(at) });
    const view = new vega.View(vega.parse(compile(spec as unknown as TopLevelSpec).spec));
    const seen: number[] = [];
    await view.runAsync();
    view.addSignalListener("shownStep", (_, value) => seen.push(Number(value)));
    await sleep(100);
    expect(seen).toEqual([]); // the clock runs, the film does not
    await view.signal("playing", true).runAsync();
    await vi.waitUntil(() => seen.length >= 3, 10_000);
    expect(seen.slice(0, 3)).toEqual([10, 20, 30]);
    await view.signal("shownStep", "1990").runAsync(); // as text, as the slider gives it
    const from = seen.indexOf(1990);
    await vi.waitUntil(() => seen.length >= from + 4, 10_000);
    expect(seen.slice(from, from + 4)).toEqual([1990, 2000, 0, 10]);
    view.finalize();
  });

  it("stands in a stored picture at its last step", () => {
    const { spec } = scatterScrub({ ...said, frames: [at(0), at(100)] });
    expect(atLastStep(spec).params).toMatchObject([{ name: "shownStep", value: 100 }]);
    expect(JSON.stringify(atLastStep(spec))).not.toContain("timer");
    const { spec: still } = gallery.scatter();
    expect(atLastStep(still)).toBe(still);
  });

  it.each([
    [[], /frames is empty/],
    [[at(5), at(5)], /frames\[1\].step is 5, after 5; wanted rising steps/],
    [[at(0.5)], /frames\[0\].step is 0.5; wanted a whole number/],
  ])("refuses frames %#", (frames, message) => {
    expect(() => scatterFrames({ ...said, frames })).toThrow(message);
    expect(() => scatterFrames({ ...said, frames })).toThrow(RangeError);
  });

  it("refuses to slide over one frame", () => {
    expect(() => scatterScrub({ ...said, frames: [at(0)] })).toThrow(/wanted at least 2/);
  });
});
