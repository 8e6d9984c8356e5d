import { describe, expect, it } from "vitest";
import { studyFindings } from "../../src/studies/findings";
import type { Study } from "../../src/studies/study";

/** A study of these values: by arm, and how many examples a run of it needs. */
function studyOf(arms: Record<string, { values: number[]; examples?: number }>): Study {
  const [first] = Object.values(arms);
  const run = (examples: number) => ({
    recipe: { batchSize: 10 },
    history: { discriminatorUpdates: [examples / 20], generatorUpdates: [examples / 20] },
  });
  return {
    arms: Object.keys(arms),
    seeds: first.values.map((_, i) => i + 1),
    values: (arm: string) => arms[arm].values,
    runs: (arm: string) => arms[arm].values.map(() => run(arms[arm].examples ?? 100)),
  } as unknown as Study;
}
const found = (study: Study, better: "less" | "more" = "less") =>
  studyFindings(study, "distance", { better });

describe("seeds decide", () => {
  it("when an arm's seeds spread more than the arms do", () => {
    // both variances are 1, the means 2 and 3: their variance is .5, less 1/3 by chance leaves .17
    const [finding, ...others] = found(
      studyOf({ a: { values: [1, 2, 3] }, b: { values: [2, 3, 4] } }),
    );
    expect(others).toEqual([]);
    expect(finding.finding).toBe("seeds decide");
    expect(finding.evidence).toBe(
      '"distance" spreads by 1 between the seeds of an arm and by 0.41 between the arms: which seed it is decides more than which arm.',
    );
    expect(finding.remedy).toBe(
      'To tell "a" from "b" by a gap as here takes about 16 seeds an arm', // (1.96 + .84)² · 2
    );
  });

  it("not when the arms lie far apart, nor of one arm or one seed", () => {
    expect(found(studyOf({ a: { values: [1, 2, 3] }, b: { values: [8, 9, 10] } }))).toEqual([]);
    expect(found(studyOf({ a: { values: [1, 2, 3] } }))).toEqual([]);
    expect(found(studyOf({ a: { values: [1] }, b: { values: [2] } }))).toEqual([]);
  });

  it("says so when no number of seeds would do", () => {
    const [{ remedy }] = found(studyOf({ a: { values: [1, 2, 3] }, b: { values: [3, 1, 2] } }));
    expect(remedy).toBe('No number of seeds worth its cost tells "a" from "b"');
  });
});

it("names arms of which seeds fail, and judges the others", () => {
  const arms = { a: { values: [1, NaN, Infinity] }, b: { values: [1, 1.1, 0.9] }, c: { values: [5, 5.1, 4.9] } }; // prettier-ignore
  expect(found(studyOf(arms)).map(({ evidence }) => evidence)).toEqual([
    '"a": 2 of 3 seeds end without a number.',
  ]);
});

describe("needless cost", () => {
  const dear = { values: [1, 2, 3], examples: 400 };
  it("when the best arm is dearer than one that is as good for all that the seeds tell", () => {
    const cheap = { values: [2, 1.5, 3.1], examples: 100 }; // differences -1, .5, -.1
    const finding = found(studyOf({ dear, cheap })).find(
      (each) => each.finding === "needless cost",
    );
    expect(finding?.evidence).toMatch(
      /^"dear" has the best mean of "distance" and needs 4 times the examples of "cheap"; .*difference −0.2 \[/,
    );
  });

  it("not when it is better for sure, hardly dearer, or not the best", () => {
    const kinds = (study: Study, better?: "more") =>
      found(study, better).map(({ finding }) => finding);
    const worse = { values: [8, 9.1, 10], examples: 100 };
    expect(kinds(studyOf({ dear, worse }))).not.toContain("needless cost");
    const near = { values: [2, 1.5, 3.1], examples: 300 };
    expect(kinds(studyOf({ dear, near }))).not.toContain("needless cost");
    const cheap = { values: [2, 1.5, 3.1], examples: 100 };
    expect(kinds(studyOf({ dear, cheap }), "more")).not.toContain("needless cost");
  });
});
