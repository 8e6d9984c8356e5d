/** A class without sandboxes: how often, and how many at a time, a grader is asked. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { explain } from "../../../src/course/explain";
import { formatNotebook } from "../../../src/course/format-notebook";
import { gradeClass, type ClassOptions } from "../../../src/grader/grade/class";
import type { Grader } from "../../../src/grader/grade/grader";
import { readLab } from "../../../src/grader/grade/lab";
import { releaseLab } from "../../../src/grader/lab/files";
import { sample } from "../lab/fixture";
import { reportOf } from "../report/sample";
import { removeFolder } from "../../remove-folder";

const lab = readLab(sample);
const { student } = releaseLab(sample);
let folder = "";

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "test-class-"));
});
afterEach(() => {
  removeFolder(folder);
});

function handIn(name: string, text: string): void {
  const notebook = structuredClone(student);
  notebook.cells.find(({ id }) => id === "stddev")!.source = text;
  fs.mkdirSync(path.join(folder, "in"), { recursive: true });
  fs.writeFileSync(path.join(folder, "in", `${name}.ipynb`), formatNotebook(notebook));
}

/** Says what it was asked for, and how many at most at one time. */
function fakeGrader() {
  const asked: string[] = [];
  const seen = { busy: 0, most: 0 };
  const grader: Grader = {
    isolation: "process",
    async grade(name) {
      asked.push(name);
      seen.busy += 1;
      seen.most = Math.max(seen.most, seen.busy);
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.busy -= 1;
      return reportOf("", name);
    },
    close: () => Promise.resolve(),
  };
  return { grader, asked, seen };
}

const run = (grader: Grader, options: Partial<ClassOptions> = {}) =>
  gradeClass([path.join(folder, "in")], lab, grader, {
    kept: path.join(folder, "kept"),
    workers: 2,
    ...options,
  });

it("of equal submissions one is run, and each gets its report", async () => {
  for (const name of ["ann", "bob", "cem"]) handIn(name, "the same");
  const { grader, asked } = fakeGrader();
  const graded = await run(grader);
  expect(asked).toEqual(["ann"]);
  expect(graded.map(({ report }) => report.submission)).toEqual(["ann", "bob", "cem"]);
});

it("no more are read and graded at a time than there are workers", async () => {
  for (const n of [1, 2, 3, 4, 5]) handIn(`s${n}`, `// ${n}`);
  const { grader, asked, seen } = fakeGrader();
  await run(grader);
  expect(asked).toHaveLength(5);
  expect(seen.most).toBe(2);
});

it("what did not change is not run again, unless it shall be", async () => {
  handIn("ann", "first");
  const { grader, asked } = fakeGrader();
  expect((await run(grader)).map(({ kept }) => kept)).toEqual([false]);
  expect((await run(grader)).map(({ kept }) => kept)).toEqual([true]);
  await run(grader, { fresh: true });
  handIn("ann", "second");
  await run(grader);
  expect(asked).toHaveLength(3);
});

it("a machine that fails costs no other submission, and is not kept", async () => {
  for (const name of ["ann", "bob"]) handIn(name, name);
  const { grader } = fakeGrader();
  const failing: Grader = {
    ...grader,
    grade: (name, ...rest) =>
      name === "ann" ? Promise.reject(new Error("no sandbox")) : grader.grade(name, ...rest),
  };
  const [ann, bob] = await run(failing);
  expect(ann.report.error).toBe("It could not be graded on this machine: Error: no sandbox");
  expect([ann.broken, bob.broken]).toEqual([true, false]);
  expect((await run(grader)).map(({ kept }) => kept)).toEqual([false, true]);
});

it("stops where finished reports cannot be kept, and says so", async () => {
  for (const n of [1, 2, 3, 4, 5, 6]) handIn(`s${n}`, `// ${n}`);
  const { grader, asked } = fakeGrader();
  const full: Grader = {
    ...grader,
    async grade(name, ...rest) {
      const report = await grader.grade(name, ...rest);
      fs.rmSync(path.join(folder, "kept"), { recursive: true, force: true });
      return report;
    },
  };
  await expect(run(full)).rejects.toMatchObject({ code: "ENOENT" });
  expect(asked.length).toBeLessThanOrEqual(3);
});

it("grades nothing where the folder for reports cannot be made", async () => {
  handIn("ann", "first");
  fs.writeFileSync(path.join(folder, "kept"), "a file");
  const { grader, asked } = fakeGrader();
  const error: unknown = await run(grader).catch((reason: unknown) => reason);
  expect(explain(error)).toMatch(/kept is a file, and a folder is wanted there/);
  expect(asked).toEqual([]);
});

it("a kept report that is damaged is made again", async () => {
  handIn("ann", "first");
  const { grader, asked } = fakeGrader();
  await run(grader);
  const [file] = fs.readdirSync(path.join(folder, "kept"));
  for (const content of ["", "{}", '{"format":1']) {
    fs.writeFileSync(path.join(folder, "kept", file), content);
    expect((await run(grader)).map(({ kept }) => kept)).toEqual([false]);
  }
  expect(asked).toHaveLength(4);
});

it("stopped, it grades nothing more, keeps no half result, and goes on from there", async () => {
  for (const n of [1, 2, 3, 4, 5, 6]) handIn(`s${n}`, `// ${n}`);
  const { grader, asked } = fakeGrader();
  const stop = new AbortController();
  const stopping: Grader = {
    ...grader,
    async grade(name, ...rest) {
      const report = await grader.grade(name, ...rest);
      if (name === "s3") stop.abort(new Error("stopped"));
      return report;
    },
  };
  await expect(run(stopping, { signal: stop.signal, workers: 1 })).rejects.toThrow("stopped");
  expect(asked).toEqual(["s1", "s2", "s3"]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(fs.readdirSync(path.join(folder, "kept"))).toHaveLength(2);
  expect((await run(grader)).map(({ kept }) => kept)).toEqual([
    ...[true, true],
    ...[false, false, false, false],
  ]);
});

it("a file that cannot be read costs no other", async () => {
  handIn("ann", "first");
  handIn("bob", "second");
  fs.writeFileSync(path.join(folder, "in", `${"\u6587".repeat(80)}.ipynb`), "<html>");
  const { grader } = fakeGrader();
  const graded = await run(grader);
  expect(graded.map(({ report }) => (report.error ?? "").slice(0, 22))).toEqual([
    ...["", "", "The file is a web page"],
  ]);
});

it("leaves nothing in the system's folder for temporary files", async () => {
  handIn("ann", "first");
  const before = fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith("clinic-grade-"));
  await run(fakeGrader().grader);
  const after = fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith("clinic-grade-"));
  expect(after.filter((name) => !before.includes(name))).toEqual([]);
});
