/**
 * What of the built library a notebook rests on: the files that define the names it imports, and all that those
 * load. A change elsewhere, such as a new rule of the diagnosis for a notebook that diagnoses nothing, leaves its results as
 * they are.
 *
 * It errs on the safe side: a public name that several files define takes all of them; a file's path in a text counts as
 * loading it, for workers are started so; a notebook that takes the package as a whole rests on the whole. The worker of
 * `runSeeds` hands the package to an experiment that a notebook wrote: there each word of the notebook counts as an
 * imported name, in a string too, for `library["hinge"]` is one.
 */
import fs from "node:fs";
import path from "node:path";
import type { SourceCell } from "./percent";
import { builtFiles, codeOf, computingVersions, hashJson, hashText, isInside } from "./hash";

/** The built library, read once for all notebooks. */
export interface Library {
  /** the hash of all of it */
  readonly whole: string;
  /** the hash of what these cells rest on */
  readonly of: (cells: readonly SourceCell[]) => string;
}

interface Part {
  hash: string;
  defines: ReadonlySet<string>;
  /** files of the library that it loads, by their path in `dist` */
  loads: readonly string[];
  /** those of them whose every name it passes on */
  passesOn: ReadonlySet<string>;
}

/** What the package's name stands for: its table of contents, with arguments checked. */
const ENTRY = "entry.js";
const CONTENTS = "index.js";

/** Says what a call is refused for: it turns no result into another one. */
const SIGNATURES = "arguments/table.js";

/** The folders' tables of contents tell where a name is found, and add nothing. */
const isContents = (file: string): boolean => path.posix.basename(file) === "index.js";

/**
 * @param dist folder of the built package
 * @param packageLock file with the versions of the packages that compute
 */
export function readLibrary(dist: string, packageLock: string): Library {
  const texts = builtFiles(dist).filter(([file]) => isInside(file));
  const names = new Set(texts.map(([file]) => file));
  const parts = new Map(texts.map(([file, full]) => [file, readPart(file, full, names)]));
  const engines = computingVersions(packageLock);
  const hashOf = (files: Iterable<string>): string => {
    const sorted = [...files].sort();
    return hashJson({ parts: sorted.map((file) => [file, parts.get(file)!.hash]), engines });
  };
  const whole = hashOf(parts.keys());
  const contents = [...parts].filter(([file]) => isContents(file)).map(([, part]) => part);
  const isPublic = (file: string, name: string): boolean =>
    contents.some(({ defines, passesOn }) => defines.has(name) || passesOn.has(file));
  const of = (cells: readonly SourceCell[]): string => {
    const imported = importedNames(cells);
    if (imported === undefined) return whole;
    const restsOn = (names: readonly string[]): Set<string> => {
      const isRoot = ([file, { defines }]: [string, Part]): boolean =>
        !isContents(file) && names.some((name) => defines.has(name) && isPublic(file, name));
      return closure([ENTRY, ...[...parts].filter(isRoot).map(([file]) => file)], parts);
    };
    const found = restsOn(imported);
    const isHandedOn = [...found].some((file) => takesAll(file, parts));
    return hashOf(isHandedOn ? restsOn(wordsOf(cells)) : found);
  };
  return { whole, of };
}

function readPart(file: string, full: string, names: ReadonlySet<string>): Part {
  const code = codeOf(fs.readFileSync(full, "utf8"));
  const here = path.posix.dirname(file);
  const placesOf = (to: string): string[] => {
    const at = path.posix.join(here, to);
    return [at, `${at}.js`, path.posix.join(at, "index.js")];
  };
  const required = [...code.matchAll(/^require\n\(\n"(\.[^"\n]*)"$/gm)].map(([, to]) =>
    placesOf(to),
  );
  const stars = [...code.matchAll(/^__exportStar\n\(\nrequire\n\(\n"(\.[^"\n]*)"$/gm)];
  const named = [...code.matchAll(/^"([^"\n]+\.js)"$/gm)].map(([, each]) => each);
  const loads = [...required.flat(), ...named].filter((each) => names.has(each));
  const defined = /^exports\n(?:\.\n(\w+)|,\n"(\w+)")$/gm; // exports.f = f; defineProperty(exports, "f", …)
  const defines = [...code.matchAll(defined)].map(([, own, passedOn]) => own || passedOn);
  const passesOn = new Set(stars.flatMap(([, to]) => placesOf(to)));
  return { hash: hashText(code), defines: new Set(defines), loads, passesOn };
}

/** Whether a file loads the whole package, to hand it on; the entry does by trade. */
function takesAll(file: string, parts: ReadonlyMap<string, Part>): boolean {
  return file !== ENTRY && parts.get(file)!.loads.some((each) => [ENTRY, CONTENTS].includes(each));
}

/** All that these files load, but not by way of the package's own table of contents, which loads everything. */
function closure(roots: readonly string[], parts: ReadonlyMap<string, Part>): Set<string> {
  const found = new Set<string>();
  const waiting = [...roots];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file) || !parts.has(file) || [CONTENTS, SIGNATURES].includes(file)) continue;
    found.add(file);
    waiting.push(...parts.get(file)!.loads);
  }
  return found;
}

/** Every word of the code cells, those in strings too. */
function wordsOf(cells: readonly SourceCell[]): string[] {
  const code = cells.filter(({ kind }) => kind === "code").map((cell) => codeOf(cell.text));
  return [...new Set(code.join("\n").match(/[\w$]+/g))];
}

/** The names that code cells take out of the package by themselves, or undefined where one takes all of it. */
function importedNames(cells: readonly SourceCell[]): string[] | undefined {
  const text = cells.filter(({ kind }) => kind === "code").map((cell) => codeOf(cell.text)).join("\n"); // prettier-ignore
  const named = /^import\n(?:type\n)?\{\n([^{}]*)\}\nfrom\n"gan-clinic"$/gm;
  const imports = [...text.matchAll(named)].map(([, clause]) => clause);
  const mentions = [...text.matchAll(/^["'`]gan-clinic(?:\/[^\n]*)?["'`]$/gm)].length;
  if (mentions !== imports.length) return undefined;
  return imports.flatMap((clause) =>
    clause.split("\n,\n").map((each) => each.replace(/^type\n/, "").split("\n")[0]),
  );
}
