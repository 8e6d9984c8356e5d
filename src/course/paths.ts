/** Where the course's files lie. Everything is relative to the package, wherever it was cloned to. */
import fs from "node:fs";
import path from "node:path";
import { namesOfFiles, type NamedFiles } from "./lesson-names";

/** The package's own folder, wherever in it this file was built to: the nearest one with a `package.json`. */
export const ROOT = withPackage(__dirname);

function withPackage(folder: string): string {
  if (fs.existsSync(path.join(folder, "package.json"))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error(`No package.json at ${__dirname} or above it`);
  return withPackage(above);
}

export const NOTEBOOKS = path.join(ROOT, "notebooks");
export const SOURCES = path.join(NOTEBOOKS, "source");
export const DIST = path.join(ROOT, "dist");
export const PACKAGE_LOCK = path.join(ROOT, "package-lock.json");
/** What the command keeps for itself: timings, half-done runs. Safe to delete. */
export const STATE = path.join(ROOT, ".clinic");
/** The project's own Python environment, made by `clinic lab`. */
export const VENV = path.join(ROOT, ".venv");
export const DEFAULT_OUT = "results";

/** One notebook of the course. */
export interface Lesson {
  /** "00-first-gan" */
  name: string;
  /** the percent-format file or the notebook it comes from */
  source: string;
  /** where its kernel works */
  folder: string;
}

/** Every notebook of the course, in order. */
export function listLessons(sources = SOURCES): Lesson[] {
  if (!fs.existsSync(sources)) return [];
  return fs
    .readdirSync(sources)
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => ({
      name: path.basename(file, ".ts"),
      source: path.join(sources, file),
      folder: path.dirname(sources),
    }));
}

export function isNotebookFile(file: string): boolean {
  return /\.ipynb$/i.test(file);
}

/**
 * The lessons somebody asked for: by number ("00"), name ("00-first-gan"), or as a file (.ipynb or .ts). Each is given
 * once, and no two have one name; a file that is no lesson of the course never has a lesson's.
 * No wish means all.
 * @param earlier names that files have already: they keep theirs, and no other gets it
 * @throws RangeError nothing fits, with the list of what there is
 */
export function selectLessons(wishes: readonly string[], earlier: NamedFiles = {}): Lesson[] {
  const all = listLessons();
  if (wishes.length === 0) return all;
  const found = wishes.flatMap((wish): (Lesson | string)[] => {
    const named = all.filter(({ name }) => name === wish || name.startsWith(`${wish}-`));
    if (named.length > 0) return named;
    const file = path.resolve(wish);
    if (/\.(ipynb|ts)$/i.test(file) && fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      return [all.find(({ source }) => isSameFile(source, file)) ?? file];
    }
    const names = all.map(({ name }) => name).join(", ");
    throw new RangeError(
      `There is no notebook "${wish}". Give a number, a name or a file: ${names}`,
    );
  });
  const sources = found.map((each) => (typeof each === "string" ? each : each.source));
  const wanted = sources.filter(
    (source, at) => sources.findIndex((other) => isSameFile(other, source)) === at,
  );
  const kept = new Map(Object.entries(earlier).map(([name, file]) => [file, name]));
  const files = wanted.filter((source) => found.includes(source) && !kept.has(source));
  const taken = [...all.map(({ name }) => name), ...kept.values()];
  const names = namesOfFiles(files, taken);
  return wanted.map((source) => {
    const lesson = all.find((each) => each.source === source);
    const name = kept.get(source) ?? names[files.indexOf(source)];
    return lesson ?? { name, source, folder: path.dirname(source) };
  });
}

function isSameFile(a: string, b: string): boolean {
  return fs.realpathSync.native(a) === fs.realpathSync.native(b);
}
