import { describe, expect, it } from "vitest";
import { buildNotebook } from "../../src/course/convert";
import {
  claimsOf,
  hasFailed,
  resultsTable,
  summary,
  type LessonResult,
} from "../../src/course/results";
import { CLAIM_MIME, judge } from "../../src/evidence/claim";

const held = judge(
  "Six is more than five",
  { measured: [6, 6, 6], unit: "points", require: { atLeast: 5 } },
  true,
);
const broken = judge(
  "Four is more | than five",
  { measured: [4, 4, 4], unit: "points", require: { atLeast: 5 } },
  true,
);
const result: LessonResult = {
  notebook: "00-x",
  budget: "full",
  engine: "wasm 1",
  seconds: 3,
  fresh: false,
  claims: [held],
};

describe("results", () => {
  it("finds the claims in a notebook's outputs", () => {
    const notebook = buildNotebook("// %%\n1\n\n// %% [markdown]\n// x", "a");
    notebook.cells[0].outputs = [
      { output_type: "display_data", data: { [CLAIM_MIME]: { claims: [held, broken] } } },
    ] as never;
    expect(claimsOf(notebook)).toEqual([held, broken]);
  });

  it("fails on an enforced claim that is not held and on an error, not otherwise", () => {
    expect(hasFailed(result)).toBe(false);
    expect(hasFailed({ ...result, claims: [held, broken] })).toBe(true);
    expect(hasFailed({ ...result, claims: [{ ...broken, enforced: false }] })).toBe(false);
    expect(hasFailed({ ...result, error: "died" })).toBe(true);
  });

  it("writes one row a claim, and no row breaks the table", () => {
    const rows = resultsTable([{ ...result, claims: [held, broken] }]).split("\n");
    expect(rows).toHaveLength(4);
    expect(rows[2]).toBe(
      "| 00-x | Six is more than five | 6 [6, 6] points | 3 | at least 5 | held |",
    );
    expect(rows[3]).toContain("Four is more \\| than five");
    expect(rows[3]).toContain("NOT HELD");
  });

  it("says how a notebook ended in one line", () => {
    expect(summary({ ...result, claims: [held, broken] })).toContain("1 of 2 claims held");
    expect(summary({ ...result, error: "Cell 3 failed\nmore" })).toMatch(/stopped: Cell 3 failed$/);
  });
});
