import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import {
  buildFrontPage,
  FRONT_PAGE,
  frontPage,
  progressRows,
  stops,
  type Stop,
} from "../../src/course/front-page";
import { keepLearner, readLearner } from "../../src/course/learner";
import { formatNotebook, readNotebook } from "../../src/course/notebook";
import { NOTEBOOKS } from "../../src/course/paths";
import { claim } from "../../src/evidence/claim";
import { learnerEvents, lendToCells } from "../../src/cell";
import { resultsTable } from "../../src/evidence/results-table";
import { removeFolder } from "../remove-folder";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "front-page-"));
const file = path.join(folder, "state", "learner.json");
afterAll(() => {
  removeFolder(folder);
});
afterEach(() => {
  lendToCells({ learner: undefined });
  removeFolder(path.dirname(file));
});

describe("the front page", () => {
  it("that is committed is the one that would be built", () => {
    expect(buildFrontPage(true)).toBe(false);
    expect(fs.readFileSync(FRONT_PAGE, "utf8")).toBe(formatNotebook(frontPage()));
  });

  it("links to files that are there, with a time for each", () => {
    const all = stops();
    expect(all.length).toBeGreaterThanOrEqual(6);
    for (const { file: link, minutes } of all) {
      expect(fs.existsSync(path.join(NOTEBOOKS, link)), link).toBe(true);
      expect(minutes).toBeGreaterThan(0);
    }
  });

  it("is built where it is missing, and left where only its outputs changed", () => {
    const own = path.join(folder, "index.ipynb");
    expect(buildFrontPage(true, own)).toBe(true);
    expect(fs.existsSync(own)).toBe(false);
    expect(buildFrontPage(false, own)).toBe(true);
    const ran = readNotebook(own);
    ran.cells.at(-1)!.execution_count = 3;
    fs.writeFileSync(own, formatNotebook(ran));
    expect(buildFrontPage(false, own)).toBe(false);
    expect(readNotebook(own).cells.at(-1)!.execution_count).toBe(3);
  });
});

const two: Stop[] = [
  { name: "01-a", title: "A", file: "", minutes: 4, kind: "notebook", tasks: [] },
  { name: "01-a", title: "Lab A", file: "", minutes: 90, kind: "lab", tasks: ["one", "two"] },
];

describe("what a learner has done", () => {
  it("is kept by a kernel that belongs to a notebook, and shown", () => {
    keepLearner("/course/notebooks/01-a.ipynb", file);
    expect(progressRows(two, readLearner(file)).map(({ says }) => says)).toEqual([
      "not run yet",
      "0 of 2 tasks pass",
    ]);
    const require = { atLeast: 2 };
    const held = claim("holds", { measured: [4, 5, 4], unit: "points", require });
    const not = claim("does not", { measured: [1, 1, 1], unit: "points", require });
    resultsTable([held, not]);
    keepLearner("/course/labs/01-a/lab.ipynb", file);
    learnerEvents()!.checked("one", true);
    learnerEvents()!.checked("two", true);
    learnerEvents()!.checked("two", false);
    const [notebook, lab] = progressRows(two, readLearner(file));
    expect(notebook).toMatchObject({ done: true });
    expect(notebook.says).toMatch(/^run on \d{4}-\d\d-\d\d: 1 of 2 claims held$/);
    expect(lab).toEqual({ done: false, title: "01 Lab A", says: "1 of 2 tasks pass" });
  });

  it("gives no tick for a small budget", () => {
    const done = { claims: 2, held: 1, budget: "smoke", day: "2026-11-24" };
    const [row] = progressRows(two, { notebooks: { "01-a": done }, labs: {}, guesses: {} });
    expect(row).toMatchObject({ done: false, says: "run on 2026-11-24, with the smoke budget" });
  });

  it.each([undefined, "console", ""])("is not kept for a session called %s", (session) => {
    keepLearner(session, file);
    expect(learnerEvents()).toBeUndefined();
  });

  it("is nothing where the file is damaged, and nobody is stopped where it cannot be written", () => {
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, "{ half");
    expect(readLearner(file)).toEqual({ notebooks: {}, labs: {}, guesses: {} });
    keepLearner("/course/notebooks/01-a.ipynb", path.join(file, "below", "a", "file"));
    expect(() => {
      learnerEvents()!.finished(1, 1, "full");
    }).not.toThrow();
  });
});
