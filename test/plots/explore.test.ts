import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { explore } from "../../src/plots/explore";
import type { ExploreOptions, ExploreSlider } from "../../src/plots/explore-options";
import { withoutHover } from "../../src/plots/hover";
import { renderSvg } from "../../src/plots/render";

const slider: ExploreSlider = { title: "slope (m)", from: 0, to: 4, value: 2, step: 0.5 };
const options: ExploreOptions = {
  title: "A line and its mirror image",
  alt: "Two lines cross at 0.",
  sliders: { slope: slider, offset: { ...slider, title: "offset", from: -1, to: 1, value: 0 } },
  x: { name: "x", title: "x", domain: [-1, 1] },
  y: { title: "height", domain: [-5, 5] },
  where: { twice: "2 * x", bent: "twice * slope / 2" },
  lines: [
    { name: "up", formula: "bent + offset" },
    { name: "down", formula: "x < 9 ? -bent + offset : 0" },
  ],
};

interface Row {
  readonly name_: string;
  readonly x_: number;
  readonly y_: number;
}

/** The chart's rows, after sliders were moved as a browser does it: to a text. */
async function rows(given: ExploreOptions, moved: Record<string, string> = {}) {
  const spec = withoutHover(explore(given).spec) as unknown as TopLevelSpec;
  const compiled = compile(spec).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none" });
  for (const [name, value] of Object.entries(moved)) view.signal(`${name}_`, value);
  await view.runAsync();
  const sets = compiled.data!.map(({ name }) => view.data(name) as Row[]);
  const found = sets.find((each) => each.length > 100)!;
  return (name: string, x: number) =>
    found.find((row) => row.name_ === name && Math.abs(row.x_ - x) < 1e-9)!.y_;
}

describe("explore", () => {
  it("draws each formula where the sliders stand", async () => {
    const at = await rows(options);
    expect([at("up", 1), at("up", -1), at("down", 0.5)]).toEqual([2, -2, -1]);
  });

  it("computes anew when a slider is moved", async () => {
    const at = await rows(options, { slope: "4", offset: "-1" });
    expect([at("up", 1), at("up", -1), at("down", 0.5)]).toEqual([3, -5, -3]);
  });

  it("places points evenly on a log scale too", async () => {
    const x = { name: "dose", title: "dose", domain: [0.01, 100], scale: "log" } as const;
    const sliders = { slope: slider };
    const at = await rows({ ...options, sliders, x, where: {}, lines: [{ name: "up", formula: "slope * dose" }] }); // prettier-ignore
    expect(at("up", 1)).toBeCloseTo(2, 9);
  });

  it("says in the picture where the sliders stand", async () => {
    const svg = await renderSvg(explore(options));
    expect(/>slope \(m\) 2; offset 0</.test(svg)).toBe(true);
  });

  it("gives the keyboard a slider that JupyterLab leaves alone", () => {
    const { params } = explore(options).spec as unknown as { params: { bind?: object }[] };
    expect(params[0].bind).toMatchObject({
      ...{ input: "Range", min: 0, max: 4, step: 0.5, name: "slope (m) " },
      "data-lm-suppress-shortcuts": "true",
    });
  });

  const lines = (formula: string) => ({ lines: [{ name: "up", formula: `offset + ${formula}` }] });
  const withSlope = (change: Partial<ExploreSlider>) => ({
    sliders: { ...options.sliders, slope: { ...slider, ...change } },
  });
  it.each<[string, Partial<ExploreOptions>, RegExp]>([
    ["a misspelt name", lines("slop"), /^explore lines\[0\]\.formula: wanted a formula of slope, offset, x, twice, bent, found the name "slop", which is not known; did you mean "slope"\?$/], // prettier-ignore
    ["an unknown name", lines("momentum"), /found the name "momentum", which is not known\. Known are slope, .*PI/], // prettier-ignore
    ["a function that is none", lines("sqr(slope)"), /found the function "sqr", which is not known; did you mean "sqrt"\?/], // prettier-ignore
    ["a function that gives another number each time", lines("random()"), /the function "random"/],
    ["what is no expression", lines("(slope"), /found "offset \+ \(slope", where Vega says: /],
    ["an assignment", lines("slope; 1"), /where Vega says/],
    ["a member", lines("datum.y_"), /with a MemberExpression; write numbers, names/],
    ["a text", lines("'slope'"), /found "slope"; write numbers and names/],
    ["a formula before the one that it names", { where: { bent: "twice * slope", twice: "2 * x" } }, /explore where\.bent: .*the name "twice"/], // prettier-ignore
    ["a slider that nothing names", { where: { bent: "x" } }, /^explore sliders\.slope: wanted a formula that names it, found none/], // prettier-ignore
    ["a range the wrong way round", withSlope({ from: 5 }), /^explore sliders\.slope \[from, to\] is \[5, 4\]/], // prettier-ignore
    ["a value outside", withSlope({ value: 4.5 }), /^explore sliders\.slope\.value: wanted a number at least 0 and at most 4, found 4\.5/], // prettier-ignore
    ["a value between two places", withSlope({ value: 0.7 }), /value: wanted 0 and some times the step 0\.5, found 0\.7/], // prettier-ignore
    ["no step", withSlope({ step: 0 }), /step: wanted a number above 0/],
    ["no slider", { sliders: {} }, /^explore sliders is empty/],
    ["two things of one name", { where: { slope: "1", bent: "slope * x" } }, /wanted a name for each of x, sliders and formulas, found "slope" twice/], // prettier-ignore
    ["a name that is Vega's", { x: { ...options.x, name: "width" } }, /^explore name: wanted a word of letters, .* that Vega does not use itself, found "width"/], // prettier-ignore
    ["0 on a log scale", { y: { title: "y", domain: [0, 1], scale: "log" } }, /^explore y\.domain, on a log scale: wanted a number above 0, found 0/], // prettier-ignore
    ["an axis the wrong way round", { y: { title: "y", domain: [1, 0] } }, /^explore y\.domain is \[1, 0\]/], // prettier-ignore
    ["two lines of one name", { lines: [options.lines[0], options.lines[0]] }, /Two series are named "up"/], // prettier-ignore
    ["no lines", { lines: [] }, /series is empty/],
  ])("refuses %s", (_, change, message) => {
    expect(() => explore({ ...options, ...change })).toThrow(message);
    expect(() => explore({ ...options, ...change })).toThrow(RangeError);
  });
});
