/** The rows of the gate, with a grader that answers what a test says. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { SubmissionReport } from "../../../src/grader/contract";
import { filesRow, leaksRow } from "../../../src/grader/gate/file-rows";
import { mutantsRow } from "../../../src/grader/gate/mutants-row";
import type { Mutant } from "../../../src/grader/gate/mutants";
import { solutionRow, stubRow, workedStubRow, wrongRow } from "../../../src/grader/gate/run-rows";
import { gateText } from "../../../src/grader/gate/text";
import { readWrongAnswers } from "../../../src/grader/lab/wrong";
import { copyOfSample, sample } from "../lab/fixture";
import { release, reportOf, solved, untouched } from "./fake";
import { removeFolder } from "../../remove-folder";

const answer =
  (of: (seed: number, name: string) => SubmissionReport) =>
  (name: string, _notebook: unknown, seed: number) =>
    Promise.resolve(of(seed, name));

describe("solutionRow", () => {
  it("wants full marks, and says what waits for a person", async () => {
    const row = await solutionRow(
      release,
      answer((seed) => reportOf(seed, solved)),
      3,
    );
    expect(row).toEqual({
      name: "solution",
      passed: true,
      says: "full marks in 3 of 3 runs: 6.5 points, and 4 by hand",
      details: [],
    });
  });

  it("names the seeds of a flake, what was flagged, and what could not be graded", async () => {
    const flaky = answer((seed) =>
      reportOf(seed, seed === 2 ? { ...solved, slope: "failed" } : solved, "it is 0.3"),
    );
    expect(await solutionRow(release, flaky, 3)).toMatchObject({
      passed: false,
      says: "full marks in 2 of 3 runs: 6.5 points, and 4 by hand",
      details: ["slope, own: failed in 1 of 3 runs (seed 2): it is 0.3"],
    });
    const flagged = answer((seed) => ({
      ...reportOf(seed, solved),
      flags: [{ kind: "cell restored", detail: "a cell was restored" }],
      error: "no notebook",
    }));
    expect((await solutionRow(release, flagged, 2)).details).toEqual([
      "could not be graded: no notebook in 2 of 2 runs",
      "flagged: a cell was restored in 2 of 2 runs",
    ]);
  });
});

describe("the stub's rows", () => {
  it("want nothing but not implemented", async () => {
    const good = await stubRow(
      release,
      answer((seed) => reportOf(seed, untouched)),
      2,
    );
    expect(good).toMatchObject({ name: "stub", passed: true });
    const bad = answer((seed) => reportOf(seed, { ...untouched, slope: "failed" }));
    expect(await stubRow(release, bad, 2)).toMatchObject({
      passed: false,
      details: ["slope, own: failed in 2 of 2 runs: no"],
    });
  });

  it("want no points either once it was begun, for whatever reason", async () => {
    const failing = answer((seed) => reportOf(seed, { ...untouched, slope: "failed" }));
    expect(await workedStubRow(release, failing, 2)).toMatchObject({ passed: true });
    const given = answer((seed) => reportOf(seed, { ...untouched, slope: "passed" }));
    expect(await workedStubRow(release, given, 2)).toMatchObject({
      passed: false,
      details: ["slope: passed in 2 of 2 runs"],
    });
  });
});

describe("wrongRow", () => {
  const wrong = readWrongAnswers(sample.solutions, release.lab).slice(1, 2);
  const row = (outcomes: Parameters<typeof reportOf>[1], said?: string) =>
    wrongRow(
      release,
      wrong,
      answer((seed) => reportOf(seed, outcomes, said)),
      2,
    );

  it("wants each to lose its tasks, and no other", async () => {
    expect(await row({ ...solved, slope: "failed" })).toEqual({
      name: "wrong answers",
      passed: true,
      says: "1 of 1 lose exactly their tasks in 2 runs",
      details: [],
    });
    expect(await row(solved)).toMatchObject({
      passed: false,
      details: ["wrong/upper-half.ts: slope: passed in 2 of 2 runs"],
    });
    // other tasks are looked at in the first run only
    expect(await row({ ...solved, slope: "failed", stddev: "crashed" })).toMatchObject({
      passed: false,
      details: ["wrong/upper-half.ts: stddev, own: crashed in 1 of 2 runs (seed 1): no"],
    });
  });

  it("takes neither a compiler's error nor a missing name for a misconception", async () => {
    const refused = await row({ ...solved, slope: "crashed" }, "The cell does not compile. Line 1");
    expect(refused.passed).toBe(false);
    expect((await row({ ...solved, slope: "not run" })).passed).toBe(false);
  });
});

describe("mutantsRow", () => {
  const mutant = (line: number): Mutant => ({
    task: "slope",
    gradeId: "slope",
    line,
    was: "x > 0",
    becomes: "x >= 0",
    text: "",
  });
  const ten = Array.from({ length: 10 }, (_, index) => mutant(index + 1));
  /** The first so many are noticed. */
  const noticing = (most: number) =>
    answer((seed, name) => {
      const noticed = Number(name.split(" ")[1]) <= most;
      return reportOf(seed, { ...solved, slope: noticed ? "failed" : "passed" });
    });

  it("wants nine of ten noticed, and lists the others with their lines", async () => {
    expect(await mutantsRow(release, ten, 10, noticing(9))).toEqual({
      name: "mutants",
      passed: true,
      says: "9 of 10 caught, 90 %",
      details: ["failed 9", "not noticed: lab.ts, line 10 (slope): x > 0 → x >= 0"],
    });
    expect(await mutantsRow(release, ten, 80, noticing(8))).toMatchObject({
      passed: false,
      says: "8 of 10 caught, 80 %, wanted 90 %, a sample of 80",
    });
  });

  it("counts apart what did not compile", async () => {
    const refused = answer((seed) =>
      reportOf(seed, { ...solved, slope: "crashed" }, "The cell does not compile. Line 1: x"),
    );
    const { details } = await mutantsRow(release, ten, 10, refused);
    expect(details).toEqual(["did not compile 10"]);
  });

  it("is content with a lab without code", async () => {
    const row = await mutantsRow(release, [], 0, noticing(0));
    expect(row).toMatchObject({ passed: true, says: "0 of 0 caught" });
  });
});

describe("the rows of files", () => {
  it("find nothing in the committed sample", async () => {
    expect(await filesRow(sample)).toMatchObject({ passed: true });
    expect(leaksRow(sample)).toMatchObject({
      passed: true,
      says: "no line of the solution in the 4 files of labs/00-sample",
    });
  });

  it("find a stale file, and a solution that somebody left in labs/", async () => {
    const place = copyOfSample();
    try {
      fs.copyFileSync(
        path.join(place.solutions, "lab-00.ipynb"),
        path.join(place.labs, "old.ipynb"),
      );
      fs.appendFileSync(path.join(place.labs, "README.md"), "more\n");
      expect(await filesRow(place)).toMatchObject({
        passed: false,
        details: ["labs/00-sample/README.md", "Run: npx clinic lab build"],
      });
      const { passed, details } = leaksRow(place);
      expect(passed).toBe(false);
      expect(details[0]).toBe(
        "labs/00-sample/old.ipynb holds line 53 of solutions/00-sample/lab.ts: " +
          "const deviations = features.map(deviationOf);",
      );
    } finally {
      removeFolder(place.root);
    }
  });
});

it("gateText is one screen, however much is wrong", () => {
  const details = Array.from({ length: 40 }, (_, index) => `${index} ${"long ".repeat(40)}`);
  const rows = [
    { name: "solution", passed: true, says: "full marks", details: [] },
    { name: "mutants", passed: false, says: "0 of 40 caught", details },
  ];
  const text = gateText({ lab: "00-sample", passed: false, rows, seconds: 61 });
  const lines = text.split("\n");
  expect(lines.slice(0, 3)).toEqual([
    "00-sample: must not be handed out yet (1:01)",
    "  ✔ solution  full marks",
    "  ✘ mutants   0 of 40 caught",
  ]);
  expect(lines.at(-1)).toBe("      and 28 more");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(118);
});
