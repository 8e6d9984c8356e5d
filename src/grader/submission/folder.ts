/** Notebooks and archives in a student's folder. Links are named, not followed. */
import fs from "node:fs";
import path from "node:path";
import type { FoundNotebookFile } from "./choose";
import { DEEPEST, MOST_ENTRIES } from "./limits";
import { isArchive, isIgnored, isNotebook } from "./names";

export interface StudentFiles {
  readonly notebooks: readonly FoundNotebookFile[];
  /** Paths of files. */
  readonly archives: readonly string[];
}

/** @throws {RangeError} far more files than a student's folder has */
export function findFiles(folder: string): StudentFiles {
  const notebooks: FoundNotebookFile[] = [];
  const archives: string[] = [];
  let entries = 0;
  const search = (inside: readonly string[]): void => {
    const here = path.join(folder, ...inside);
    for (const entry of fs.readdirSync(here, { withFileTypes: true }).sort(byName)) {
      if (++entries > MOST_ENTRIES) throw new RangeError(`It has more than ${MOST_ENTRIES} files.`);
      const segments = [...inside, entry.name];
      if (isIgnored([entry.name])) continue;
      const found = { path: segments.join("/"), file: path.join(here, entry.name) };
      if (entry.isDirectory()) {
        if (segments.length < DEEPEST) search(segments);
      } else if (isNotebook(entry.name)) {
        const { path: name } = found;
        if (entry.isFile()) notebooks.push(found);
        else notebooks.push({ path: name, problem: "It is a link; links are not followed." });
      } else if (entry.isFile() && isArchive(entry.name)) archives.push(found.file);
    }
  };
  search([]);
  return { notebooks, archives };
}

export function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
