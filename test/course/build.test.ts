import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { buildLesson, notebookFile, pullLesson } from "../../src/course/build";
import { formatNotebook, readNotebook } from "../../src/course/notebook";
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
  it("builds once, then has nothing to do", async () => {
    expect(await buildLesson(lesson, { folder, check: true })).toBe("stale");
    expect(await buildLesson(lesson, { folder })).toBe("built");
    expect(await buildLesson(lesson, { folder })).toBe("current");
    fs.appendFileSync(lesson.source, "const b = 2;\n");
    expect(await buildLesson(lesson, { folder, check: true })).toBe("stale");
  });

  it("leaves a notebook that was edited by hand alone, unless forced", async () => {
    await buildLesson(lesson, { folder });
    editByHand("const mine = 1;");
    const before = fs.readFileSync(notebookFile(lesson, folder), "utf8");
    expect(await buildLesson(lesson, { folder })).toBe("edited");
    expect(fs.readFileSync(notebookFile(lesson, folder), "utf8")).toBe(before);
    expect(await buildLesson(lesson, { folder, force: true })).toBe("built");
  });
});

describe("pullLesson", () => {
  it("brings an edit back into the source, after which both agree", async () => {
    await buildLesson(lesson, { folder });
    expect(await pullLesson(lesson, { folder })).toBe("current");
    editByHand("const mine = 1;");
    expect(await pullLesson(lesson, { folder })).toBe("pulled");
    expect(fs.readFileSync(lesson.source, "utf8")).toContain("// %%\nconst mine = 1;\n");
    expect(await buildLesson(lesson, { folder })).toBe("current");
  });

  it("refuses when both sides changed", async () => {
    await buildLesson(lesson, { folder });
    editByHand("const mine = 1;");
    fs.writeFileSync(lesson.source, "// %%\nconst theirs = 1;\n");
    await expect(pullLesson(lesson, { folder })).rejects.toThrow(/Both .* have changed/);
    expect(fs.readFileSync(lesson.source, "utf8")).toContain("theirs");
    expect(await pullLesson(lesson, { folder, force: true })).toBe("pulled");
  });
});

describe("the committed notebooks", () => {
  it.each(listLessons())("$name is up to its source", async (committed) => {
    expect(await buildLesson(committed, { check: true })).toBe("current");
  });
});
