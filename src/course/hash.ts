/** Hashes by which the course knows what has changed. All are hexadecimal SHA-256. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import jsTokens from "js-tokens";
import { sortedKeys } from "../text";

/** The hash of a text, line ends made the same on every system. */
export function hashText(text: string): string {
  return createHash("sha256")
    .update(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"))
    .digest("hex");
}

/**
 * The program in a text of JavaScript: its tokens, one a line. Comments and the space between tokens are gone: a
 * better docstring does not make a notebook's results old.
 */
export function codeOf(javascript: string): string {
  const silent = new Set([
    "WhiteSpace",
    "LineTerminatorSequence",
    "MultiLineComment",
    "SingleLineComment",
  ]);
  return Array.from(jsTokens(javascript))
    .filter(({ type }) => !silent.has(type))
    .map(({ value }) => value)
    .join("\n");
}

/** The hash of any JSON value; the order of an object's keys does not count. */
export function hashJson(value: unknown): string {
  return hashText(JSON.stringify(value, sortedKeys));
}

/** Parts of the built package that run beside a notebook, not inside it: they cannot change its results. */
const OUTSIDE = ["course", "grader", "cli.js", "cli", "lab.js"];

/** Whether a file of `dist` is part of the library as a notebook imports it; "/" on every system. */
export function isInside(file: string): boolean {
  return !OUTSIDE.includes(file.split("/")[0]);
}

/** The hash of all that was built, the command's own files and every comment too. */
export function hashProgram(dist: string, packageLock: string): string {
  const parts = builtFiles(dist).map(([name, file]) => [
    name,
    hashText(fs.readFileSync(file, "utf8")),
  ]);
  return hashJson({ parts, engines: computingVersions(packageLock) });
}

/** Every `.js` file of `dist`: its path in there, with "/" on every system, and its whole path. */
export function builtFiles(dist: string): [name: string, file: string][] {
  return listFiles(dist)
    .filter((file) => file.endsWith(".js"))
    .map((file) => [path.relative(dist, file).split(path.sep).join("/"), file]);
}

/** The exact versions of the packages that compute. */
export function computingVersions(packageLock: string): Record<string, string> {
  if (!fs.existsSync(packageLock)) return {};
  const lock = JSON.parse(fs.readFileSync(packageLock, "utf8")) as {
    packages: Record<string, { version?: string }>;
  };
  const computing =
    /^node_modules\/(@tensorflow\/[^/]+|onnxruntime-(common|node|web)|tslab|vega|vega-lite)$/;
  return Object.fromEntries(
    Object.entries(lock.packages)
      .filter(([name]) => computing.test(name))
      .map(([name, entry]) => [name, entry.version ?? ""]),
  );
}

function listFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(full) : [full];
    });
}
