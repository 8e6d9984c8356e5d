import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { nbgraderChecksum, nbgraderMetadata } from "../../../src/grader/lab/nbgrader";
import { solutionNotebook, studentNotebook } from "../../../src/grader/lab/notebooks";
import { parseLab } from "../../../src/grader/lab/parse";
import { releaseCells, releaseManifest } from "../../../src/grader/lab/release";
import { sampleSource, source } from "./fixture";

const lab = parseLab(sampleSource, "00-sample");
const cells = releaseCells(lab);
const manifest = releaseManifest(lab, cells);

describe("releaseCells", () => {
  it("puts a check behind the last solution cell of its task, and an answer behind its question", () => {
    const named = manifest.cells.filter(({ gradeId }) => !gradeId.startsWith("read-"));
    expect(named.map(({ gradeId, role, points }) => [gradeId, role, points])).toEqual([
      ["stddev", "solution", undefined],
      ["stddev-check", "check", 3],
      ["slope", "solution", undefined],
      ["slope-check", "check", 1.5],
      ["signs-question", "readonly", undefined],
      ["signs", "quiz", 2],
      ["explain", "text", 4],
    ]);
    expect(manifest.cells.reduce((sum, { points = 0 }) => sum + points, 0)).toBe(10.5);
  });

  it("numbers several solution cells of a task, and checks once", () => {
    const text = source(
      '// %% task="one"\nconst a = 1;\n// %%\nconst b = 2;\n// %% task="one"\nconst c = 3;',
    );
    const two = releaseCells(parseLab(text, "00-x"));
    const ids = two.map(({ cell }) => cell.gradeId.replace(/^read-.*/, "read"));
    expect(ids).toEqual(["read", "one", "read", "one-2", "one-check"]);
  });

  it("tells equal read-only cells apart, and keeps ids when a cell is put before them", () => {
    const same =
      '// %% [markdown]\n// Same\n// %% [markdown]\n// Same\n// %% task="one"\nconst a = 1;';
    const ids = (text: string) =>
      releaseCells(parseLab(source(text), "00-x")).map(({ cell }) => cell.gradeId);
    const before = ids(same);
    expect(new Set(before).size).toBe(before.length);
    expect(ids(`// %% [markdown]\n// New\n${same}`)).toEqual(expect.arrayContaining(before));
  });

  it("refuses tasks whose cells would get one id", () => {
    const tasks = [
      { id: "a", kind: "code" },
      { id: "a-check", kind: "code" },
    ];
    const text = source('// %% task="a"\nconst a = 1;\n// %% task="a-check"\nconst b = 1;', tasks);
    const build = () => releaseCells(parseLab(text, "00-x"));
    expect(build).toThrow(RangeError);
    expect(build).toThrow(/two cells would be called "a-check"/);
  });
});

describe("releaseManifest", () => {
  it("holds answers and explanations, but no solution of code", () => {
    const { quiz } = manifest.cells.find(({ role }) => role === "quiz")!;
    expect(quiz).toMatchObject({ kind: "multiple", correct: [0, 2] });
    expect(quiz?.explanations[0]).toBe("That is what collapse means.");
    expect(JSON.stringify(manifest)).not.toContain("features.map(deviationOf)");
  });

  it("has a salt that changes with the questions, not with the answers", () => {
    const salt = (text: string) => {
      const other = parseLab(text, "00-sample");
      return releaseManifest(other, releaseCells(other)).salt;
    };
    expect(salt(sampleSource)).toBe(manifest.salt);
    expect(salt(sampleSource.replace("- [ ] The gen", "- [x] The gen"))).toBe(manifest.salt);
    expect(salt(sampleSource.replace("Which of these", "Which"))).not.toBe(manifest.salt);
  });
});

describe("the notebooks", () => {
  const student = studentNotebook(manifest);
  const solution = solutionNotebook(lab, cells);

  it("have unique ids, fit for nbformat and nbgrader", () => {
    const ids = student.cells.map(({ id }) => id as string);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });

  it("keep answers out of the student's one", () => {
    const quiz = student.cells.find(({ id }) => id === "signs")!;
    expect(quiz.source).toMatch(/\nquiz\("signs", \[\]\);$/);
    expect(quiz.metadata.extended_cell).toEqual({
      type: "multiplechoice",
      choice: [],
      num_of_choices: 4,
    });
    const answered = solution.cells.find(({ id }) => id === "signs")!;
    expect(answered.source).toMatch(/\nquiz\("signs", \["a", "c"\]\);$/);
    expect(answered.metadata.extended_cell).toMatchObject({ choice: ["0", "2"] });
  });

  it("let a student change solutions, quizzes and texts only, and delete nothing", () => {
    for (const { id, metadata } of student.cells) {
      const { role } = manifest.cells.find(({ gradeId }) => gradeId === id)!;
      expect(metadata.deletable).toBe(false);
      expect(metadata.editable ?? true).toBe(["solution", "quiz", "text"].includes(role));
    }
    expect(solution.cells.some(({ metadata }) => "deletable" in metadata)).toBe(false);
  });

  it("are of the course's kernel", () => {
    expect(student.metadata.kernelspec?.name).toBe("tslab");
    expect([student.nbformat, student.nbformat_minor]).toEqual([4, 5]);
  });
});

describe("nbgrader's metadata", () => {
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const base = { cellType: "code", gradeId: "a", source: "x é" } as const;

  it("has the checksum of Python's spelling", () => {
    expect(nbgraderChecksum({ ...base, kind: "readonly" })).toBe(md5("x écodeFalseFalseTruea"));
    expect(nbgraderChecksum({ ...base, kind: "autograder tests", points: 3 })).toBe(
      md5("x écodeTrueFalseTruea3.0"),
    );
    expect(nbgraderChecksum({ ...base, kind: "manual answer", points: 0.25 })).toBe(
      md5("x écodeTrueTrueFalsea0.25"),
    );
  });

  it("holds only what the schema allows", () => {
    const { nbgrader } = nbgraderMetadata({ ...base, kind: "autograded answer" }, true);
    expect(Object.keys(nbgrader as object).sort()).toEqual(
      "cell_type checksum grade grade_id locked schema_version solution task".split(" "),
    );
  });
});
