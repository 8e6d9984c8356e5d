import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../../src/grader/contract";
import { mistakeIn, type Mistake } from "../../../src/grader/lab/mistakes";

const mistake: Mistake = {
  task: "moments",
  gives: { corners: "mean [1,16], covariance 1.33333", far: "covariance 4" },
  tells: "the covariance divides by n",
};
const failed = (check: string, measured?: string): CheckResult => ({
  check,
  visible: true,
  outcome: "failed",
  ...(measured !== undefined && { measured }),
});
const all = [failed("corners", "mean [1,16], covariance 1.33333"), failed("far", "covariance 4")];
const tell = (results: CheckResult[], task = "moments") => mistakeIn([mistake], task, results);

describe("mistakeIn", () => {
  it("names what gives the same numbers, but for an engine's rounding", () => {
    expect(tell(all)).toBe(mistake.tells);
    expect(tell([failed("corners", "mean [1,16], covariance 1.33334"), all[1]])).toBe(
      mistake.tells,
    );
  });

  it.each<[string, CheckResult[]]>([
    ["another number", [failed("corners", "mean [1,16], covariance 1.5"), all[1]]],
    ["other words", [failed("corners", "mean [1;16], covariance 1.33333"), all[1]]],
    ["one check more that failed", [...all, failed("more", "1")]],
    ["one that passed", [all[0], { ...all[1], outcome: "passed" }]],
    ["nothing that was measured", [all[0], failed("far")]],
    ["all that passed", all.map((each) => ({ ...each, outcome: "passed" as const }))],
  ])("is silent for %s", (_, results) => {
    expect(tell(results)).toBeUndefined();
  });

  it("knows the tasks apart", () => {
    expect(tell(all, "frechet")).toBeUndefined();
  });
});
