import { describe, expect, it } from "vitest";
import { parseLab } from "../../../src/grader/lab/parse";
import { sampleSource, source } from "./fixture";

const parse = (text: string) => parseLab(text, "00-x", "lab.ts");
const cell = '// %% task="one"\nconst a = 1;';

describe("parseLab", () => {
  it("reads the sample: tasks, roles, and the line of every cell's text", () => {
    const lab = parseLab(sampleSource, "00-sample");
    expect(lab.tasks.map(({ id, points, kind }) => [id, points, kind])).toEqual([
      ["stddev", 3, "code"],
      ["slope", 1.5, "code"],
      ["signs", 2, "quiz"],
      ["explain", 4, "text"],
    ]);
    expect(lab.cells.map(({ role, task }) => `${role} ${task ?? ""}`.trim())).toEqual([
      "readonly",
      "readonly",
      "readonly stddev",
      "solution stddev",
      "readonly slope",
      "solution slope",
      "quiz signs",
      "readonly",
      "text explain",
    ]);
    const lines = sampleSource.split("\n");
    for (const { text, line } of lab.cells) {
      expect(lines[line - 1].replace(/^\/\/ (?=[A-Z#])/, "")).toBe(text.split("\n")[0]);
    }
    expect(lab.minutes).toBe(10);
  });

  it("reads CRLF line ends alike", () => {
    const lab = parseLab(sampleSource.replaceAll("\n", "\r\n"), "00-sample");
    expect(lab).toEqual(parseLab(sampleSource, "00-sample"));
  });

  it.each<[string, string, new () => Error, RegExp]>([
    [
      "a task that is not there",
      '// %% task="two"\nx',
      RangeError,
      /line 10: task="two".*wanted one/,
    ],
    ["a task without a cell", "// %%\nx", RangeError, /"one" has 0 cells; wanted at least one/],
    ["another key", '// %% task="one" tags=["x"]\nx', TypeError, /line 10: "tags" behind/],
    ["an empty cell", `${cell}\n// %%\n`, SyntaxError, /line 11: an empty cell/],
    [
      "a solution that is open to all",
      `${cell}\n// %%\n// BEGIN SOLUTION`,
      SyntaxError,
      /line 12: .*read-only/,
    ],
    [
      "an open region",
      `${cell}\n// BEGIN SOLUTION`,
      SyntaxError,
      /line 11: BEGIN SOLUTION is never/,
    ],
    [
      "a check written by hand",
      `${cell}\n// %%\nawait check("one");`,
      SyntaxError,
      /line 12: check\(…\)/,
    ],
    ["an export", '// %% task="one"\nexport const a = 1;', SyntaxError, /line 10: "export"/],
    [
      "a cell that would not run",
      `${cell}\n// %%\n/** @module x */`,
      SyntaxError,
      /line 12: .*@module/,
    ],
  ])("refuses %s", (_, cells, kind, message) => {
    expect(() => parse(source(cells))).toThrow(kind);
    expect(() => parse(source(cells))).toThrow(message);
  });

  it("wants one markdown cell for a text and for a quiz", () => {
    const text = [{ id: "one", kind: "text" }];
    expect(() => parse(source('// %% task="one"\nx', text))).toThrow(TypeError);
    expect(() => parse(source('// %% task="one"\nx', text))).toThrow(/code cell of the text task/);
    const twice = '// %% [markdown] task="one"\n// A\n// %% [markdown] task="one"\n// B';
    expect(() => parse(source(twice, text))).toThrow(RangeError);
    expect(() => parse(source(twice, text))).toThrow(/"one" has 2 cells; wanted one/);
  });

  it("wants check and quiz to be imported", () => {
    const text = source(cell, undefined, "// %%\nconst b = 1;");
    expect(() => parse(text)).toThrow(RangeError);
    expect(() => parse(text)).toThrow(
      /imports check.*import \{ check \} from "gan-clinic\/dist\/lab"/,
    );
  });
});
