import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { codeOf, hashLibrary, hashProgram } from "../../src/course/hash";
import { removeFolder } from "../remove-folder";

const made: string[] = [];
afterEach(() => {
  made.splice(0).forEach((folder) => {
    removeFolder(folder);
  });
});

/** A built package of one file. */
function built(file: string, text: string): string {
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-hash-"));
  made.push(dist);
  fs.mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
  fs.writeFileSync(path.join(dist, file), text);
  return dist;
}

const library = (text: string, file = "loss.js"): string =>
  hashLibrary(built(file, text), "no package lock");

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

describe("hashLibrary", () => {
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
