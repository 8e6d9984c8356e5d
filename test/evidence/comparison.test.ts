import { afterEach, describe, expect, it, vi } from "vitest";
import { judge } from "../../src/evidence/claim";
import { comparisonTable } from "../../src/evidence/comparison";
import { resultsTable } from "../../src/evidence/results-table";
import { htmlTable, textTable } from "../../src/evidence/table";

const columns = [{ key: "modes", title: "modes of 8", better: "more" }] as const;
const none = { modes: [1, 2, 1, 2] };
const input = { title: "Levers", baseline: "none", columns };

const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
afterEach(() => {
  said.mockClear();
});

describe("comparisonTable", () => {
  it("compares arm and baseline seed by seed", () => {
    const [base, other] = comparisonTable({
      ...input,
      arms: { none, other: { modes: [4, 5, 4, 5] } },
    });
    expect(base).toMatchObject({ verdict: "baseline", measured: { mean: 1.5 } });
    expect(other).toMatchObject({ verdict: "better", difference: { mean: 3, low: 3, high: 3 } });
  });

  it.each([
    ["more", [0, 1, 0, 1], "worse"],
    ["less", [0, 1, 0, 1], "better"],
    ["less", [4, 5, 4, 5], "worse"],
    ["more", [0, 4, 0, 3], "undecided"], // differences −1, 2, −1, 1
  ] as const)("where %s is better, %j is %s", (better, modes, verdict) => {
    const cells = comparisonTable({
      ...input,
      columns: [{ ...columns[0], better }],
      arms: { none, other: { modes } },
    });
    expect(cells[1].verdict).toBe(verdict);
  });

  it("says which arm is the baseline, unless its name says so", () => {
    comparisonTable({ ...input, arms: { none, other: none } });
    expect(said.mock.calls[0][0]).toContain("none (baseline)");
    comparisonTable({ ...input, baseline: "baseline", arms: { baseline: none, other: none } });
    expect(said.mock.calls[1][0]).not.toContain("(baseline)");
  });

  it("leaves out seeds that diverged, pair by pair, and counts them", () => {
    const modes = [4, NaN, 4, 5];
    const [, other] = comparisonTable({ ...input, arms: { none, other: { modes } } });
    expect(other.measured.n).toBe(3);
    expect(other.difference?.mean).toBe(3); // 3, 3, 3
    expect(said.mock.calls[0][0]).toContain("1 of 4 diverged");
  });

  it.each([
    [{ baseline: "nobody", arms: { none } }, /baseline "nobody" is not among the arms: none/],
    [{ arms: { none, other: {} } }, /arm "other" has no measurement "modes"/],
    [{ arms: { none, other: { modes: [1] } } }, /1 seeds for "modes", the baseline 4/],
    [{ arms: { none, other: { modes: [NaN, NaN, NaN, 1] } } }, /1 finite numbers for "modes"/],
  ])("refuses %j", (change, message) => {
    const wrong = { ...input, ...change } as Parameters<typeof comparisonTable>[0];
    expect(() => comparisonTable(wrong)).toThrow(message);
    expect(() => comparisonTable(wrong)).toThrow(RangeError);
  });
});

describe("resultsTable", () => {
  it("has a row for each claim, with its verdict", () => {
    const claim = judge(
      "Ones",
      { measured: [1, 1, 1], unit: "points", require: { atMost: 2 } },
      true,
    );
    resultsTable([claim]);
    expect(said.mock.calls[0][0]).toMatch(
      /✔ held\s+Ones\s+1 \[1, 1\] points\s+at most 2\s+3\s+over 99 %/,
    );
  });

  it("shows headlines, and folds the others below them", () => {
    const input = { measured: [1, 1, 1], unit: "points", require: { atMost: 2 } };
    const headline = judge("Ones", { ...input, headline: true }, true);
    resultsTable([headline, judge("Also ones", input, true)]);
    const text = String(said.mock.calls[0][0]);
    const [first, rest] = text.split("Appendix: the other 1 claim");
    expect(first).toContain("Ones");
    expect(first).not.toContain("Also ones");
    expect(rest).toContain("Also ones");
    expect(judge("Ones", input, true)).not.toHaveProperty("headline");
  });

  it("refuses none", () => {
    expect(() => {
      resultsTable([]);
    }).toThrow(RangeError);
  });
});

describe("a table", () => {
  const table = {
    title: "a < b",
    heads: ["", "x"],
    rows: [[{ text: "r", head: true }, { text: "1\n2" }]],
  };

  it("escapes HTML, names its rows and columns, and breaks lines", () => {
    const html = htmlTable(table);
    expect(html).toContain("a &lt; b");
    expect(html).toContain('<th scope="row" style="text-align:left">r</th>');
    expect(html).toContain("1<br>2");
  });

  it("is aligned as text", () => {
    expect(textTable(table)).toBe("a < b\n   x\nr  1; 2");
  });
});
