import { describe, expect, it } from "vitest";
import { releaseLab } from "../../../src/grader/lab/files";
import {
  solvedSubmission,
  stubSubmission,
  wrongSubmission,
} from "../../../src/grader/lab/submission";
import { parseWrong, readWrongAnswers } from "../../../src/grader/lab/wrong";
import { sample } from "./fixture";

const release = releaseLab(sample);
const parse = (text: string) => parseWrong(text, release.lab, "x");
const head = "// ---\n// says: wrong\n// loses: [slope]\n// ---\n";

describe("readWrongAnswers", () => {
  it("reads those of the sample", () => {
    const found = readWrongAnswers(sample.solutions, release.lab);
    expect(found.map(({ name, loses }) => [name, loses])).toEqual([
      ["loss-falls", ["signs"]],
      ["upper-half", ["slope"]],
      ["variance", ["stddev"]],
    ]);
    expect(readWrongAnswers("/nowhere", release.lab)).toEqual([]);
  });

  it.each<[string, new () => Error, RegExp]>([
    ["// ---\n// loses: [slope]\n// ---\n", TypeError, /wrong\/x\.ts: says: found undefined/],
    ["// ---\n// says: wrong\n// ---\n", TypeError, /loses: found undefined; wanted a list/],
    [
      "// ---\n// says: wrong\n// loses: [no]\n// ---\n",
      RangeError,
      /"no" is not a task.*wanted one of stddev/,
    ],
    [`${head}// %%\nconst a = 1;`, TypeError, /cell 1 says no task/],
    [`${head}// %% task="no"\nconst a = 1;`, RangeError, /"no" is not a task/],
    [
      `${head}// %% task="slope"\na\n// %% task="slope"\nb`,
      RangeError,
      /2 cells for the task "slope", whose solution has 1/,
    ],
  ])("refuses %j", (text, kind, message) => {
    expect(() => parse(text)).toThrow(kind);
    expect(() => parse(text)).toThrow(message);
  });
});

describe("submissions", () => {
  const sourceOf = (notebook: typeof release.student, id: string) =>
    notebook.cells.find((cell) => cell.id === id)?.source as string;

  it("are the handed-out notebook but for the student's cells", () => {
    const solved = solvedSubmission(release);
    expect(solved.cells.map(({ metadata }) => metadata)).toEqual(
      release.student.cells.map(({ metadata }) => metadata),
    );
    const changed = solved.cells.filter(
      ({ source }, at) => source !== release.student.cells[at].source,
    );
    expect(changed.map(({ id }) => id)).toEqual(["stddev", "slope", "signs", "explain"]);
    expect(JSON.stringify(solved)).not.toMatch(/(BEGIN|END) SOLUTION|not implemented/);
    expect(stubSubmission(release)).toEqual(release.student);
  });

  it("take a wrong answer's cells, and the solution's for all else", () => {
    const wrong = parse(`${head}// %% task="slope"\nconst slope = () => 1;`);
    const notebook = wrongSubmission(release, wrong);
    expect(sourceOf(notebook, "slope")).toBe("const slope = () => 1;");
    expect(sourceOf(notebook, "slope-check")).toBe('await check("slope");');
    expect(sourceOf(notebook, "stddev")).toBe(sourceOf(solvedSubmission(release), "stddev"));
  });
});
