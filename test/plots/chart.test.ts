import { describe, expect, it } from "vitest";
import { captioned, chartFrom, titleOver } from "../../src/plots/chart";

describe("chartFrom", () => {
  it("keeps whole numbers and shortens the others to six digits", () => {
    const { spec } = chartFrom({ width: 123456789, height: 1.23456789 }, "A.");
    expect([spec.width, spec.height]).toEqual([123456789, 1.23457]);
  });

  it("sets every colour that the dark theme of vega-embed sets", () => {
    expect(chartFrom({}, "A.").spec).toMatchObject({
      background: "white",
      config: {
        view: { stroke: expect.any(String) as string },
        title: { color: expect.any(String) as string, subtitleColor: expect.any(String) as string },
        style: { "guide-label": { fill: "#444444" }, "guide-title": { fill: "#222222" } },
        axis: { domainColor: "#888888", gridColor: "#e4e4e4", tickColor: "#888888" },
      },
    });
  });

  it.each([NaN, Infinity])("refuses %s", (width) => {
    expect(() => chartFrom({ width }, "A.")).toThrow(
      new RangeError(`Chart has ${width} at "width"; a chart holds finite numbers only`),
    );
  });

  it.each(["", "  "])('refuses the sentence "%s"', (alt) => {
    expect(() => chartFrom({}, alt)).toThrow(TypeError);
  });
});

describe("titleOver", () => {
  it("breaks a title between words", () => {
    expect(titleOver(172, "one two three four five six").text).toEqual([
      "one two three four", // 172 / 8.6 = 20 characters
      "five six",
    ]);
  });

  it("refuses an empty title", () => {
    expect(() => titleOver(100, "")).toThrow(/title is ""; wanted text/);
  });
});

describe("captioned", () => {
  it("adds to title and sentence and leaves the chart alone", () => {
    const chart = chartFrom({ title: { text: "T", subtitle: ["S"] } }, "A.");
    const whole = captioned(chart, "Seed 1");
    expect(whole.spec.title).toEqual({ text: "T", subtitle: ["S", "Seed 1"] });
    expect(whole.alt).toBe("A. Seed 1");
    expect(chart.spec.title).toEqual({ text: "T", subtitle: ["S"] });
  });

  it("takes a title that is a text", () => {
    const { spec } = captioned({ spec: { title: "T" }, alt: "A." }, "C");
    expect(spec.title).toEqual({ text: "T", subtitle: ["C"] });
  });
});
