import { listed } from "../text";
import type { FoundFolder, FoundPicture, LeftOut } from "./folder-walk";
import { readableKinds } from "./picture-kind";

/** The pictures that a data set is made of. */
export interface Chosen {
  readonly pictures: readonly FoundPicture[];
  /** The class of each picture and what the classes are called, when folders are classes. */
  readonly labels?: readonly number[];
  readonly classNames?: readonly string[];
  /** Pictures and folders that this choice leaves out. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * What the folder means: loose pictures, or folders that are classes.
 *
 * @throws Error when there is no picture, or when it may mean two things
 */
export function choosePictures(
  folder: string,
  root: FoundFolder,
  leftOut: readonly LeftOut[],
  classes?: "folders" | "none",
): Chosen {
  const holding = root.folders.filter((one) => allIn(one).length > 0);
  if (root.pictures.length === 0 && holding.length === 0) throw noPictures(folder, leftOut);
  const meaning = classes ?? meaningOf(folder, root, holding);
  if (meaning === "none") return { pictures: allIn(root), leftOut: [] };
  if (holding.length === 0) {
    throw new Error(
      `fromFolder: wanted folders with pictures in ${folder} (classes: "folders"), ` +
        `found ${counted(root.pictures.length, "loose picture")}: leave classes out`,
    );
  }
  const members = holding.map(allIn);
  return {
    pictures: members.flat(),
    labels: members.flatMap((own, k) => own.map(() => k)),
    classNames: holding.map(({ path }) => path.normalize("NFC")),
    leftOut: [
      ...root.pictures.map(({ path }) => ({ path, reason: "lies beside the class folders" })),
      ...root.folders
        .filter((one) => !holding.includes(one))
        .map(({ path }) => ({ path, reason: "a folder without a picture, so no class" })),
    ],
  };
}

/** The meaning that is plain from what lies there. */
function meaningOf(
  folder: string,
  root: FoundFolder,
  holding: readonly FoundFolder[],
): "folders" | "none" {
  if (holding.length === 0) return "none";
  if (root.pictures.length > 0) {
    throw new Error(
      `fromFolder: ${folder} has ${counted(root.pictures.length, "loose picture")} and also ` +
        `pictures in folders: ${listed(holding.map(described), 5)}. If each folder is a class, move the loose ` +
        `pictures into a folder of their class, or leave them out with classes: "folders". If all are of ` +
        `one kind, say classes: "none"`,
    );
  }
  const deep = holding.filter(({ pictures }) => pictures.length === 0);
  if (deep.length === 0) return "folders";
  const inner = deep.flatMap(({ folders }) => folders.filter((one) => allIn(one).length > 0));
  throw new Error(
    `fromFolder: ${folder} has no pictures in ${listed(
      deep.map(({ path }) => path),
      5,
    )}, only in folders ` +
      `deeper down: ${listed(inner.map(described), 5)}. If these are the classes, give the folder that they lie ` +
      `in: fromFolder("${folder}/${deep[0].path}", …). If ${listed(
        holding.map(({ path }) => path),
        5,
      )} ` +
      `${holding.length === 1 ? "is the class" : "are the classes"}, say classes: "folders"; for no classes, "none"`,
  );
}

function noPictures(folder: string, leftOut: readonly LeftOut[]): Error {
  const rest = leftOut.length === 0 ? "" : `; left out: ${leftOutText(leftOut)}`;
  return new Error(
    `fromFolder: wanted ${readableKinds} pictures in ${folder}, found none: there is no picture in it${rest}`,
  );
}

/** All pictures in a folder, at any depth: its own first. */
function allIn({ pictures, folders }: FoundFolder): FoundPicture[] {
  return [...pictures, ...folders.flatMap(allIn)];
}

function described(one: FoundFolder): string {
  return `${one.path} (${allIn(one).length})`;
}

/** "1 picture", "3 pictures". */
function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** Reason by reason: how many, why, and their names. */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  const reasons = new Map<string, string[]>();
  for (const { path, reason } of leftOut) {
    const paths = reasons.get(reason);
    if (paths) paths.push(path);
    else reasons.set(reason, [path]);
  }
  const groups = [...reasons].map(
    ([reason, paths]) => `${paths.length} (${reason}): ${listed(paths, 5)}`,
  );
  const rest = groups.length > 8 ? `; and ${groups.length - 8} more reasons` : "";
  return groups.slice(0, 8).join("; ") + rest;
}
