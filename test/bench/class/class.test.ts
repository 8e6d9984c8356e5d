import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeLab } from "./lab";
import { expectGrades } from "./ours";
import { benchTasks } from "./tasks";
import { countsFor, kinds, makeStudents } from "./students";
import { classConditions, classTable, type ClassResult } from "./table";
import { removeFolder } from "../../remove-folder";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-bench-"));
const release = makeLab(root);
afterAll(() => {
  removeFolder(root);
});

describe("the class", () => {
  const students = makeStudents(release, 200);

  it("has as many of each kind as wanted, in any size", () => {
    expect(countsFor(200)).toEqual(kinds.map(({ of200 }) => of200));
    expect(kinds.reduce((sum, { of200 }) => sum + of200, 0)).toBe(200);
    expect(countsFor(12)).toEqual([3, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(() => countsFor(9)).toThrow("wanted 10 or more, found 9");
    expect(new Set(students.map(({ name }) => name)).size).toBe(200);
    expect(new Set(makeStudents(release, 89).map(({ text }) => text)).size).toBeGreaterThan(60);
  });

  it("honest ones are all different, copies are the text of one of them", () => {
    const texts = (name: string) =>
      students.filter(({ kind }) => kind.name === name).map(({ text }) => text);
    const honest = new Set(texts("honest"));
    expect(honest.size).toBe(kinds[0].of200);
    for (const copy of texts("an earlier one unchanged")) expect(honest.has(copy)).toBe(true);
    for (const text of texts("broken JSON")) expect(() => void JSON.parse(text)).toThrow();
  });

  it("a wrong grade stops the benchmark", () => {
    expect(() => {
      expectGrades(students.slice(0, 1), []);
    }).toThrow(/1 were graded wrongly:\nstudent-001 \(.*\): found no report, wanted/);
  });
});

describe("what a hoarder may get", () => {
  const student = makeStudents(release, 10).find(({ kind }) => kind.name === "memory hog")!;
  const graded = (points: number, outcome: string) => {
    const tasks = [{ task: benchTasks[2].id, outcome }];
    expectGrades([student], [{ submission: student.name, points, tasks } as never]);
  };

  it.each([
    [5, "crashed"],
    [5, "timed out"],
    [6, "passed"],
  ])("%d points, its task %s", (points, outcome) => {
    graded(points, outcome);
  });

  it.each([
    [6, "crashed"],
    [5, "passed"],
  ])("not %d points, its task %s", (points, outcome) => {
    expect(() => {
      graded(points, outcome);
    }).toThrow("1 were graded wrongly");
  });
});

describe("the table", () => {
  const plan = { students: 200, workers: 2, few: 2, rounds: 3, cell: 30, nbgrader: true };
  const result: ClassResult = {
    plan,
    isolation: "bubblewrap",
    counts: { honest: 199, stub: 1 },
    honest: 2,
    few: [2, 3, 4],
    whole: 200,
    again: 4,
    nbgrader: { version: "0.9.6", times: [4, 6, 8] },
  };

  it("gives times of each, and of each submission those of nbgrader", () => {
    expect(classTable(result).split("\n")).toEqual([
      "| graded by | submissions | s in all | s a submission | by nbgrader's |",
      "| --- | ---: | ---: | ---: | ---: |",
      "| clinic, honest ones | 2 | 3.00 [2.00–4.00] | 1.50 [1.00–2.00] | 0.500 [0.500–0.500] |",
      "| clinic, a class, hostile ones among them | 200 | 200 | 1.00 | 0.333 |",
      "| clinic, that class again, unchanged | 200 | 4.00 | 0.0200 | 0.00667 |",
      "| nbgrader 0.9.6, honest ones | 2 | 6.00 [4.00–8.00] | 3.00 [2.00–4.00] | 1 |",
    ]);
    expect(classConditions(result)).toContain("2 workers, isolation: bubblewrap, 30 s a cell");
    expect(classConditions(result)).toContain("The class: 199 honest, 1 stub.");
  });

  it("says why nbgrader is not there", () => {
    const without = { ...result, nbgrader: { version: "0.9.6", times: [], why: "no Python" } };
    expect(classTable(without)).toContain("| nbgrader 0.9.6: no Python | – | – | – | – |");
    expect(classTable(without)).toContain("| 200 | 200 | 1.00 | – |");
  });
});
