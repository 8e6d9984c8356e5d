/** What of a class's files is whose: one part is one file or folder, and a student has one or more of them. */
import fs from "node:fs";
import path from "node:path";
import { extractClass } from "./archive";
import type { FoundNotebookFile } from "./choose";
import { isLabFile } from "../../course/names";
import { byName, findFiles, noFile } from "./folder";
import { MOST_UNPACKED } from "./limits";
import { isArchive, isIgnored, isNotebook, stemOf, wrongForm } from "./names";
import { ownerOf, type GiveBack } from "./platforms";

export interface Part {
  /** The student's: as a learning platform has it, else as the file or folder is called. */
  readonly name: string;
  /** Where it comes from, for messages. */
  readonly from: string;
  /** Parts of one name are one student's; else they are two submissions of one name. */
  readonly joins: boolean;
  readonly late: boolean;
  readonly back?: GiveBack;
  /** "the folder", for messages */
  readonly where: string;
  readonly notebooks: readonly FoundNotebookFile[];
  readonly archives: readonly FoundNotebookFile[];
  /** Why it cannot be looked at, for the student's eyes. */
  readonly rejected?: string;
  /** It does not count where the same student has something that can be graded. */
  readonly spare?: boolean;
  /** What keeps a notebook in it from being found, for the student's eyes. */
  readonly remarks?: readonly string[];
}

const HANDED_IN = "what was handed in";

/** @param given as the instructor wrote it, for messages */
export function partsOfFolder(
  folder: string,
  given: string,
  skip: (file: string) => void,
): readonly Part[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort(byName)
    .flatMap((entry): Part[] => {
      if (isIgnored([entry.name])) return [];
      const inside = path.join(folder, entry.name);
      const from = path.join(given, entry.name);
      if (entry.isDirectory()) return [partOfStudent(inside, from)];
      const isTaken = isNotebook(entry.name) || isArchive(entry.name);
      if (entry.isSymbolicLink() || (!entry.isFile() && isTaken)) {
        const rejected = `${entry.name} is ${noFile(entry)}.`;
        return [{ ...partOf(entry.name, from), rejected }];
      }
      const part = entry.isFile()
        ? (partOfFile(inside, from) ?? partOfOther(entry.name, from))
        : undefined;
      if (part) return [part];
      skip(from);
      return [];
    });
}

/** One student's folder. */
export function partOfStudent(folder: string, from: string): Part {
  const part = { ...partOf(path.basename(folder), from), where: "the folder" };
  try {
    const { notebooks, archives, remarks } = findFiles(folder);
    const found = archives.map((file) => ({ path: path.basename(file), file }));
    return { ...part, notebooks, archives: found, remarks };
  } catch (error) {
    return { ...part, rejected: (error as Error).message };
  }
}

/** A file of a student's; undefined where it is nobody's. */
export function partOfFile(file: string, from: string): Part | undefined {
  const base = path.basename(file);
  const owner = ownerOf(base);
  const part = partOf(base, from);
  const found = { path: owner?.file ?? base, file };
  if (isNotebook(base)) return { ...part, notebooks: [found] };
  if (isArchive(base)) return { ...part, where: base, archives: [found] };
  return owner && part;
}

/** Somebody's, in a form that is not read. */
function partOfOther(base: string, from: string): Part | undefined {
  const rejected = wrongForm(base);
  return rejected === undefined ? undefined : { ...partOf(base, from), rejected, spare: true };
}

/** One student's where it has one notebook, or lab-01.ipynb at its root; else each folder or file there is one's. */
export async function partsOfArchive(
  file: string,
  given: string,
  scratch: string,
  skip: (file: string) => void,
): Promise<readonly Part[]> {
  const base = path.basename(file);
  const { notebooks, archives, others } = await extractClass(file, scratch, MOST_UNPACKED.class);
  const found = [...notebooks, ...archives];
  const root = commonRoot([...found.map((each) => each.path), ...others]);
  const topOf = (inside: string): string => inside.slice(root.length).split("/")[0];
  const isOne = found.length <= 1 && !found.some((each) => ownerOf(topOf(each.path)));
  if (isOne || notebooks.some((each) => isLabFile(each.path.slice(root.length)))) {
    return [{ ...partOf(base, given), where: base, notebooks, archives }];
  }
  const part = (inside: string): Part => {
    const top = topOf(inside);
    return { ...partOf(top, `${given}: ${top}`), joins: true };
  };
  const named = (each: FoundNotebookFile): FoundNotebookFile => {
    const own = ownerOf(each.path.slice(root.length))?.file;
    return own === undefined ? each : { ...each, path: own };
  };
  return [
    ...notebooks.map((each) => ({ ...part(each.path), notebooks: [named(each)] })),
    ...archives.map((each) => ({ ...part(each.path), archives: [named(each)] })),
    ...others.flatMap((inside) => {
      const isSomebodys = inside.slice(root.length).includes("/") || ownerOf(topOf(inside));
      if (isSomebodys)
        return [{ ...part(inside), remarks: [wrongForm(path.basename(inside)) ?? ""] }];
      const other = partOfOther(topOf(inside), `${given}: ${inside}`);
      if (other) return [other];
      skip(`${given}: ${inside}`);
      return [];
    }),
  ];
}

function partOf(entry: string, from: string): Part {
  const owner = ownerOf(entry);
  const { name, late } = owner ?? { name: stemOf(entry), late: false };
  const back = owner && { back: owner.back };
  const nothing = { notebooks: [], archives: [] };
  return { name, from, joins: owner !== undefined, late, ...back, where: HANDED_IN, ...nothing };
}

/** "class/" where all paths begin by it, and it is no student's. */
function commonRoot(paths: readonly string[]): string {
  if (paths.length === 0) return "";
  const first = paths[0].split("/")[0];
  const isCommon = paths.every((each) => each.startsWith(`${first}/`));
  return isCommon && !ownerOf(first) ? `${first}/` : "";
}
