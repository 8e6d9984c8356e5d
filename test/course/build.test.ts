import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { buildLesson, notebookFile, pullLesson } from "../../src/course/build";
import { formatNotebook } from "../../src/course/format-notebook";
import { readNotebook } from "../../src/course/notebook";
import { listLessons, type Lesson } from "../../src/course/paths";

let folder: string;
let lesson: Lesson;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-build-"));
  lesson = { name: "07-x", source: path.join(folder, "07-x.ts"), folder };
  fs.writeFileSync(
    lesson.source,
    "// ---\n// title: x\n// seconds:\n//   smoke: 1\n//   full: 2\n// ---\n\n// %%\nconst a = 1;\n",
  );
});

function editByHand(source: string): void {
  const file = notebookFile(lesson, folder);
  const notebook = readNotebook(file);
  notebook.cells[0].source = source;
  fs.writeFileSync(file, formatNotebook(notebook));
}

describe("buildLesson", () => {
  it("builds once, then has nothing to do", () => {
    expect(buildLesson(lesson, { folder, check: true })).toBe("stale");
    expect(buildLesson(lesson, { folder })).toBe("built");
    expect(buildLesson(lesson, { folder })).toBe("current");
    fs.appendFileSync(lesson.source, "const b = 2;\n");
    expect(buildLesson(lesson, { folder, check: true })).toBe("stale");
  });

  it("keeps outputs under new prose, and none under new code", () => {
    buildLesson(lesson, { folder });
    const file = notebookFile(lesson, folder);
    const executed = readNotebook(file);
    const outputs = [{ output_type: "stream", name: "stdout", text: ["1"] }];
    Object.assign(executed.cells[0], { outputs, execution_count: 1 });
    fs.writeFileSync(file, formatNotebook(executed));
    const source = fs.readFileSync(lesson.source, "utf8");
    fs.writeFileSync(lesson.source, source.replace("// %%", "// %% [markdown]\n// One.\n\n// %%"));
    expect(buildLesson(lesson, { folder, check: true })).toBe("stale");
    expect(buildLesson(lesson, { folder })).toBe("built");
    expect(readNotebook(file).cells[1]).toMatchObject({ outputs, execution_count: 1 });
    expect(buildLesson(lesson, { folder, check: true })).toBe("current");
    fs.appendFileSync(lesson.source, "const b = 2;\n");
    expect(buildLesson(lesson, { folder })).toBe("built");
    expect(readNotebook(file).cells[1]).toMatchObject({ outputs: [], execution_count: null });
  });

  it("leaves a notebook that was edited by hand alone, unless forced", () => {
    buildLesson(lesson, { folder });
    editByHand("const mine = 1;");
    const before = fs.readFileSync(notebookFile(lesson, folder), "utf8");
    expect(buildLesson(lesson, { folder })).toBe("edited");
    expect(fs.readFileSync(notebookFile(lesson, folder), "utf8")).toBe(before);
    expect(buildLesson(lesson, { folder, force: true })).toBe("built");
  });
});

describe("pullLesson", () => {
  it("brings an edit back into the source, after which both agree", () => {
    buildLesson(lesson, { folder });
    expect(pullLesson(lesson, { folder })).toBe("current");
    editByHand("const mine = 1;");
    expect(pullLesson(lesson, { folder })).toBe("pulled");
    expect(fs.readFileSync(lesson.source, "utf8")).toContain("// %%\nconst mine = 1;\n");
    expect(buildLesson(lesson, { folder })).toBe("current");
  });

  it("refuses when both sides changed", () => {
    buildLesson(lesson, { folder });
    editByHand("const mine = 1;");
    fs.writeFileSync(lesson.source, "// %%\nconst theirs = 1;\n");
    expect(() => pullLesson(lesson, { folder })).toThrow(/Both .* have changed/);
    expect(fs.readFileSync(lesson.source, "utf8")).toContain("theirs");
    expect(pullLesson(lesson, { folder, force: true })).toBe("pulled");
  });
});

describe("the committed notebooks", () => {
  it.each(listLessons())("$name is up to its source", (committed) => {
    expect(buildLesson(committed, { check: true })).toBe("current");
  });
});
