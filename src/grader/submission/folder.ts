/** Notebooks and archives in a student's folder. Links are named, not followed. */
import fs from "node:fs";
import path from "node:path";
import { kindOf } from "./bytes";
import type { FoundNotebookFile } from "./choose";
import { DEEPEST, MOST_ENTRIES } from "./limits";
import { isArchive, isIgnored, isNotebook, wrongForm } from "./names";

export interface StudentFiles {
  readonly notebooks: readonly FoundNotebookFile[];
  /** Paths of files. */
  readonly archives: readonly string[];
  /** What keeps a notebook from being found, in words for the student. */
  readonly remarks: readonly string[];
}

/** @throws RangeError far more files than a student's folder has */
export function findFiles(folder: string): StudentFiles {
  const notebooks: FoundNotebookFile[] = [];
  const archives: string[] = [];
  const remarks: string[] = [];
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
        else remarks.push(`Folders in more than ${DEEPEST} others are not searched.`);
      } else if (isNotebook(entry.name)) {
        const { path: name } = found;
        if (entry.isFile()) notebooks.push(found);
        else notebooks.push({ path: name, problem: `It is ${noFile(entry)}.` });
      } else if (entry.isFile() && isArchive(entry.name)) archives.push(found.file);
      else if (entry.isFile()) remarks.push(wrongForm(found.path) ?? "");
    }
  };
  search([]);
  return { notebooks, archives, remarks: [...new Set(remarks)].filter((each) => each !== "") };
}

/** What an entry of a folder is instead of a file. */
export function noFile(entry: fs.Dirent): string {
  const kind = kindOf(entry);
  return entry.isSymbolicLink() ? `${kind}; links are not followed` : `${kind}; wanted a file`;
}

export function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
