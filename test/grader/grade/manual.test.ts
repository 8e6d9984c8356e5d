/** Points that a person gives: the table that waits for them, there and back. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  formatManualGrades,
  manualRemarks,
  withManualGrades,
} from "../../../src/grader/grade/manual";
import { readManualGrades } from "../../../src/grader/grade/read-manual";
import type { LabTask } from "../../../src/grader/contract";
import type { Submission } from "../../../src/grader/submission/submission";
import { reportOf } from "../report/sample";
import { removeFolder } from "../../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "test-manual-"));
afterAll(() => {
  removeFolder(folder);
});
function written(text: string | Uint8Array): string {
  const file = path.join(folder, "to-grade.csv");
  fs.writeFileSync(file, text);
  return file;
}

const answer = (text: string): Submission => ({
  digest: "",
  flags: [],
  untouched: [],
  cells: [{ role: "text", task: "why", cellType: "markdown", text, from: "student" }],
});
const graded = (...names: string[]) =>
  names.map((name) => ({
    report: reportOf("", name),
    submission: answer(`Because, "says" ${name};\nit is so.`),
  }));
const HEAD = "submission,task,points,most,comment,answer\n";
const MADE = `\ufeff${HEAD.trim()},version\n`;

describe("the table", () => {
  it("has a row for each text that waits, with its answer", () => {
    expect(formatManualGrades(graded("ann"), new Map())).toBe(
      `${MADE}ann,why,,3,,"Because, ""says"" ann;\nit is so.",v0a288da5\n`,
    );
  });

  it("comes back as it went, with points and comments, whatever stands in them", () => {
    const names = ["ann", "=cmd()", "@bob, jr.", "o'neil"];
    const empty = formatManualGrades(graded(...names), new Map());
    expect(readManualGrades(written(empty)).size).toBe(0);
    const filled = empty.replace(/,why,,3,,/g, ',why,2.5,3,"-1: not ""why"", but\nhow",');
    const grades = readManualGrades(written(filled));
    const comment = '-1: not "why", but\nhow';
    expect([...grades.values()]).toMatchObject(Array(4).fill({ points: 2.5, comment }));
    const again = formatManualGrades(graded(...names), grades);
    expect(readManualGrades(written(again))).toEqual(grades);
    expect(formatManualGrades(graded(...names), readManualGrades(written(again)))).toBe(again);
    for (const name of names) {
      const report = withManualGrades(graded(name)[0], grades);
      expect(report.tasks.at(-1)).toMatchObject({ outcome: "failed", points: 2.5 });
      expect(report.points).toBe(5.63);
    }
  });

  it("no cell of it is a formula", () => {
    const grades = new Map([['["=a","why"]', { points: 1, comment: "+1" }]]);
    const text = formatManualGrades(
      [{ report: reportOf("", "=a"), submission: answer("@SUM(A1)") }],
      grades,
    );
    expect(text).toBe(`${MADE}'=a,why,1,3,'+1,'@SUM(A1),va25e178d\n`);
  });

  it("keeps what was given to others: a run may be of one student only", () => {
    const grades = readManualGrades(written(`${HEAD}ann,why,1,3,,\nbob,why,2,3,fine,\n`));
    const text = formatManualGrades(graded("ann"), grades);
    expect(readManualGrades(written(text)).get('["bob","why"]')).toEqual({
      points: 2,
      comment: "fine",
    });
    expect(manualRemarks(graded("ann"), grades)).toEqual([
      "The table has points for names that are not in this run: bob",
    ]);
    expect(manualRemarks(graded("ann", "bob"), grades)).toEqual([]);
  });

  it("points are for the text that was read: another one waits, its comment beside it", () => {
    const filled = formatManualGrades(graded("ann"), new Map()).replace(",3,,", ",3,short,");
    const grades = readManualGrades(written(filled.replace("why,,", "why,2,")));
    expect(withManualGrades(graded("ann")[0], grades).tasks.at(-1)).toMatchObject({ points: 2 });
    const [ann] = graded("ann");
    const again = { ...ann, submission: answer("Something else.") };
    expect(withManualGrades(again, grades).tasks.at(-1)).toMatchObject({
      outcome: "needs grading",
      points: 0,
    });
    expect(formatManualGrades([again], grades)).toMatch(
      /\nann,why,,3,short,Something else\.,v[0-9a-f]{8}\n$/,
    );
    expect(manualRemarks([again], grades)).toEqual([
      "Their text changed since you graded it, so it waits again: ann (why: had 2)",
    ]);
  });

  it("has all of a long answer", () => {
    const long = { ...graded("ann")[0], submission: answer("word ".repeat(3000)) };
    expect(formatManualGrades([long], new Map()).length).toBeGreaterThan(15_000);
  });
});

describe("reading", () => {
  it("takes what spreadsheets make of it", () => {
    const wanted = new Map([['["ann","why"]', { points: 1.5, comment: "good" }]]);
    for (const text of [
      `\ufeff${HEAD}ann,why,1.5,3,good,x\n`,
      `${HEAD}ann , why,"1,5",3, good ,x\r\n\r\n`,
      `${HEAD.replaceAll(",", ";")}ann;why;1,5;3;good;"x; y"\r\n`,
      "task,comment,submission,points\nwhy,good,ann,1.50\n",
      `${HEAD}ann,why,,3,never mind,\nann,why,1.5,3,good,\n`,
    ]) {
      expect(readManualGrades(written(text)), text).toEqual(wanted);
    }
  });

  it("takes the characters that spreadsheets write", () => {
    const wanted = new Map([
      ['["J\u00fcrgen","why"]', { points: 1.5, comment: "gr\u00f6\u00dfer" }],
    ]);
    const rows = `${HEAD}J\u00fcrgen,why,"1,5",3,gr\u00f6\u00dfer,\r\n`;
    const german = `${HEAD.replaceAll(",", ";")}J\u00fcrgen;why;1,5;3;gr\u00f6\u00dfer;\r\n`;
    const tabs = `\ufeff${german.replaceAll(";", "\t")}`;
    for (const bytes of [
      Buffer.from(rows),
      Buffer.from(rows, "latin1"),
      Buffer.from(german, "latin1"),
      Buffer.from(tabs, "utf16le"),
    ]) {
      expect(readManualGrades(written(bytes)), String(bytes)).toEqual(wanted);
    }
  });

  it("lists all that is wrong, against the lab's tasks", () => {
    const task = { title: "", says: "", hint: "" };
    const tasks: LabTask[] = [
      { ...task, id: "mean", points: 5, kind: "code" },
      { ...task, id: "why", points: 3, kind: "text" },
    ];
    const rows = ["ann,why,3.5", "bob,wy,1", "carl,why,", "dan,why,2", "dan,why,3", "eva,why,x"];
    const file = written(HEAD + rows.map((row) => `${row},3,,\n`).join(""));
    const message = [
      `${file}, row 2: points: found 3.5, wanted at most 3`,
      `${file}, row 3: task: found "wy", wanted why`,
      `${file}, row 6: found 3 points of dan for "why", and 2 in a row before it; wanted one row`,
      `${file}, row 7: points: found "x", wanted a number`,
      "Mend it, save, and run this again.",
    ].join("\n");
    expect(() => readManualGrades(file, tasks)).toThrow(new RangeError(message));
    const many = written(HEAD + "ann,why,9,3,,\n".repeat(30));
    expect(() => readManualGrades(many, tasks)).toThrow(/row 11: [^]*, and 20 more\nMend/);
  });

  it("a file that is not there waits for everybody", () => {
    expect(readManualGrades(path.join(folder, "none.csv")).size).toBe(0);
  });

  it.each([
    [
      "submission,task\nann,why\n",
      /found the columns submission, task, wanted the columns submission, task, points/,
    ],
    [`${HEAD}ann,why,three,3,,\n`, /row 2: points: found "three", wanted a number/],
    [`${HEAD}ann,why,1,3,,\nbob,why,-1,3,,\n`, /row 3: points: found -1, wanted 0 or more/],
    [`${HEAD}ann,why,1,3\n`, /found no table: .*; mend it in a spreadsheet/],
    [`${HEAD}"ann,why,1,3,,\n`, /found no table: /],
    [`${HEAD}ann,why,Infinity,3,,\n`, /wanted a number/],
  ])("says where a file is wrong: %j", (text, message) => {
    const file = written(text);
    expect(() => readManualGrades(file)).toThrow(message);
    expect(() => readManualGrades(file)).toThrow(file);
  });

  it("refuses more points than there are", () => {
    const grades = new Map([['["ann","why"]', { points: 3.5, comment: "" }]]);
    expect(() => withManualGrades(graded("ann")[0], grades)).toThrow(
      'Points of ann for "why": found 3.5, wanted at most 3. Change them in the table',
    );
  });

  it("full points pass, and points for what a person does not grade change nothing", () => {
    const grades = new Map([
      ['["ann","why"]', { points: 3, comment: "Very good" }],
      ['["ann","mean"]', { points: 0, comment: "" }],
    ]);
    const { tasks } = withManualGrades(graded("ann")[0], grades);
    expect(tasks[0].points).toBe(3);
    expect(tasks[3]).toMatchObject({
      outcome: "passed",
      checks: [{ check: "graded by a person", message: "Very good" }],
    });
  });
});
