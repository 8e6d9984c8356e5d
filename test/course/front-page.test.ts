import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { buildFrontPage, FRONT_PAGE, frontPage } from "../../src/course/front-page";
import { progressOf, stops, type Stop } from "../../src/course/stops";
import { keepLearner, readLearner } from "../../src/course/learner";
import type { Document } from "../../src/course/work/places";
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
    expect(fs.readFileSync(FRONT_PAGE, "utf8")).toBe(frontPage());
  });

  it("has every notebook and every lab, with a time for each", () => {
    const all = stops();
    expect(all.length).toBeGreaterThanOrEqual(9);
    for (const { document, minutes } of all) {
      expect(fs.existsSync(document.from), document.from).toBe(true);
      expect(minutes).toBeGreaterThan(0);
    }
  });

  it("counts the tasks of a lab as the lab's README does", () => {
    const labs = stops().filter(({ document }) => document.kind === "lab");
    expect(labs.length).toBeGreaterThanOrEqual(3);
    for (const { document, tasks } of labs) {
      const readme = fs.readFileSync(path.join(path.dirname(document.from), "README.md"), "utf8");
      expect(readme).toContain(`\n${tasks.length} tasks, `);
    }
  });

  it("is built where it is missing or old", () => {
    const own = path.join(folder, "README.md");
    expect(buildFrontPage(true, own)).toBe(true);
    expect(fs.existsSync(own)).toBe(false);
    expect(buildFrontPage(false, own)).toBe(true);
    expect(buildFrontPage(false, own)).toBe(false);
  });
});

const place = { name: "01-a", from: "", file: "", base: "", offer: "", offerBase: "" };
const stop = (kind: Document["kind"], ...tasks: string[]): Stop => ({
  document: { ...place, kind },
  title: "A",
  minutes: 4,
  tasks: tasks.map((id) => ({ id, kind: "code" })),
});
const two = [stop("notebook"), stop("lab", "one", "two")];
const says = () => two.map((each) => progressOf(each, readLearner(file)));

describe("what a learner has done", () => {
  it("is kept by a kernel that belongs to a notebook, and shown", () => {
    keepLearner("/course/work/notebooks/01-a.ipynb", file);
    expect(says()).toEqual(two.map(() => ({ done: false, begun: false, says: "" })));
    const require = { atLeast: 2 };
    const held = claim("holds", { measured: [4, 5, 4], unit: "points", require });
    const not = claim("does not", { measured: [1, 1, 1], unit: "points", require });
    resultsTable([held, not]);
    keepLearner("/course/work/labs/01-a.new/lab.ipynb", file);
    learnerEvents()!.checked("one", true);
    learnerEvents()!.checked("two", true);
    learnerEvents()!.checked("two", false);
    const [notebook, lab] = says();
    expect(notebook).toMatchObject({ done: true });
    expect(notebook.says).toMatch(/^run on \d{4}-\d\d-\d\d: 1 of 2 claims held$/);
    expect(lab).toEqual({ done: false, begun: true, says: "1 of 2 tasks done" });
  });

  it("gives a notebook without a table of claims its tick when it was run to its end", () => {
    let told = 0;
    const ran = keepLearner("/course/work/notebooks/01-a.ipynb", file, () => told++);
    ran();
    expect(says()[0]).toMatchObject({ done: true });
    expect(says()[0].says).toMatch(/^run on \d{4}-\d\d-\d\d$/);
    expect(told).toBe(1);
  });

  it("gives no tick for the smoke budget, and takes none away for it", () => {
    vi.stubEnv("CLINIC_BUDGET", "smoke");
    const ran = keepLearner("/course/work/notebooks/01-a.ipynb", file);
    ran();
    expect(says()[0]).toMatchObject({ done: false });
    expect(says()[0].says).toMatch(/with the smoke budget$/);
    vi.stubEnv("CLINIC_BUDGET", undefined);
    ran();
    vi.stubEnv("CLINIC_BUDGET", "smoke");
    ran();
    vi.unstubAllEnvs();
    expect(says()[0]).toMatchObject({ done: true });
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
