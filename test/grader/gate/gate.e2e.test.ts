/** The gate on the sample lab, sound and with weaknesses planted in it, behind a real wall. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { checkLab, type GateResult } from "../../../src/grader/gate/gate";
import { gateText } from "../../../src/grader/gate/text";
import { pastedHelpers } from "../../../src/grader/gate/helpers";
import { releaseLab } from "../../../src/grader/lab/files";
import type { LabPlace } from "../../../src/grader/lab/places";
import { clinic, ROOT } from "../../cli/clinic";
import { copyOfSample, sample } from "../lab/fixture";
import { removeFolder } from "../../remove-folder";

// Many submissions, each in a process of its own.
vi.setConfig({ testTimeout: 400_000 });

const places: LabPlace[] = [];
afterAll(() => {
  for (const { root } of places) removeFolder(root);
});

/** A copy of the sample, in a folder from which its checks find the library, with a change in its checks. */
function weakened(change: (checks: string) => string): LabPlace {
  const place = copyOfSample(path.join(ROOT, ".clinic"));
  places.push(place);
  const file = path.join(place.solutions, "checks.ts");
  const before = fs.readFileSync(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  fs.writeFileSync(file, after);
  return place;
}

const rowOf = ({ rows }: GateResult, name: string) => rows.find((row) => row.name === name)!;

describe("checkLab", () => {
  it("finds nothing wrong with the sample", async () => {
    const graded: string[] = [];
    let total = 0;
    const result = await checkLab(sample, {
      runs: 2,
      mutants: 60,
      onTotal: (count) => {
        total = count;
        return Promise.resolve();
      },
      onGraded: (name) => graded.push(name),
    });
    console.log(gateText(result));
    expect(rowOf(result, "solution").details).toEqual([]);
    expect(rowOf(result, "wrong answers").details).toEqual([]);
    expect(rowOf(result, "mutants").says).toBe("38 of 39 caught, 97 %");
    // the points are -3, 0 and 2
    expect(rowOf(result, "mutants").details.slice(1)).toEqual([
      "not noticed: lab.ts, line 72 (slope): 0 → 1",
    ]);
    expect(result.passed).toBe(true);
    expect(total).toBe(2 * 6 + pastedHelpers(releaseLab(sample)).length + 39);
    expect(graded).toHaveLength(total);
  });

  it("finds a wrong answer that passes", async () => {
    const place = weakened((checks) => checks.replace("points: [0]", "points: [-1]"));
    const result = await checkLab(place, { runs: 2, mutants: 1 });
    expect(result.passed).toBe(false);
    expect(rowOf(result, "wrong answers").details).toEqual([
      "wrong/upper-half.ts: slope: passed in 2 of 2 runs",
    ]);
    // and that the solution was not executed with these checks
    expect(rowOf(result, "generated files").passed).toBe(false);
  });

  it("finds a check that never fails", async () => {
    const place = weakened((checks) =>
      checks.replaceAll(/passed: (Math|below|found)[^,]*,/g, "passed: true,"),
    );
    const result = await checkLab(place, { runs: 1, mutants: 12 });
    const mutants = rowOf(result, "mutants");
    expect(mutants.passed).toBe(false);
    expect(mutants.details.filter((line) => line.startsWith("not noticed")).length).toBeGreaterThan(
      3,
    );
    expect(rowOf(result, "wrong answers").passed).toBe(false);
  });

  it("finds a function that is handed out and solves a task", async () => {
    const place = weakened((checks) =>
      checks.replace(
        "judge: (value) => ({\n      passed: Math.abs(value)",
        "judge: (value, { batch }) => ({\n      passed: Math.abs(value - hiddenReference(batch))",
      ),
    );
    const result = await checkLab(place, { runs: 1, mutants: 1 });
    expect(rowOf(result, "released code")).toMatchObject({
      passed: false,
      details: ["checks.js: hiddenReference stands for spread, deviationOf, and stddev passes"],
    });
  });

  it("finds one that computes with tensors of the library, which no task may do with a pasted text", async () => {
    const place = weakened((checks) =>
      checks
        .replace(
          'import { z } from "zod";',
          'import { z } from "zod";\nimport { tf } from "gan-clinic";',
        )
        .replace(
          /function hiddenReference[^]*?\n}\n/,
          `function hiddenReference(batch: number[][]): number {
  return tf.tidy(() => tf.mean(tf.sqrt(tf.moments(tf.tensor2d(batch), 0).variance)).dataSync()[0]);
}
`,
        )
        .replace(
          "judge: (value) => ({\n      passed: Math.abs(value)",
          "judge: (value, { batch }) => ({\n      passed: Math.abs(value - hiddenReference(batch))",
        ),
    );
    const result = await checkLab(place, { runs: 1, mutants: 1 });
    expect(rowOf(result, "released code")).toMatchObject({
      passed: false,
      details: ["checks.js: hiddenReference stands for spread, deviationOf, and stddev passes"],
    });
  });

  it("finds a task that does not say what it may call", async () => {
    const place = copyOfSample(path.join(ROOT, ".clinic"));
    places.push(place);
    const source = fs.readFileSync(place.source, "utf8");
    fs.writeFileSync(place.source, source.replace("//     calls: []\n", ""));
    const result = await checkLab(place, { runs: 1, mutants: 1 });
    expect(rowOf(result, "calls")).toMatchObject({ passed: false });
    expect(rowOf(result, "calls").details[0]).toMatch(/^stddev: write calls: \[\]/);
  });

  it("finds a solution that fails, and then tries no mutants", async () => {
    const place = weakened((checks) => checks.replace("below === 0.2", "below === 0.3"));
    const result = await checkLab(place, { runs: 2, mutants: 60 });
    expect(rowOf(result, "solution").details).toEqual([
      "slope, above and below 0: failed in 2 of 2 runs: measured 0.2 and 1, wanted 0.2 and 1",
    ]);
    expect(rowOf(result, "mutants").says).toMatch(/not tried: the solution of 00-sample/);
  });

  it("says what is wrong with a lab that cannot be read", async () => {
    const place = weakened((checks) => checks.replace('task: "slope"', 'task: "slop"'));
    const result = await checkLab(place, { runs: 1, mutants: 1 });
    expect(result).toMatchObject({ passed: false, rows: [{ name: "source" }] });
    expect(gateText(result)).toMatch(/"above and below 0" belongs to "slop"/);
  });
});

describe("clinic lab check", () => {
  it("says what it wants", async () => {
    const { code, text } = await clinic("lab", "check", "--help");
    expect(code).toBe(0);
    for (const said of ["--runs <n>", "--mutants <n>", "--workers <n>"])
      expect(text).toContain(said);
    const missing = await clinic("lab", "check", "99");
    expect(missing.code).toBe(1);
    expect(missing.text).toMatch(/There is no lab "99"/);
  });
});
