/**
 * Which submissions there are, in what an instructor has:
 *
 *     DIR/alice/lab.ipynb   DIR/bob.ipynb   DIR/carol.zip   DIR/dan/anything.tar.gz
 *     bob.ipynb             class.zip, with any of these folders and notebooks in it
 *     DIR/lab.ipynb         one submission, called as its folder
 *
 * What cannot be used is one rejected submission, and keeps no other from being graded.
 */
import fs from "node:fs";
import path from "node:path";
import type { Flag } from "../contract";
import { extractNotebooks } from "./archive";
import { chooseNotebook, LAB_FILE, type FoundNotebookFile } from "./choose";
import { ArchiveError } from "./entries";
import { byName, findFiles } from "./folder";
import { MOST_UNPACKED } from "./limits";
import { isArchive, isIgnored, isNotebook, nameKey, safeName, stemOf } from "./names";

export type Collected = {
  /** Unique, and safe as the name of a file. */
  readonly name: string;
  /** Where it comes from, for messages. */
  readonly from: string;
} & (
  | { readonly file: string; readonly flags: readonly Flag[] }
  /** Why it cannot be graded, for the student's eyes. */
  | { readonly rejected: string }
);

/**
 * @param scratch an empty folder: what comes out of archives is put there, and is needed until it is graded
 * @throws {Error} a path that does not exist
 * @throws {RangeError} a path in which there is nothing that could be a submission
 */
export async function collectSubmissions(
  paths: readonly string[],
  scratch: string,
): Promise<Collected[]> {
  const collected: Collected[] = [];
  for (const each of paths) {
    const found = await collectPath(each, scratch);
    if (found.length === 0) {
      throw new RangeError(
        `${each} holds no submission; wanted notebooks (NAME.ipynb), folders with one (NAME/${LAB_FILE}), or archives of these (.zip, .tar.gz)`,
      );
    }
    collected.push(...found);
  }
  return refuseAlike(collected);
}

async function collectPath(given: string, scratch: string): Promise<Collected[]> {
  const stat = fs.statSync(given, { throwIfNoEntry: false });
  if (!stat) throw new Error(`${given} does not exist; wanted a folder, a notebook or an archive`);
  const full = path.resolve(given);
  if (!stat.isDirectory()) {
    const [folder, base] = [path.basename(path.dirname(full)), path.basename(full)];
    const name = base === LAB_FILE ? folder : stemOf(base);
    if (isNotebook(base)) return [{ ...called(name, given), file: full, flags: [] }];
    return isArchive(base) ? collectArchive(full, given, scratch) : [];
  }
  if (fs.existsSync(path.join(full, LAB_FILE))) {
    return [await collectFolder(full, path.basename(full), scratch)];
  }
  const collected: Collected[] = [];
  for (const entry of fs.readdirSync(full, { withFileTypes: true }).sort(byName)) {
    if (isIgnored([entry.name])) continue;
    const inside = path.join(full, entry.name);
    const found = called(stemOf(entry.name), path.join(given, entry.name));
    if (entry.isDirectory()) collected.push(await collectFolder(inside, entry.name, scratch));
    else if (entry.isSymbolicLink()) {
      collected.push({ ...found, rejected: `${entry.name} is a link; links are not followed.` });
    } else if (!entry.isFile()) continue;
    else if (isNotebook(entry.name)) collected.push({ ...found, file: inside, flags: [] });
    else if (isArchive(entry.name)) {
      collected.push({ ...found, ...(await fromArchive(inside, entry.name, scratch)) });
    }
  }
  return collected;
}

async function collectFolder(folder: string, name: string, scratch: string): Promise<Collected> {
  const found = called(name, folder);
  try {
    const { notebooks, archives } = findFiles(folder);
    if (notebooks.length === 0 && archives.length === 1) {
      const [archive] = archives;
      return { ...found, ...(await fromArchive(archive, path.basename(archive), scratch)) };
    }
    return { ...found, ...chooseNotebook(notebooks, "the folder") };
  } catch (error) {
    return { ...found, rejected: (error as Error).message };
  }
}

/** One student's. */
async function fromArchive(
  file: string,
  name: string,
  scratch: string,
): Promise<ReturnType<typeof chooseNotebook>> {
  try {
    return chooseNotebook(await extractNotebooks(file, scratch, MOST_UNPACKED.student), name);
  } catch (error) {
    if (error instanceof ArchiveError) return { rejected: `${name}: ${error.message}` };
    throw error;
  }
}

/** One student's where it has one notebook, or lab.ipynb at its root; else each folder or notebook there is one's. */
async function collectArchive(file: string, given: string, scratch: string): Promise<Collected[]> {
  const base = path.basename(file);
  let found: FoundNotebookFile[];
  try {
    found = await extractNotebooks(file, scratch, MOST_UNPACKED.class);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return [{ ...called(stemOf(base), given), rejected: `${base}: ${error.message}` }];
  }
  const root = commonRoot(found);
  if (found.length <= 1 || found.some((each) => each.path === root + LAB_FILE)) {
    return [{ ...called(stemOf(base), given), ...chooseNotebook(found, base) }];
  }
  const groups = new Map<string, FoundNotebookFile[]>();
  for (const each of found) {
    const name = stemOf(each.path.slice(root.length).split("/")[0]);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, files]) => ({
      ...called(name, `${given}: ${name}`),
      ...chooseNotebook(files, base),
    }));
}

/** "class/" where all paths begin by it. */
function commonRoot(found: readonly FoundNotebookFile[]): string {
  if (found.length === 0) return "";
  const first = found[0].path.split("/")[0];
  return found.every(({ path: each }) => each.startsWith(`${first}/`)) ? `${first}/` : "";
}

function called(name: string, from: string): { name: string; from: string } {
  return { name: safeName(name), from };
}

/** Reports are files: two of one name, or that differ in case, would overwrite each other. */
function refuseAlike(collected: readonly Collected[]): Collected[] {
  const groups = new Map<string, Collected[]>();
  for (const each of collected) {
    const key = nameKey(each.name);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    if (group.length === 1) return group[0];
    const [{ name, from }] = group;
    const names = group.map((each) => each.from).join(", ");
    return {
      name,
      from,
      rejected: `${group.length} submissions have this name, or differ from it in upper and lower case only: ${names}.`,
    };
  });
}
