import { describe, expect, it } from "vitest";
import { deviationMatrix, type DeviationOptions } from "../../src/plots/deviation";
import { renderPng } from "../../src/plots/render";

const base: DeviationOptions = {
  title: "Title",
  alt: "Sentence.",
  values: [[0.04, -2.96], [3.5, -40], [12.3, 300]], // prettier-ignore
  rowNames: ["a", "b", "c"],
  columnNames: ["p", "q"],
  rowTitle: "fault",
  columnTitle: "metric",
};

interface Cell {
  row: string;
  column: string;
  text: string;
  fill: string;
  ink: string;
}

const cellsOf = (options: DeviationOptions) =>
  (deviationMatrix(options).spec.data as unknown as { values: Cell[] }).values;

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe("deviationMatrix", () => {
  it("writes each value with its sign, and nothing at nought", () => {
    expect(cellsOf(base).map(({ text }) => text)).toEqual(["0", "−3.0", "+3.5", "−40", "+12", "+300"]); // prettier-ignore
    expect(cellsOf(base)[3]).toMatchObject({ row: "b", column: "q" });
  });

  it("leaves what is usual white, and colours the rest by its side", () => {
    const fills = cellsOf(base).map(({ fill }) => fill);
    expect(fills.slice(0, 2)).toEqual(["#ffffff", "#ffffff"]);
    const [red, , blue] = [1, 3, 5].map((at) => parseInt(fills[2].slice(at, at + 2), 16));
    expect(red).toBeGreaterThan(blue); // orange
    expect(fills[3]).toBe("#5aa9d6"); // beyond `full`
    expect(fills[5]).toBe("#e0752a");
    expect(cellsOf({ ...base, usual: 4 })[2].fill).toBe("#ffffff");
  });

  it("keeps its text readable on every fill", () => {
    const values = [-30, -20, -10, -5, -1, 1, 5, 10, 20, 30].map((value) => [value]);
    const rowNames = values.map(String);
    for (const { fill, ink } of cellsOf({ ...base, values, rowNames, columnNames: ["p"] })) {
      const [a, b] = [luminance(fill), luminance(ink)];
      expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), fill).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("can be drawn", async () => {
    expect((await renderPng(deviationMatrix(base), { scale: 1 })).length).toBeGreaterThan(1000);
  });

  it.each<[string, Partial<DeviationOptions>, RegExp]>([
    ["a missing row", { rowNames: ["a", "b"] }, /^TypeError: values has 3 values; wanted 2/],
    ["a missing column", { columnNames: ["p"] }, /^TypeError: values\[0\] has 2 values; wanted 1/],
    ["a name twice", { rowNames: ["a", "a", "b"] }, /^RangeError: rowNames has "a" twice/],
    ["no number", { values: [[NaN, 0], [0, 0], [0, 0]] }, /^RangeError/], // prettier-ignore
    ["limits in the wrong order", { usual: 5, full: 4 }, /^RangeError: usual is 5 and full 4/],
  ])("refuses %s", (_, options, message) => {
    let error: unknown;
    try {
      deviationMatrix({ ...base, ...options });
    } catch (caught) {
      error = caught;
    }
    expect(String(error)).toMatch(message);
  });
});
