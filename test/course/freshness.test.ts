import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { courseMetadata } from "../../src/course/convert";
import type { Library } from "../../src/course/library-parts";
import { formatNotebook } from "../../src/course/format-notebook";
import { readNotebook } from "../../src/course/notebook";
import { parsePercent } from "../../src/course/percent";
import { prepareLesson, runLesson } from "../../src/course/run-course";
import { budgets, type BudgetName } from "../../src/evidence/budget";
import { fingerprint } from "../../src/course/freshness";
import { hashJson, hashText } from "../../src/course/hash";
import { estimate } from "../../src/course/timings";
import { clock } from "../../src/course/progress";

const cells = (source: string) => parsePercent(source).cells;
const base = {
  cells: cells("// %%\n1"),
  library: "l",
  engine: "wasm 4",
  budget: "full",
  firstSeed: 1,
};

describe("fingerprint", () => {
  it("changes with each thing a result depends on", () => {
    const all = [
      base,
      { ...base, cells: cells("// %%\n2") },
      { ...base, cells: cells('// %% tags=["raises-exception"]\n1') },
      { ...base, library: "m" },
      { ...base, engine: "cpu 4" },
      { ...base, budget: "quick" },
      { ...base, budget: "smoke" },
      { ...base, firstSeed: 101 },
    ].map(fingerprint);
    expect(new Set(all).size).toBe(8);
  });

  it.each([
    ["line ends and a byte-order mark", "\uFEFF// %%\r\n1"],
    ["prose", "// %% [markdown]\n// One.\n\n// %%\n1"],
    ["comments", "// %%\n1 // one"],
    ["what is folded", "// %% folded\n1"],
  ])("does not change with %s", (_, source) => {
    expect(fingerprint({ ...base, cells: cells(source) })).toBe(fingerprint(base));
  });
});

const library = (hash: string): Library => ({ whole: hash, of: () => hash });

describe("prepareLesson", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-fresh-"));
  const source = path.join(folder, "90-x.ts");
  fs.writeFileSync(source, "// %%\n1;\n");
  const lesson = { name: "90-x", source, folder };
  const options = { library: library("l"), engine: "e", firstSeed: 1, out: folder, again: false };
  const prepare = (budget: BudgetName, change: object = {}) =>
    prepareLesson(lesson, { ...options, budget, ...change } as never);

  /** As if it had been executed under this budget; which budgets take that over? */
  function takers(executed: BudgetName): string[] {
    const { notebook, fingerprint: print } = prepare(executed);
    const run = { fingerprint: print, budget: executed, engine: "e", complete: true };
    const own = { ...courseMetadata(notebook), run };
    notebook.metadata.gan_clinic = own;
    fs.writeFileSync(path.join(folder, "90-x.ipynb"), formatNotebook(notebook));
    return budgets.filter((budget) => prepare(budget).fresh);
  }

  it("never takes a weaker result for a proved one; a quick run takes a proved one over", () => {
    expect(takers("smoke")).toEqual(["smoke"]);
    expect(takers("quick")).toEqual(["quick"]);
    expect(takers("full")).toEqual(["full", "quick"]);
    expect(prepare("quick", { again: true }).fresh).toBeUndefined();
    expect(prepare("quick", { library: library("m") }).fresh).toBeUndefined();
    expect(prepare("quick", { firstSeed: 101 }).fresh).toBeUndefined();
  });

  it("tells a run's outputs under new words, and writes them so", async () => {
    takers("full");
    const file = path.join(folder, "90-x.ipynb");
    const executed = readNotebook(file);
    const said = [{ output_type: "stream", name: "stdout", text: "1" }];
    Object.assign(executed.cells[0], { outputs: said, execution_count: 1 });
    fs.writeFileSync(file, formatNotebook(executed));
    fs.writeFileSync(source, "// %% [markdown]\n// One.\n\n// %%\n1; // one\n");
    const full = { ...options, budget: "full" } as never;
    await runLesson(prepareLesson(lesson, full), full);
    const { cells, metadata } = readNotebook(file);
    expect(cells.map(({ source }) => [source].flat().join(""))).toEqual(["One.", "1; // one"]);
    expect(cells[1]).toMatchObject({ outputs: said, execution_count: 1 });
    expect(metadata.gan_clinic).toMatchObject({ run: { budget: "full", complete: true } });
    fs.writeFileSync(source, "// %%\n2;\n");
    expect(prepare("full").fresh).toBeUndefined();
    fs.writeFileSync(source, "// %%\n1;\n");
  });

  it("says under which budget it was executed what is taken over", async () => {
    takers("full");
    const result = await runLesson(prepare("quick"), { ...options, budget: "quick" } as never);
    expect(result).toMatchObject({ budget: "full", fresh: true });
  });
});

describe("hashes", () => {
  it("is SHA-256", () => {
    expect(hashText("abc")).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it("does not depend on the order of keys", () => {
    expect(hashJson({ a: 1, b: { c: 2, d: 3 } })).toBe(hashJson({ b: { d: 3, c: 2 }, a: 1 }));
    expect(hashJson({ a: 1 })).not.toBe(hashJson({ a: 2 }));
  });
});

describe("estimate", () => {
  const at = { done: 1, cells: 3, inCell: 4, elapsed: 14 };
  it("adds up what the remaining cells took last time", () => {
    expect(estimate([10, 6, 5], undefined, at)).toBe(6 - 4 + 5);
  });
  it("falls back on the header's figure, and on nothing", () => {
    expect(estimate(undefined, 60, at)).toBe(46);
    expect(estimate([1], undefined, at)).toBeUndefined();
  });
  it("is shown as minutes and seconds", () => {
    expect([5, 65.4, 600, 3725].map(clock)).toEqual(["0:05", "1:05", "10:00", "1:02:05"]);
  });
});
