import { describe, expect, it } from "vitest";
import { captioned, chartFrom, titleOver } from "../../src/plots/chart";

describe("chartFrom", () => {
  it("keeps whole numbers and shortens the others to six digits", () => {
    const { spec } = chartFrom({ width: 123456789, height: 1.23456789 }, "A.");
    expect([spec.width, spec.height]).toEqual([123456789, 1.23457]);
  });

  it("leaves the colours of text to the page, and sets all else that a dark theme sets", () => {
    const { spec } = chartFrom({}, "A.");
    expect(spec).toMatchObject({
      background: "transparent",
      config: {
        view: { stroke: "#bbbbbb", fill: "white" },
        axis: { domainColor: "#888888", gridColor: "#e4e4e4", tickColor: "#888888" },
        legend: { fillColor: "white", labelColor: "#444444", titleColor: "#222222" },
      },
    });
    const { title, style } = spec.config as Record<string, object>;
    expect(JSON.stringify({ title, style })).not.toMatch(/color|fill/i);
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
    const words = Array.from({ length: 20 }, (_, i) => `word${i}`).join(" "); // 129 characters
    // a column of 700 pixels holds 700 / 8.6 = 81 characters, a picture of 1,200 pixels 139
    expect(titleOver(172, words).text).toEqual([
      words.slice(0, words.indexOf(" word13")),
      words.slice(words.indexOf("word13")),
    ]);
    expect(titleOver(1200, words).text).toEqual([words]);
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
