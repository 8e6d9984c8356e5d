import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import type { Chart } from "../../src/plots/chart";
import { densityPlot, type DensityOptions } from "../../src/plots/density";
import { latentPath } from "../../src/plots/latent-path";
import { latentWalk, latentWalkPoints } from "../../src/plots/latent-walk";
import { rampColour, rgbOf, type Ramp } from "../../src/plots/ramp";

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

describe("rampColour", () => {
  const ramp: Ramp = { stops: ["#000000", "#640000", "#6400c8"], low: 0, high: 2 };

  it("mixes between neighbouring stops", () => {
    expect(rampColour(ramp, 0.5)).toEqual([50, 0, 0]); // half way from 0 to 100
    expect(rampColour(ramp, 1.25)).toEqual([100, 0, 50]); // a quarter of the way from 0 to 200
    expect(rampColour(ramp, 2)).toEqual([100, 0, 200]);
  });

  it("keeps the end's colour beyond the ends", () => {
    expect(rampColour(ramp, -1)).toEqual(rgbOf(ramp.stops[0]));
    expect(rampColour(ramp, 99)).toEqual(rgbOf(ramp.stops[2]));
  });
});

describe("densityPlot", () => {
  const base: DensityOptions = { ...said, real: [[1, 1]], fake: [[3, 1]], domain: [0, 4], size: 4 };
  const pictures = ({ spec }: Chart) =>
    (spec.concat as unknown as { layer: [{ data: { values: [{ url: string }] } }] }[]).map(
      ({ layer }) => {
        const [{ url }] = layer[0].data.values;
        return PNG.sync.read(Buffer.from(url.split(",")[1], "base64"));
      },
    );
  /** Red of a cell: the less of it, the more samples. */
  const red = (picture: PNG, column: number, row: number) => picture.data[4 * (row * 4 + column)];

  it("counts each sample in its cell and half as much in the next", () => {
    const [real] = pictures(densityPlot({ ...base, real: [[1.5, 0.5]] }));
    // Row 3 is the lowest. Weights 4 in the cell, 2 beside it, 1 across the corner, of 16.
    const [own, beside, above, corner, far] = [[1, 3], [0, 3], [1, 2], [2, 2], [3, 3]].map(([c, r]) => red(real, c, r)); // prettier-ignore
    expect(beside).toBe(above);
    expect(own).toBeLessThan(beside);
    expect(beside).toBeLessThan(corner);
    expect(corner).toBeLessThan(far);
    expect(far).toBe(255); // white: no sample
  });

  it("has one scale for both: twice the densest real cell's share is the darkest", () => {
    // Real: 4 of 16 of half the samples in a cell, 12.5 %. Generated: 4 of 16 of all, 25 % = twice that.
    const real = [[0.5, 0.5], [3.5, 3.5]]; // prettier-ignore
    const chart = densityPlot({ ...base, real, fake: [[0.5, 0.5], [0.6, 0.6]] }); // prettier-ignore
    const fake = pictures(chart)[1];
    expect(Array.from(fake.data.subarray(4 * 12, 4 * 12 + 3))).toEqual([8, 48, 107]); // #08306b
    expect(JSON.stringify(chart.spec.title)).toContain("25 %");
  });

  it("counts generated samples outside", () => {
    const chart = densityPlot({ ...base, fake: [[1, 1], [9, 9], [-1, 0]] }); // prettier-ignore
    expect(JSON.stringify(chart.spec.concat)).toContain("generated, 2 of 3 outside");
  });

  it("is around the real samples, whatever the generated ones do", () => {
    const square = (fake: number[][]) =>
      JSON.stringify(
        densityPlot({
          ...said,
          real: [
            [0, 0],
            [1, 1],
          ],
          fake,
        }).spec.concat,
      ) // prettier-ignore
        .match(/"scale":{"domain":\[[^\]]*\]/)?.[0];
    expect(square([[0, 0]])).toBe(square([[100, 100]]));
  });

  it("puts the edge of the square into the last cell", () => {
    const [real] = pictures(densityPlot({ ...base, real: [[4, 4]] }));
    expect(red(real, 3, 0)).toBeLessThan(255);
  });

  const faults: readonly [string, Partial<DensityOptions>, RegExp][] = [
    ["no sample", { real: [] }, /^RangeError: real is empty/],
    ["no real sample inside", { real: [[9, 9]] }, /^RangeError: No real sample lies/],
    ["a grid of 3", { size: 3 }, /^RangeError: densityPlot size: wanted .* at least 4/],
    ["NaN", { fake: [[0, NaN]] }, /^RangeError: fake has NaN/],
  ];
  it.each(faults)("refuses %s", (_, options, message) => {
    expect(thrown(() => densityPlot({ ...base, ...options }))).toMatch(message);
  });
});

describe("latentPath", () => {
  it("stays on the sphere, in equal turns", () => {
    const path = latentPath([2, 0], [0, 2], 4); // quarter turn in three parts of 30 degrees
    [0, 30, 60, 90].forEach((degrees, i) => {
      expect(path[2 * i]).toBeCloseTo(2 * Math.cos((degrees * Math.PI) / 180), 6);
      expect(path[2 * i + 1]).toBeCloseTo(2 * Math.sin((degrees * Math.PI) / 180), 6);
    });
  });

  it("is a line between ends of one direction, of opposite ones, and from 0", () => {
    expect(Array.from(latentPath([1, 0], [3, 0], 3))).toEqual([1, 0, 2, 0, 3, 0]);
    expect(Array.from(latentPath([1, 0], [-1, 0], 3))).toEqual([1, 0, 0, 0, -1, 0]);
    expect(Array.from(latentPath([0, 0], [2, 4], 3))).toEqual([0, 0, 1, 2, 2, 4]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["unequal ends", () => latentPath([1], [1, 2], 2), /^TypeError: latentPath to has 2 values; wanted 1/], // prettier-ignore
    ["one vector", () => latentPath([1], [2], 1), /^RangeError: latentPath count/],
    ["no dimension", () => latentPath([], [], 2), /^RangeError: latentPath from is empty/],
    ["NaN", () => latentPath([1], [NaN], 2), /^RangeError: latentPath to has NaN/],
  ])("refuses %s", (_, make, message) => {
    expect(thrown(make)).toMatch(message);
  });
});

describe("latent walks", () => {
  const images = new Float32Array(6); // (6, 1, 1, 1)
  const size = { images, height: 1, width: 1 };
  const t = (chart: Chart) =>
    Array.from(JSON.stringify(chart.spec).matchAll(/t = ([\d.]+)/g), ([, at]) => Number(at));

  it("write t under the last walk", () => {
    expect(t(latentWalk({ ...said, ...size, steps: 3 }))).toEqual([0, 0.5, 1]);
    expect(t(latentWalk({ ...said, ...size }))).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it("give points their place on the way", () => {
    const walks = [[[0, 0], [1, 0], [4, 0]], [[0, 1], [0, 2], [0, 3]]]; // prettier-ignore
    const { layer } = latentWalkPoints({ ...said, walks }).spec;
    const [{ data }] = layer as unknown as [{ data: { values: unknown } }];
    expect(data.values).toEqual([
      { walk: 0, x: [0, 1, 4], y: [0, 0, 0], t: [0, 0.5, 1] },
      { walk: 1, x: [0, 0, 0], y: [1, 2, 3], t: [0, 0.5, 1] },
    ]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["half a walk", () => latentWalk({ ...said, ...size, steps: 4 }), /^TypeError: images holds 6 pictures; wanted a multiple of steps 4/], // prettier-ignore
    ["one step", () => latentWalk({ ...said, ...size, steps: 1 }), /^RangeError: latentWalk steps/],
    ["no walk", () => latentWalkPoints({ ...said, walks: [] }), /^RangeError: walks is empty/],
    ["unequal walks", () => latentWalkPoints({ ...said, walks: [[[0, 0]], [[0, 0], [1, 1]]] }), /^RangeError: Points of walks\[1\]: found 2; wanted 1/], // prettier-ignore
  ])("refuse %s", (_, make, message) => {
    expect(thrown(make)).toMatch(message);
  });
});
