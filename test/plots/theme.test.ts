import { readFileSync } from "node:fs";
import path from "node:path";
import { mergeConfig, type Config } from "vega";
import { describe, expect, it } from "vitest";
import type { Chart } from "../../src/plots/chart";
import { confusionMatrix, textOn } from "../../src/plots/confusion";
import { coloursFor, pale, palette } from "../../src/plots/palette";
import { kindEncoding } from "../../src/plots/plane";
import {
  magnitudeStops,
  pathStops,
  rampColour,
  sequentialStops,
  sidesStops,
} from "../../src/plots/ramp";
import { renderSvg } from "../../src/plots/render";
import { greyInk, ink, pageInk, panel, softInk } from "../../src/plots/theme";
import { gallery } from "./gallery";
import { normalised } from "./snapshot";
import { contrast, distance, visions } from "./vision";

const white = "#ffffff";
const series = coloursFor(Array.from("abcdefg"));
const hex = (rgb: readonly number[]) =>
  `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
const along = (stops: readonly string[]) =>
  Array.from({ length: 101 }, (_, i) => hex(rampColour({ stops, low: 0, high: 100 }, i)));
const kinds = ["real", "generated", "mode centre"] as const;
const darkMarks = (kindEncoding(kinds, true).color as { scale: { range: string[] } }).scale.range;

describe("the measures themselves", () => {
  it("know black and white", () => {
    expect(contrast("#000000", white)).toBeCloseTo(21, 10);
    expect(distance("#000000", white)).toBeCloseTo(100, 3);
  });

  it("know the grey that just reaches 4.5 on white", () => {
    expect(contrast("#767676", white)).toBeCloseTo(4.54, 2); // a known figure of WCAG 2.1
  });

  it.each(["protanopia", "deuteranopia"])("bring red and green nearer with %s", (vision) => {
    const [red, green] = ["#cc3333", "#554400"]; // light red and dark olive
    expect(distance(red, green, vision)).toBeLessThan(distance(red, green) / 2);
  });

  it.each(Object.keys(visions))("leave grey grey with %s", (vision) => {
    expect(distance("#808080", "#808080", vision)).toBe(0);
    expect(distance("#808080", white, vision)).toBeCloseTo(distance("#808080", white), 1);
  });
});

describe("contrast on the panel", () => {
  it("is white in every theme, on a page that shows through around it", () => {
    expect(panel).toBe("white");
    expect(gallery.curves().spec.background).toBe("transparent");
  });

  it("of a label that lies beside it is at least 4 on light and dark pages", () => {
    for (const page of [white, "#111111"]) expect(contrast(pageInk, page)).toBeGreaterThan(4);
  });

  it.each([ink, softInk, greyInk, pageInk])("of text %s is at least 4.5", (colour) => {
    expect(contrast(colour, white)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...series, ...Object.values(palette), greyInk, "#888888"])(
    "of marks %s is at least 3",
    (colour) => {
      expect(contrast(colour, white)).toBeGreaterThanOrEqual(3);
    },
  );

  it("of points on a decision surface is at least 3 on each of its colours", () => {
    for (const mark of [...darkMarks, ink]) {
      const least = Math.min(...along(sidesStops).map((colour) => contrast(mark, colour)));
      expect(least, mark).toBeGreaterThanOrEqual(3);
    }
  });

  it("of a label on a decision surface is at least 4.5", () => {
    const least = Math.min(...along(sidesStops).map((colour) => contrast(ink, colour)));
    expect(least).toBeGreaterThanOrEqual(4.5);
  });

  it("of a pale bar's outline on its filling is at least 1.5", () => {
    for (const colour of series) expect(contrast(colour, pale(colour))).toBeGreaterThan(1.5);
  });

  it("of numbers in a confusion matrix is at least 4.5 in every cell", () => {
    along(sequentialStops).forEach((colour, i) => {
      expect(contrast(textOn(i / 100), colour), `${i} %`).toBeGreaterThanOrEqual(4.5);
    });
    const counts = [[3, 1], [0, 4]]; // prettier-ignore
    const chart = confusionMatrix({
      title: "Title",
      alt: "Sentence.",
      counts,
      rowNames: ["a", "b"],
      rowTitle: "true",
      columnTitle: "seen",
    });
    const { values } = chart.spec.data as unknown as { values: { text: string }[] };
    expect(values.map(({ text }) => text)).toEqual([0.75, 0.25, 0, 1].map(textOn));
  });

  // The accepted pictures are compared with what is drawn in snapshots.test.ts.
  it.each(Object.keys(gallery))("of all text in %s is at least 4.5", (name) => {
    if (name === "confusion") return; // its numbers lie on colours: above
    const svg = readFileSync(path.join(__dirname, "snapshots", `${name}.svg`), "utf8");
    const fills = Array.from(svg.matchAll(/<text\b[^>]* fill="([^"]*)"/g), ([, fill]) => fill);
    expect(fills.length).toBeGreaterThan(0);
    for (const fill of new Set(fills)) {
      expect(contrast(fill, white), fill).toBeGreaterThanOrEqual(4.5);
    }
  });
});

// ΔE*ab of 15 is six times what is just noticeable side by side. The seven come to 16.1 or more.
const apart = 15;

describe.each(Object.keys(visions))("with %s", (vision) => {
  const least = (colours: readonly string[]): number =>
    Math.min(...colours.flatMap((a, i) => colours.slice(0, i).map((b) => distance(a, b, vision))));

  it("the colours of series stay apart", () => {
    expect(least(series)).toBeGreaterThan(apart);
  });

  it("real and generated stay apart on a decision surface", () => {
    expect(least(darkMarks)).toBeGreaterThan(apart);
    expect(least(sidesStops)).toBeGreaterThan(apart);
  });

  it("zero and not finite look like no gradient", () => {
    const special = [palette.generated, "#000000"];
    expect(least(special)).toBeGreaterThan(apart);
    for (const colour of along(magnitudeStops)) {
      for (const other of special) expect(distance(colour, other, vision)).toBeGreaterThan(apart);
    }
  });

  it.each([
    ["shares", sequentialStops],
    ["magnitudes", magnitudeStops],
    ["paths", pathStops],
  ])("the colours of %s darken all the way", (_, stops) => {
    const lightness = along(stops).map((colour) => contrast(colour, "#000000"));
    lightness.slice(1).forEach((value, i) => {
      expect(value).toBeLessThan(lightness[i]);
    });
    expect(least(stops)).toBeGreaterThan(apart);
  });
});

// What vega-embed's theme "dark" sets, which JupyterLab asks for in its dark themes.
const dark = {
  background: "#333",
  view: { stroke: "#888" },
  title: { color: "#fff", subtitleColor: "#fff" },
  style: { "guide-label": { fill: "#fff" }, "guide-title": { fill: "#fff" } },
  axis: { domainColor: "#fff", gridColor: "#888", tickColor: "#fff" },
};

/** A chart as vega-embed draws it with a theme: the chart's own values win. */
function themed({ spec, alt }: Chart, theme: object): Chart {
  const config = mergeConfig(theme as Config, spec.config as Config) as Chart["spec"];
  return { spec: { ...spec, config }, alt };
}

describe("JupyterLab's dark theme", () => {
  /** The texts of a picture with their colours, and all else. */
  const partsOf = (svg: string) => ({
    fills: Array.from(svg.matchAll(/<text\b[^>]* fill="([^"]*)"/g), ([, fill]) => fill),
    rest: normalised(svg).replace(/(<text\b[^>]* fill=")[^"]*/g, "$1"),
  });

  it.each(Object.keys(gallery))("changes nothing in %s but text, to its own ink", async (name) => {
    const chart = gallery[name]();
    const light = partsOf(await renderSvg(chart));
    const night = partsOf(await renderSvg(themed(chart, dark)));
    expect(night.rest).toBe(light.rest);
    expect(night.fills.length).toBeGreaterThan(0);
    expect(night.fills).toContain("#fff");
    night.fills.forEach((fill, i) => {
      if (fill !== "#fff") expect(fill, "on a panel").toBe(light.fills[i]);
      else expect(light.fills[i]).toBe("#000");
    });
  });

  it("leaves titles and axes readable, and what lies on a panel as dark as it was", async () => {
    const { fills } = partsOf(await renderSvg(themed(gallery.curves(), dark)));
    const onPage = fills.filter((fill) => fill === "#fff").length;
    expect(onPage).toBeGreaterThan(10); // axes, their titles, the title
    expect(fills.filter((fill) => fill === softInk)).toHaveLength(2); // the legend's
  });
});
