/** What notebooks given as files are called: their results are files and rows of a table, so no two are called alike. */
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { writeWhole } from "../files";
import { cutName, fileKey } from "./names";

/** Which notebook each name in a folder of results stands for: an absolute path by name. */
export type NamedFiles = Readonly<Record<string, string>>;

const namedFiles = z.record(z.string(), z.string());
const listOf = (out: string): string => path.join(out, ".sources.json");

/** What earlier runs into this folder were of, as far as their notebooks are still there. */
export function earlierNames(out: string): NamedFiles {
  const list = listOf(out);
  if (!fs.existsSync(list)) return {};
  let found: unknown;
  try {
    found = JSON.parse(fs.readFileSync(list, "utf8"));
  } catch {
    return {}; // a damaged list is no list
  }
  const entries = Object.entries(namedFiles.safeParse(found).data ?? {});
  const isThere = (name: string): boolean => fs.existsSync(path.join(out, `${name}.ipynb`));
  return Object.fromEntries(entries.filter(([name]) => isThere(name)));
}

/** Keeps the names of a run for the next one into the same folder. */
export function keepNames(out: string, names: NamedFiles): void {
  writeWhole(listOf(out), `${JSON.stringify({ ...earlierNames(out), ...names }, null, 2)}\n`);
}

/**
 * As the file, with as many of its folders before it as tell it from the others: `a-lab` and `b-lab`; where all folders
 * are alike, a number behind it.
 * @param files absolute, each once
 * @param taken names that none of them may get
 */
export function namesOfFiles(files: readonly string[], taken: readonly string[]): string[] {
  const reserved = new Set(taken.map(fileKey));
  const depths = files.map(() => 1);
  for (;;) {
    const names = files.map((file, at) => nameOf(file, depths[at]));
    const deeper = names.flatMap((name, at) => {
      const isAlike = names.some((other, n) => n !== at && fileKey(other) === fileKey(name));
      const isUnclear = isAlike || reserved.has(fileKey(name));
      return isUnclear && depths[at] < partsOf(files[at]).length ? [at] : [];
    });
    if (deeper.length === 0) return numbered(names, reserved);
    for (const at of deeper) depths[at]++;
  }
}

/** Where folders do not tell them apart, as with `a/b-c` and `a-b/c`. */
function numbered(names: readonly string[], reserved: Set<string>): string[] {
  const given = new Set(reserved);
  return names.map((name) => {
    let own = name;
    for (let count = 2; given.has(fileKey(own)); count++) own = `${name}-${count}`;
    given.add(fileKey(own));
    return own;
  });
}

function nameOf(file: string, depth: number): string {
  return cutName(partsOf(file).slice(-depth).join("-").normalize("NFC"));
}

function partsOf(file: string): string[] {
  const plain = file.replace(/\.(ipynb|ts)$/i, "");
  return plain.split(path.sep).filter((part) => part !== "");
}
