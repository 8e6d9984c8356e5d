/**
 * Which submissions there are, in what an instructor has:
 *
 *     DIR/alice/lab-01.ipynb   DIR/bob.ipynb   DIR/carol.zip   DIR/dan/anything.tar.gz
 *     DIR/Eve Hill_123_assignsubmission_file_lab-01.ipynb   DIR/hillfay_123_4567_lab-01.ipynb
 *     bob.ipynb             class.zip, with any of these in it
 *     DIR/lab-01.ipynb      one submission, called as its folder
 *
 * What cannot be used is one rejected submission, and keeps no other from being graded.
 */
import fs from "node:fs";
import path from "node:path";
import { distinctName, isLabFile } from "../../course/names";
import type { Flag } from "../contract";
import { extractNotebooks } from "./archive";
import { chooseNotebook, type FoundNotebookFile } from "./choose";
import { ArchiveError } from "./entries";
import { MOST_UNPACKED } from "./limits";
import { isArchive, isNotebook, nameKey, safeName, stemOf } from "./names";
import { ownerOf, type GiveBack } from "./platforms";
import { partOfFile, partOfStudent, partsOfArchive, partsOfFolder, type Part } from "./parts";

/** As browsers and file managers call a second file of one name. */
const COPY = /^(.+?) ?\(\d+\)$/;

export type Collected = {
  /** Unique, and safe as the name of a file. */
  readonly name: string;
  /** As the student or the platform wrote it. */
  readonly original: string;
  /** It does not count where the same student has something that can be graded. */
  readonly spare?: boolean;
  /** Where it comes from, for messages. */
  readonly from: string;
  /** Where a learning platform named it. */
  readonly back?: GiveBack;
} & (
  | { readonly file: string; readonly flags: readonly Flag[] }
  /** Why it cannot be graded, for the student's eyes. */
  | { readonly rejected: string }
);

/**
 * @param scratch an empty folder: what comes out of archives is put there, and is needed until it is graded
 * @param lab its name, by which it is found among the labs of a whole course
 * @param skip told of each file that is nobody's submission
 * @throws Error a path that does not exist
 * @throws RangeError a path in which there is nothing that could be a submission
 */
export async function collectSubmissions(
  paths: readonly string[],
  scratch: string,
  lab?: string,
  skip: (file: string) => void = () => undefined,
): Promise<Collected[]> {
  const collected: Collected[] = [];
  for (const each of paths) {
    const found = await collectPath(each, scratch, lab, skip);
    if (found.length === 0) {
      throw new RangeError(
        `${each} holds no submission; wanted notebooks (NAME.ipynb), folders with one (NAME/lab-01.ipynb), or archives of these (.zip, .tar.gz)`,
      );
    }
    collected.push(...found);
  }
  const counting = collected.filter((each) => {
    const isBeside = collected.some((other) => !other.spare && isAlike(other.name, each.name));
    if (each.spare && isBeside) skip(each.from);
    return !(each.spare && isBeside);
  });
  return flagCopies(tellApart(counting));
}

function isAlike(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b);
}

async function collectPath(
  given: string,
  scratch: string,
  lab: string | undefined,
  skip: (file: string) => void,
): Promise<Collected[]> {
  const stat = fs.statSync(given, { throwIfNoEntry: false });
  if (!stat) throw new Error(`${given} does not exist; wanted a folder, a notebook or an archive`);
  const full = path.resolve(given);
  const base = path.basename(full);
  let parts: readonly Part[] = [];
  if (stat.isDirectory()) {
    const isOne = fs.readdirSync(full).some(isLabFile);
    parts = isOne ? [partOfStudent(full, given)] : partsOfFolder(full, given, skip);
  } else if (isNotebook(base)) {
    const part = partOfFile(full, given)!;
    const folder = path.basename(path.dirname(full));
    parts = [isLabFile(base) ? { ...part, name: folder } : part];
  } else if (isArchive(base)) {
    try {
      parts = await partsOfArchive(full, given, scratch, skip);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      return [{ ...called(stemOf(base), given), rejected: `${base}: ${error.message}` }];
    }
  }
  return collectParts(parts, scratch, lab);
}

/** A student's parts together. */
async function collectParts(
  parts: readonly Part[],
  scratch: string,
  lab?: string,
): Promise<Collected[]> {
  const groups = new Map<string, Part[]>();
  for (const [index, part] of parts.entries()) {
    const key = part.joins ? part.name : `${index}/${part.name}`; // no name has a "/" in it
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  const collected: Collected[] = [];
  for (const group of groups.values()) collected.push(await collectStudent(group, scratch, lab));
  return collected.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

async function collectStudent(
  parts: readonly Part[],
  scratch: string,
  lab?: string,
): Promise<Collected> {
  const [{ name, from, where, back }] = parts;
  const spare = parts.every((part) => part.spare);
  const found = { ...called(name, from), ...(back && { back }), ...(spare && { spare }) };
  const counting = parts.filter((part) => spare || !part.spare);
  const rejected = counting.find((part) => part.rejected !== undefined)?.rejected;
  if (rejected !== undefined) return { ...found, rejected };
  const notebooks = parts.flatMap((part) => part.notebooks);
  const archives = parts.flatMap((part) => part.archives);
  const choice =
    notebooks.length === 0 && archives.length === 1
      ? await fromArchive(archives[0], scratch, lab)
      : chooseNotebook(notebooks, where, lab);
  if ("rejected" in choice && notebooks.length === 0) {
    const remarks = parts.flatMap((part) => part.remarks ?? []).filter((each) => each !== "");
    return { ...found, rejected: [choice.rejected, ...remarks.slice(0, 3)].join(" ") };
  }
  if ("rejected" in choice || !parts.some(({ late }) => late)) return { ...found, ...choice };
  const detail = "The learning platform marked it as late. That took no points here.";
  return { ...found, file: choice.file, flags: [...choice.flags, { kind: "late", detail }] };
}

/** One student's. */
async function fromArchive(
  { path: name, file, problem }: FoundNotebookFile,
  scratch: string,
  lab?: string,
): Promise<ReturnType<typeof chooseNotebook>> {
  if (file === undefined) return { rejected: `${name}: ${problem!}` };
  try {
    const notebooks = await extractNotebooks(file, scratch, MOST_UNPACKED.student);
    const students = new Set(notebooks.flatMap((each) => ownersIn(each.path)));
    if (students.size > 1) {
      return {
        rejected: `${name} holds what ${students.size} students handed in. It has to be given by itself, not in a folder.`,
      };
    }
    return chooseNotebook(notebooks, name, lab);
  } catch (error) {
    if (error instanceof ArchiveError) return { rejected: `${name}: ${error.message}` };
    const { code } = error as NodeJS.ErrnoException;
    // the disk is everybody's; a file that cannot be opened is this student's alone
    if (code !== "EACCES" && code !== "EPERM") throw error;
    return { rejected: `${name}: The file could not be opened (${code}).` };
  }
}

function ownersIn(inside: string): string[] {
  return inside.split("/").flatMap((part) => ownerOf(part)?.name ?? []);
}

function called(name: string, from: string): Pick<Collected, "name" | "original" | "from"> {
  return { name: safeName(name), original: name.normalize("NFC"), from };
}

/**
 * Reports are files: of two names that some file system takes for one, the second gets a hash behind it. Two of the
 * very same name are rejected, as only a person knows which of them counts.
 */
function tellApart(collected: readonly Collected[]): Collected[] {
  const byOriginal = new Map<string, Collected[]>();
  for (const each of collected) {
    byOriginal.set(each.original, [...(byOriginal.get(each.original) ?? []), each]);
  }
  const single = [...byOriginal.values()].map((group) => {
    const [first] = group;
    return group.length === 1 ? first : sameName(group);
  });
  const sorted = [...single].sort((a, b) => (a.original < b.original ? -1 : 1));
  const given = new Map<string, string>();
  const taken = new Set<string>();
  for (const { original, name } of sorted) {
    let own = name;
    for (let from = original; taken.has(nameKey(own)); from += "~") own = distinctName(name, from);
    taken.add(nameKey(own));
    given.set(original, own);
  }
  return single.map((each) => {
    const alike = single.filter(({ name }) => isAlike(name, each.name));
    const named = { ...each, name: given.get(each.original)! };
    if (alike.length === 1 || "rejected" in named) return named;
    const names = alike.map(({ original }) => given.get(original)!).join('", "');
    const detail = `Names that differ in upper and lower case or in signs only: "${names}". They may be one student's.`;
    return { ...named, flags: [...named.flags, { kind: "perhaps twice", detail }] };
  });
}

function sameName(group: readonly Collected[]): Collected {
  const [{ name, original, from }] = group;
  const names = group.map((each) => each.from).join(", ");
  const rejected = `${group.length} submissions have this name: ${names}. Only one may be there.`;
  return { name, original, from, rejected };
}

/** "frank (1)" beside "frank": what a browser calls a second download. Which of them counts, only a person knows. */
function flagCopies(collected: readonly Collected[]): Collected[] {
  const originals = new Map(collected.map(({ name }) => [name, COPY.exec(name)?.[1]]));
  const copied = new Set(originals.values());
  return collected.map((each) => {
    const original = originals.get(each.name) ?? each.name;
    if ("rejected" in each || !copied.has(original) || !originals.has(original)) return each;
    const detail = `It may be a copy or another try: there are "${original}" and the same with a number behind it.`;
    return { ...each, flags: [...each.flags, { kind: "perhaps twice", detail }] };
  });
}
