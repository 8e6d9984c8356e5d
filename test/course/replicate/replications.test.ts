import { describe, expect, it } from "vitest";
import {
  claimLine,
  replicationOf,
  replicationsMarkdown,
  summaryLines,
  type SetResult,
} from "../../../src/course/replicate/replications";
import { judge, type Claim } from "../../../src/evidence/claim";

const about = (text: string, measured: number[]): Claim =>
  judge(text, { measured, unit: "points", require: { atLeast: 5 } }, true);

/** Three claims on a set: one that always holds, one that holds nearly, one that holds on the first set only. */
function set(firstSeed: number, third: number[], notebook = "01-a"): SetResult {
  const claims = [
    about("Far", [9, 10, 11]),
    about("Near", [6.9, 7, 8]),
    about("Some | times", third),
  ];
  const result = { notebook, budget: "full", engine: "e", seconds: 1, fresh: false, claims };
  return { firstSeed, result };
}

const context = {
  budget: "full",
  engine: "e",
  library: "abc",
  names: ["00-b", "01-a"],
  firstSeeds: [101, 201],
};
const failed: SetResult = {
  firstSeed: 201,
  result: {
    ...{ notebook: "00-b", budget: "full", engine: "e", seconds: 1, fresh: false, claims: [] },
    error: "Cell 3 failed",
  },
};
// as they come when notebooks run side by side
const replication = replicationOf([set(201, [4, 4, 5]), set(101, [8, 8, 9]), failed], context);

describe("claims on several sets", () => {
  it("are counted and sorted with the worst first, then by how near they are to their bound", () => {
    const rows = replication.claims.map(({ text, held, of }) => [text, held, of]);
    expect(rows).toEqual([
      ["Some | times", 1, 2],
      ["Near", 2, 2],
      ["Far", 2, 2],
    ]);
    expect(replication.claims[0].sets.map(({ firstSeed, held }) => [firstSeed, held])).toEqual([
      [101, true],
      [201, false],
    ]);
    expect(replication.claims[0].margin).toBeLessThan(0);
    expect(replication.claims[1].margin).toBeGreaterThan(0);
  });

  it("are measured by the difference where there is a baseline", () => {
    const input = { measured: [9, 9, 9], baseline: [1, 2, 3], unit: "points" };
    const claim = judge("More", { ...input, require: { atLeast: 0 } }, true);
    const one = set(101, [8, 8, 9]);
    const own = { ...one, result: { ...one.result, claims: [claim] } };
    expect(replicationOf([own], context).claims[0].sets[0].interval.mean).toBe(7);
  });

  it("are written as a page whose rows stay rows, with what failed", () => {
    const page = replicationsMarkdown(replication);
    const rows = page.split("\n").filter((line) => line.startsWith("| "));
    expect(rows).toHaveLength(2 + 3);
    expect(rows[0]).toMatch(/seeds from 101 \| seeds from 201 \|$/);
    expect(rows[2]).toMatch(/^\| 1 of 2 \| 01-a \| Some \\\| times .* ✘ \|$/);
    expect(page).toContain("1 run failed");
    expect(page).not.toContain("proves nothing");
    expect(replicationsMarkdown({ ...replication, budget: "quick" })).toContain(
      "The quick budget proves nothing",
    );
    expect(claimLine(replication.claims[0])).toMatch(/^1 of 2 {2}01 {2}Some.*101: .*; 201: .* ✘$/);
  });

  it("are summed up by notebook and by set; a claim that a set lacks did not hold in all", () => {
    expect(summaryLines(replication).slice(0, 4)).toEqual([
      "All notebooks: 2 of 3 claims held in all 2 sets",
      "- 01-a: 2 of 3 claims held in all 2 sets",
      "- seeds from 101: 3 of 3 held",
      "- seeds from 201: 2 of 3 held",
    ]);
    const one = replicationOf([set(101, [8, 8, 9])], context);
    expect(summaryLines(one)[0]).toBe("All notebooks: 0 of 3 claims held in all 2 sets");
  });
});
