import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { codeOf, hashProgram } from "../../src/course/hash";
import { readLibrary } from "../../src/course/library-parts";
import { parsePercent } from "../../src/course/percent";
import { DIST, listLessons, PACKAGE_LOCK } from "../../src/course/paths";
import { removeFolder } from "../remove-folder";

const made: string[] = [];
afterEach(() => {
  made.splice(0).forEach((folder) => {
    removeFolder(folder);
  });
});

/** A built package of these files. */
function builtOf(files: Readonly<Record<string, string>>): string {
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-hash-"));
  made.push(dist);
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
    fs.writeFileSync(path.join(dist, file), text);
  }
  return dist;
}
const built = (file: string, text: string): string => builtOf({ [file]: text });

const library = (text: string, file = "loss.js"): string =>
  readLibrary(built(file, text), "no package lock").whole;

describe("codeOf", () => {
  it("leaves out comments and the space between tokens", () => {
    expect(codeOf("/** Doc. */\nconst a = 1; // one\n")).toBe("const\na\n=\n1\n;");
  });

  it("keeps what only looks like a comment", () => {
    const text = 'const url = "http://a"; const re = /\\/\\*x*\\//g; const t = `/* ${1} */`;';
    const code = codeOf(text);
    expect(code).toContain('"http://a"');
    expect(code).toContain("/\\/\\*x*\\//g");
    expect(code).toContain("`/* ${");
  });
});

describe("the whole library's hash", () => {
  it("is the same after a change of comments or layout", () => {
    const before = library("/** Old. */\nfunction f(x) { return x + 1; }\n");
    expect(library("/** New, longer. */\nfunction f(x) {\n  return x + 1; // more\n}\n")).toBe(
      before,
    );
  });

  it("changes with every token, and with a file's name", () => {
    const hashes = [
      library("f(1);"),
      library("f(2);"),
      library("f(1, 2);"),
      library('f("1");'),
      library("f(1);", "other.js"),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("does not count the command's own files; hashProgram does, comments too", () => {
    expect(library("f(1);", "course/run.js")).toBe(library("f(2);", "course/run.js"));
    const program = (text: string): string => hashProgram(built("course/run.js", text), "none");
    expect(program("f(1);")).not.toBe(program("f(2);"));
    expect(program("f(1);")).not.toBe(program("f(1); // one"));
  });
});

describe("what a notebook rests on", () => {
  const files = {
    "entry.js": 'require("./arguments/table"); require("./index");',
    "arguments/table.js": "[1];",
    "index.js":
      '__exportStar(require("./losses"), exports); __exportStar(require("./plots/line"), exports);',
    "losses/index.js":
      '__exportStar(require("./hinge"), exports); Object.defineProperty(exports, "minimax", { get: g });',
    "losses/hinge.js": 'const a = require("../steady");\nexports.hinge = hinge;',
    "losses/minimax.js": "exports.minimax = 1;",
    "steady.js": 'fork("pool/worker.js");',
    "losses/inside.js": "exports.log = 1;", // a name that the package does not export
    "pool/worker.js": "work(1);",
    "plots/line.js": 'Object.defineProperty(exports, "line", { get: g });',
  };
  const of = (source: string, change: object = {}): string =>
    readLibrary(builtOf({ ...files, ...change }), "none").of(parsePercent(source).cells);
  const hinge = '// %%\nimport { hinge as h, type Loss } from "gan-clinic";\n';

  it.each([
    ["the file that defines a name", "losses/hinge.js", true],
    ["what that loads", "steady.js", true],
    ["a worker that is started by its file's path", "pool/worker.js", true],
    ["the entry", "entry.js", true],
    ["another loss", "losses/minimax.js", false],
    ["a chart", "plots/line.js", false],
    ["the table of signatures", "arguments/table.js", false],
    ["a table of contents", "losses/index.js", false],
  ])("%s", (_, file, counts) => {
    const plain = files[file as keyof typeof files] + "changed();";
    expect(of(hinge, { [file]: plain }) !== of(hinge)).toBe(counts);
  });

  it.each([
    '// %%\nimport * as clinic from "gan-clinic";',
    '// %%\nconst { hinge } = await import("gan-clinic");',
    '// %%\nimport { hinge } from "gan-clinic";\n\n// %%\nrequire("gan-clinic/dist/plots/line");',
  ])("is all of it for one that takes the package as a whole: %s", (source) => {
    const read = readLibrary(builtOf(files), "none");
    expect(read.of(parsePercent(source).cells)).toBe(read.whole);
  });

  describe.each(["../entry", "../index"])("where a worker hands on %s", (all) => {
    const worker = { "pool/worker.js": `const all = require("${all}");` };
    const changed = {
      ...worker,
      "losses/minimax.js": files["losses/minimax.js"] + "changed();",
      "losses/inside.js": files["losses/inside.js"] + "changed();",
    };
    it.each([
      ["names it", "runSeeds(async (_, { minimax }) => minimax);", true],
      ["names it in a string", 'runSeeds(async (_, all) => all["minimax"]);', true],
      ["names something else", "runSeeds(async (_, { maximin }) => maximin);", false],
      ["has a word that is a name inside the library", "runSeeds(log);", false],
    ])("a file counts if the notebook %s", (_, experiment, counts) => {
      const source = hinge + experiment;
      expect(of(source, changed) !== of(source, worker)).toBe(counts);
    });
  });

  it("finds names that a file passes on", () => {
    const line = '// %%\nimport { line } from "gan-clinic";';
    expect(of(line, { "plots/line.js": files["plots/line.js"] + "changed();" })).not.toBe(of(line));
  });

  const real = readLibrary(DIST, PACKAGE_LOCK);
  it.each(listLessons())("of $name is a part of the library", (lesson) => {
    const source = fs.readFileSync(lesson.source, "utf8");
    expect(real.of(parsePercent(source).cells)).not.toBe(real.whole);
  });
});
