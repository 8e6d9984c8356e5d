/** What a graded class leaves in its folder: which files, where, and what when it cannot write. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { explain } from "../../../src/course/explain";
import type { GradedSubmission } from "../../../src/grader/grade/class";
import { readLab } from "../../../src/grader/grade/lab";
import { MANUAL_FILE, writeOutputs } from "../../../src/grader/grade/outputs";
import { classSchema } from "../../../src/grader/report/schema";
import { safeName } from "../../../src/grader/submission/names";
import { sample } from "../lab/fixture";
import { HIDDEN, reportOf, SEED } from "../report/sample";
import { removeFolder } from "../../remove-folder";

const lab = readLab(sample);
let out = "";
beforeEach(() => {
  out = fs.mkdtempSync(path.join(os.tmpdir(), "test-outputs-"));
});
afterEach(() => {
  removeFolder(out);
});

const graded = (...names: string[]): GradedSubmission[] =>
  names.map((name) => ({ report: reportOf("x", name), kept: false, broken: false }));
const files = () =>
  fs
    .readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((name) => fs.statSync(path.join(out, name)).isFile())
    .sort();
const read = (name: string) => fs.readFileSync(path.join(out, name), "utf8");

it("writes the class's files and each student's", () => {
  writeOutputs(graded("bob", "ann"), lab, path.join(out, "new", "folder"), new Map());
  out = path.join(out, "new", "folder");
  expect(files()).toEqual([
    ...[
      "github/ann.txt",
      "github/bob.txt",
      "gradebook.csv",
      "gradescope/ann.json",
      "gradescope/bob.json",
    ],
    ...["junit.xml", "report.json", "similarity.txt"],
    ...["ann", "bob"].flatMap((name) =>
      ["feedback.ipynb", "report.html", "report.txt"].map((file) => `students/${name}/${file}`),
    ),
    ...["summary.txt", "to-grade.csv"],
  ]);
  const { submissions } = classSchema.parse(JSON.parse(read("report.json")));
  expect(submissions.map(({ submission }) => submission)).toEqual(["ann", "bob"]);
  out = path.join(out, "..", "..");
});

it("nothing hidden is in a student's files, nor the seed", () => {
  writeOutputs(graded("ann"), lab, out, new Map());
  for (const name of files().filter((each) => each.startsWith("students"))) {
    expect(read(name), name).not.toMatch(new RegExp(`${HIDDEN}|${SEED}`));
  }
  expect(read("report.json")).toContain(HIDDEN);
});

it("points that a person gave are in every file, and stay in the table", () => {
  const manual = new Map([['["ann","why"]', { points: 2, comment: "half of it" }]]);
  const {
    reports: [ann],
  } = writeOutputs(graded("ann"), lab, out, manual);
  expect(ann.points).toBe(5.13);
  expect(read("gradebook.csv")).toContain("5.13");
  expect(read("students/ann/report.txt")).toMatch(/2\/3 .*half of it/s);
  expect(read(MANUAL_FILE)).toContain("ann,why,2,3,half of it,");
});

it("written again it is the same, and replaces what was there", () => {
  writeOutputs(graded("ann"), lab, out, new Map());
  const before = files().map((name) => [name, read(name)]);
  fs.writeFileSync(path.join(out, "summary.txt"), "old");
  writeOutputs(graded("ann"), lab, out, new Map());
  expect(files().map((name) => [name, read(name)])).toEqual(before);
});

it("has feedback under the names that a learning platform takes, and of this run alone", () => {
  const [ann, bob, eve] = graded("Ann_7", "bob_8", "eve");
  const moodle = { platform: "moodle", prefix: "Ann_7_assignsubmission_file_" } as const;
  const canvas = { platform: "canvas", prefix: "bob_LATE_8_99_" } as const;
  const back = () => files().filter((name) => name.startsWith("give-back"));
  writeOutputs([{ ...ann, back: moodle }, { ...bob, back: canvas }, eve], lab, out, new Map());
  expect(back()).toEqual([
    "give-back/canvas/bob_LATE_8_99_feedback.ipynb",
    "give-back/canvas/bob_LATE_8_99_report.html",
    "give-back/moodle/Ann_7_assignsubmission_file_feedback.ipynb",
    "give-back/moodle/Ann_7_assignsubmission_file_report.html",
  ]);
  expect(read(back()[1])).toBe(read("students/bob_8/report.html"));
  for (const name of back()) expect(read(name), name).not.toMatch(new RegExp(`${HIDDEN}|${SEED}`));
  writeOutputs([eve], lab, out, new Map());
  expect(back()).toEqual([]);
});

it("names students' folders that are of an earlier run", () => {
  const first = writeOutputs(graded("ann", "ann (1)"), lab, out, new Map());
  expect(first.left).toEqual([]);
  expect(read("summary.txt")).toBe(first.summary);
  const { left } = writeOutputs(graded("ann"), lab, out, new Map());
  expect(left).toEqual(["ann (1)"]);
});

it("one student's file that cannot be written keeps no other's from being written", () => {
  fs.mkdirSync(path.join(out, "students", "bob", "report.html"), { recursive: true });
  const { unwritten } = writeOutputs(graded("ann", "bob", "cem"), lab, out, new Map());
  expect(unwritten).toEqual([expect.stringMatching(/^bob: /)]);
  for (const name of ["ann", "cem"]) {
    expect(files()).toContain(`students/${name}/report.txt`);
    expect(files()).toContain(`github/${name}.txt`);
  }
  expect(
    read("gradebook.csv")
      .split("\n")
      .filter((row) => row.includes("bob")),
  ).toHaveLength(1);
});

it("names as long as they come are written with all that is made of them", () => {
  const names = ["\u6587", "\u{1f600}", "x"].map((char) => safeName(char.repeat(300)));
  const long = graded(...names).map((each) => ({
    ...each,
    back: {
      platform: "moodle" as const,
      prefix: `${safeName("\u6587".repeat(99))}_${"9".repeat(20)}_assignsubmission_file_`,
    },
  }));
  const { unwritten } = writeOutputs(long, lab, out, new Map());
  expect(unwritten).toEqual([]);
});

it("of what this machine could not grade nothing is written over what was there", () => {
  writeOutputs(graded("ann", "bob"), lab, out, new Map());
  const before = read("students/ann/report.txt");
  const [ann, bob] = graded("ann", "bob");
  const error = "It could not be graded on this machine: no sandbox";
  const broken = { ...ann, report: { ...ann.report, points: 0, error }, broken: true };
  writeOutputs([broken, bob], lab, out, new Map());
  expect(read("students/ann/report.txt")).toBe(before);
  const [header, row] = read("gradebook.csv")
    .split("\n")
    .map((line) => line.split(","));
  expect(row[header.indexOf("student_id")]).toBe("ann");
  expect(row[header.indexOf("score")]).toBe("");
  expect(row.at(-1)).toContain(error);
});

it("says what is in the way", () => {
  fs.writeFileSync(path.join(out, "students"), "a file");
  const failure = (): string => {
    try {
      writeOutputs(graded("ann"), lab, out, new Map());
    } catch (error) {
      return explain(error);
    }
    return "";
  };
  expect(failure()).toMatch(/students.* (is a file|A part of)|A part of .*students.* is a file/);
  fs.rmSync(path.join(out, "students"));
  fs.rmSync(path.join(out, "summary.txt"), { force: true });
  fs.mkdirSync(path.join(out, "summary.txt"));
  expect(failure()).toContain("summary.txt");
});
