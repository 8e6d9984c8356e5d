/** The learner's copy of a course, and what becomes of it when the course is newer: with a real `git pull`. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownPage, writeOwnPage } from "../../../src/course/front-page";
import { continueAt } from "../../../src/course/stops";
import { formatNotebook } from "../../../src/course/format-notebook";
import { readNotebook } from "../../../src/course/notebook";
import { bringUp } from "../../../src/course/work/copy";
import { makeWork, resetCommand, updateCommand } from "../../../src/course/work/command";
import { findDocument } from "../../../src/course/work/places";
import { removeFolder } from "../../remove-folder";
import { cell, edit, FIRST, LAB, rewritten, textsIn, write, writeCourse } from "./small-course";

let root: string;
const inWork = (...parts: string[]): string => path.join(root, "work", ...parts);
const first = (): string => inWork("notebooks", "01-small.ipynb");
const lab = (): string => inWork("labs", "01-small", "lab-01.ipynb");
const states = (): string[] => bringUp(root).map(({ state }) => state);
const newer = rewritten(FIRST, "knobs", "const rate = 1; // slow", "knobs2");

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "clinic work-"));
  writeCourse(root);
});
afterEach(() => {
  removeFolder(root);
});

describe("the learner's copy", () => {
  it("is the course, with outputs and what lies beside a lab, and is made once", () => {
    expect(states()).toEqual(["made", "made"]);
    expect(fs.readFileSync(first(), "utf8")).toBe(formatNotebook(FIRST));
    expect(fs.readdirSync(inWork("labs", "01-small")).sort()).toEqual([
      ...["README.md", "checks.js", "lab-01.ipynb", "lab.json"],
    ]);
    edit(first(), "knobs", "const rate = 7;");
    const mine = fs.readFileSync(first());
    expect(states()).toEqual(["current", "current"]);
    expect(fs.readFileSync(first()).equals(mine)).toBe(true);
  });

  it("goes on under the lab's new name, with its work and what it was made from", () => {
    bringUp(root);
    edit(lab(), "coverage", "const mine = 7;");
    const [file, base] = [
      lab(),
      path.join(root, "work", ".course", "labs", "01-small", "lab-01.ipynb"),
    ];
    const earlier = (now: string): string => path.join(path.dirname(now), "lab.ipynb");
    fs.renameSync(file, earlier(file));
    fs.renameSync(base, earlier(base));
    expect(states()).toEqual(["current", "current"]);
    expect(textsIn(file)).toMatchObject({ coverage: "const mine = 7;" });
    expect(fs.existsSync(earlier(file)) || fs.existsSync(earlier(base))).toBe(false);
  });

  it("has the guides that a notebook links to, and keeps one that somebody wrote into", () => {
    const linking = rewritten(
      FIRST,
      "intro",
      "# Small\n\nSee [the guide](a-guide.md), [not](gone.md).",
    );
    writeCourse(root, linking);
    write(path.join(root, "notebooks", "a-guide.md"), "# Guide\n");
    write(path.join(root, "notebooks", "README.md"), "# Front\n");
    expect(states()).toEqual(["made", "made"]);
    const guides = (): string[] =>
      fs.readdirSync(inWork("notebooks")).filter((name) => name.endsWith(".md"));
    expect(guides()).toEqual(["a-guide.md"]);
    fs.writeFileSync(inWork("notebooks", "a-guide.md"), "mine\n");
    write(path.join(root, "notebooks", "a-guide.md"), "# Newer guide\n");
    bringUp(root);
    expect(fs.readFileSync(inWork("notebooks", "a-guide.md"), "utf8")).toBe("# Newer guide\n");
    expect(guides()).toHaveLength(2); // theirs, with the day in its name
  });

  it("follows a newer course where it was not touched, though JupyterLab saved it", () => {
    bringUp(root);
    const saved = JSON.parse(fs.readFileSync(first(), "utf8")) as {
      metadata: { language_info: object };
      cells: { outputs?: { text: unknown }[] }[];
    };
    saved.metadata.language_info = { name: "typescript", version: "3.7.2" };
    saved.cells[1].outputs![0].text = ["output of ", "knobs\n"];
    fs.writeFileSync(first(), JSON.stringify(saved));
    writeCourse(root, newer, LAB, "new");
    expect(states()).toEqual(["brought up", "current"]);
    expect(textsIn(first())).toHaveProperty("knobs2");
    expect(fs.readFileSync(inWork("labs", "01-small", "checks.js"), "utf8")).toBe("// new\n");
  });

  it("keeps a file beside a lab that somebody wrote into", () => {
    bringUp(root);
    const checks = inWork("labs", "01-small", "checks.js");
    fs.appendFileSync(checks, "// mine\n");
    writeCourse(root, FIRST, LAB, "new");
    bringUp(root);
    const kept = fs.readdirSync(path.dirname(checks)).filter((name) => /^checks\.\d/.test(name));
    expect(kept).toHaveLength(1);
    expect(fs.readFileSync(checks, "utf8")).toBe("// new\n");
  });

  it("is never overwritten: the newer version lies beside it with the learner's work in it", () => {
    bringUp(root);
    edit(first(), "knobs", "const rate = 7;");
    edit(lab(), "coverage", "function coverage() {\n  return 8;\n}");
    const mine = [first(), lab()].map((file) => fs.readFileSync(file, "utf8"));
    writeCourse(root, newer, rewritten(LAB, "read-1", "## Task, told better", "read-2"), "new");
    expect(bringUp(root)).toMatchObject([
      { state: "newer", kept: 1, told: 1 },
      { state: "newer", kept: 1, told: 0 },
    ]);
    expect([first(), lab()].map((file) => fs.readFileSync(file, "utf8"))).toEqual(mine);
    const beside = inWork("labs", "01-small.new");
    expect(textsIn(path.join(beside, "lab-01.ipynb"))).toMatchObject({
      "read-2": "## Task, told better",
      coverage: "function coverage() {\n  return 8;\n}",
    });
    expect(fs.readFileSync(path.join(beside, "checks.js"), "utf8")).toBe("// new\n");
    expect(fs.readFileSync(inWork("labs", "01-small", "checks.js"), "utf8")).toBe("// old\n");
    expect(states()).toEqual(["newer", "newer"]);
  });

  it("can be replaced by the newer version, and is kept with the day in its name", () => {
    bringUp(root);
    edit(first(), "knobs", "const rate = 7;");
    writeCourse(root, newer);
    bringUp(root);
    edit(first(), "end", "show(2);"); // after the new version was laid beside it
    const mine = fs.readFileSync(first(), "utf8");
    const told: string[] = [];
    updateCommand(undefined, (line) => told.push(line), root);
    expect(told.join("\n")).toMatch(
      /notebook 01 is now the newer version.*01-small\.\d{4}-\d\d-\d\d\.ipynb/,
    );
    expect(textsIn(first())).toMatchObject({ knobs2: "const rate = 7;", end: "show(2);" });
    const kept = fs.readdirSync(inWork("notebooks")).filter((name) => /\.\d{4}-/.test(name));
    expect(kept.map((name) => fs.readFileSync(inWork("notebooks", name), "utf8"))).toEqual([mine]);
    expect(fs.existsSync(inWork("notebooks", "01-small.new.ipynb"))).toBe(false);
    expect(states()).toEqual(["current", "current"]);
  });

  it("waits where the learner works in the newer version and the course is newer still", () => {
    bringUp(root);
    edit(first(), "knobs", "const rate = 7;");
    writeCourse(root, newer);
    bringUp(root);
    const offer = inWork("notebooks", "01-small.new.ipynb");
    edit(offer, "train", "train(rate); // here");
    const mine = fs.readFileSync(offer, "utf8");
    writeCourse(root, rewritten(newer, "end", "show(3);", "end3"));
    expect(states()).toEqual(["waiting", "current"]);
    expect(fs.readFileSync(offer, "utf8")).toBe(mine);
    expect(() => {
      updateCommand("01", () => undefined, root);
    }).toThrow(/notebook-01, lab-01/);
    updateCommand("notebook-01", () => undefined, root);
    expect(states()).toEqual(["newer", "current"]); // now the rest of the way
    expect(textsIn(offer)).toMatchObject({ end3: "show(3);", train: "train(rate); // here" });
  });

  it.each(["{ half", ""])("is left alone where it cannot be read (%j), and says so", (text) => {
    bringUp(root);
    fs.writeFileSync(first(), text);
    const told: string[] = [];
    makeWork((line) => told.push(line), root);
    expect(told.join("\n")).toMatch(/notebook 01 cannot be read[\s\S]*--reset notebook-01/);
    expect(fs.readFileSync(first(), "utf8")).toBe(text);
    resetCommand("notebook-01", undefined, () => undefined, root);
    expect(fs.readFileSync(first(), "utf8")).toBe(formatNotebook(FIRST));
  });

  it("counts as worked in where nobody knows what it was made from", () => {
    bringUp(root);
    edit(first(), "knobs", "const rate = 7;");
    removeFolder(inWork(".course"));
    const mine = fs.readFileSync(first(), "utf8");
    writeCourse(root, newer);
    expect(states()).toEqual(["current", "current"]);
    expect(fs.readFileSync(first(), "utf8")).toBe(mine);
    writeCourse(root, rewritten(newer, "end", "show(3);", "end3"));
    expect(states()).toEqual(["newer", "current"]);
  });
});

describe("back to the first state", () => {
  it("a whole notebook or lab: what it was is kept beside it", () => {
    bringUp(root);
    edit(lab(), "why", "Because.");
    resetCommand("lab-01", undefined, () => undefined, root);
    expect(fs.readFileSync(lab(), "utf8")).toBe(formatNotebook(LAB));
    const [kept] = fs.readdirSync(path.dirname(lab())).filter((name) => /^lab-01\.\d/.test(name));
    expect(textsIn(path.join(path.dirname(lab()), kept))).toMatchObject({ why: "Because." });
  });

  it("one cell: the others stay", () => {
    bringUp(root);
    edit(lab(), "why", "Because.");
    edit(lab(), "coverage", "mine");
    resetCommand("lab-01", "coverage", () => undefined, root);
    expect(textsIn(lab())).toEqual({ ...textsInLab(), why: "Because." });
    expect(() => {
      resetCommand("lab-01", "nowhere", () => undefined, root);
    }).toThrow(/no cell "nowhere"[\s\S]*coverage {2}function coverage/);
  });

  it("keeps a newer version that the learner works in", () => {
    bringUp(root);
    edit(first(), "knobs", "const rate = 7;");
    writeCourse(root, newer);
    bringUp(root);
    edit(inWork("notebooks", "01-small.new.ipynb"), "end", "precious();");
    resetCommand("notebook-01", undefined, () => undefined, root);
    const all = fs.readdirSync(inWork("notebooks")).map((name) => inWork("notebooks", name));
    expect(all.some((file) => textsIn(file).end === "precious();")).toBe(true);
    expect(textsIn(first())).toHaveProperty("knobs2", "const rate = 1; // slow");
  });

  it("says which are meant where a number is a notebook's and a lab's", () => {
    expect(() => findDocument("01", root)).toThrow(/is a notebook and a lab.*notebook-01, lab-01/);
    expect(() => findDocument("07", root)).toThrow(/no notebook and no lab "07"/);
    expect(findDocument("lab-01", root).kind).toBe("lab");
  });
});

const textsInLab = (): Record<string, string> =>
  textsIn(path.join(root, "labs", "01-small", "lab-01.ipynb"));

describe("the learner's front page", () => {
  const row = (page: string, kind: RegExp): string =>
    page.split("\n").find((line) => kind.test(line))!;

  it("counts all tasks of a lab, and a text when something was written", () => {
    bringUp(root);
    const labs = { "01-small": { coverage: true } };
    const page = (): string => ownPage(root, { notebooks: {}, labs, guesses: {} });
    expect(row(page(), /^\|.*labs\/01/)).toContain("1 of 2 tasks done");
    edit(lab(), "why", "Because.");
    expect(row(page(), /^\| ✔.*labs\/01/)).toContain("2 of 2 tasks done");
  });

  it("leads to the newer version, and says what it tells of", () => {
    bringUp(root);
    edit(first(), "knobs", "const rate = 7;");
    writeCourse(root, newer);
    bringUp(root);
    expect(writeOwnPage(root)).toBe(true);
    const page = fs.readFileSync(inWork("index.md"), "utf8");
    expect(page).toContain("become newer than some of your copies");
    expect(row(page, /new\.ipynb/)).toMatch(
      /\[newer version\]\(notebooks\/01-small\.new\.ipynb\); in 1 cell/,
    );
    expect(writeOwnPage(root)).toBe(false);
  });

  it.each([
    [[], 0],
    [["done"], 1],
    [["", "begun"], 1],
    [["", "done"], 2],
    [["", "done", "done"], 0],
    [["done", "done", "done"], undefined],
  ])("goes on after %j at %s", (all, at) => {
    const list = [0, 1, 2].map((index) => {
      const says = all[index] ?? "";
      return { done: says === "done", begun: says !== "", says };
    });
    expect(continueAt(list)).toBe(at);
  });
});

describe("a clone that was worked in", () => {
  const git = (folder: string, ...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });

  it("pulls a newer course without a word, and has it beside the work", () => {
    const origin = root;
    git(origin, "init", "-q", "-b", "main");
    git(origin, "add", ".");
    git(origin, "commit", "-q", "-m", "course");
    const clone = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-clone-"));
    git(clone, "clone", "-q", origin, ".");
    makeWork(() => undefined, clone);
    const own = path.join(clone, "work", "notebooks", "01-small.ipynb");
    const answers = path.join(clone, "work", "labs", "01-small", "lab-01.ipynb");
    edit(own, "knobs", "const rate = 7;");
    edit(answers, "coverage", "my answer");
    expect(git(clone, "status", "--porcelain")).toBe("");

    writeCourse(origin, newer, rewritten(LAB, "read-1", "## Told better", "read-2"));
    write(path.join(origin, "notebooks", "02-more.ipynb"), FIRST);
    git(origin, "add", ".");
    git(origin, "commit", "-q", "-m", "newer");
    git(clone, "pull", "-q");
    const told: string[] = [];
    makeWork((line) => told.push(line), clone);
    expect(told.join("\n")).toMatch(
      /New in your copy.*notebook 02[\s\S]*newer than your notebook 01, lab 01/,
    );
    expect(textsIn(own)).toHaveProperty("knobs", "const rate = 7;");
    expect(textsIn(answers)).toHaveProperty("coverage", "my answer");
    updateCommand(undefined, () => undefined, clone);
    expect(textsIn(own)).toHaveProperty("knobs2", "const rate = 7;");
    expect(textsIn(answers)).toMatchObject({ "read-2": "## Told better", coverage: "my answer" });
    expect(git(clone, "status", "--porcelain")).toBe("");
    expect(git(clone, "log", "-1", "--format=%s").trim()).toBe("newer");
    removeFolder(clone);
  });
});

it("has a cell that the learner added where it was put", () => {
  bringUp(root);
  const mine = readNotebook(first());
  mine.cells.splice(2, 0, cell("own", "1 + 1"));
  write(first(), mine);
  writeCourse(root, newer);
  bringUp(root);
  const ids = readNotebook(inWork("notebooks", "01-small.new.ipynb")).cells.map(({ id }) => id);
  expect(ids).toEqual(["intro", "knobs2", "own", "train", "end"]);
});
