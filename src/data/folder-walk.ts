import { open, readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import {
  foundInstead,
  isCalledPicture,
  isReadable,
  pictureKind,
  readableKinds,
  type ReadableKind,
} from "./picture-kind";

/** Something in a folder of pictures that is not in the data set, and why. */
export interface LeftOut {
  /** Where it lies, from the folder on, with "/" between the parts. */
  readonly path: string;
  /** Why it was left out, and what to do where something can be done. */
  readonly reason: string;
}

/** A picture file. */
export interface FoundPicture {
  readonly path: string;
  readonly kind: ReadableKind;
}

/** What lies in a folder. */
export interface FoundFolder {
  readonly path: string;
  /** Pictures in the folder itself, in order. */
  readonly pictures: readonly FoundPicture[];
  /** Folders in it, in order. */
  readonly folders: readonly FoundFolder[];
}

/** A folder with all that was found on the way. */
export interface Walk {
  readonly root: FoundFolder;
  /** What is no picture for us. */
  readonly leftOut: LeftOut[];
  /** What systems and programs keep for themselves; nobody misses it. */
  readonly clutter: LeftOut[];
  /** What may be a picture and cannot be read. */
  readonly faults: LeftOut[];
}

/** 2 before 10, whatever the language of the system. */
const { compare } = new Intl.Collator("en", { numeric: true });
const inOrder = (a: string, b: string) => compare(a, b) || (a < b ? -1 : 1);

/**
 * Looks through a folder and all folders in it. Linked folders are followed once, and not when they lead
 * to what is read anyhow or back to where they lie; hidden files and what systems leave behind are not
 * looked at.
 *
 * @throws Error when the folder itself cannot be read
 */
export async function walkFolder(folder: string): Promise<Walk> {
  const top = await realpath(folder).catch((error: unknown) => {
    throw new Error(`fromFolder: ${folder} cannot be read (${faultOf(error)})`, { cause: error });
  });
  const found = { leftOut: [], clutter: [], faults: [] };
  const root = await lookInto({ ...found, folder, top, seen: new Set() }, "");
  if (root) return { ...found, root };
  const [fault] = found.faults as LeftOut[];
  throw new Error(`fromFolder: ${folder} cannot be read (${fault.reason})`);
}

interface Walking extends Omit<Walk, "root"> {
  readonly folder: string;
  /** The folder's true path, without links. */
  readonly top: string;
  /** True paths of linked folders that were looked into, and of those in them. */
  readonly seen: Set<string>;
}

/** Undefined when the folder cannot be read; that is then among the faults. */
async function lookInto(walk: Walking, path: string): Promise<FoundFolder | undefined> {
  const here = join(walk.folder, path);
  let names: string[];
  try {
    names = (await readdir(here)).sort(inOrder);
  } catch (error) {
    walk.faults.push({ path, reason: faultOf(error) });
    return undefined;
  }
  const pictures: FoundPicture[] = [];
  const folders: FoundFolder[] = [];
  for (const name of names) {
    const own = path === "" ? name : `${path}/${name}`;
    const hidden = whyHidden(name);
    if (hidden) {
      (hidden.isClutter ? walk.clutter : walk.leftOut).push({ path: own, reason: hidden.reason });
      continue;
    }
    try {
      const state = await stat(join(here, name)); // follows links
      if (state.isDirectory()) {
        const again = await whyNotAgain(walk, own);
        if (again) walk.leftOut.push({ path: own, reason: again });
        else folders.push(...[await lookInto(walk, own)].filter((one) => one !== undefined));
      } else if (state.isFile()) {
        pictures.push(...(await pictureIn(walk, own)));
      } else {
        walk.leftOut.push({ path: own, reason: "no ordinary file" });
      }
    } catch (error) {
      walk.faults.push({ path: own, reason: faultOf(error) });
    }
  }
  return { path, pictures, folders };
}

/** The file, when it is a picture that can be read here; else it is noted why not. */
async function pictureIn(walk: Walking, path: string): Promise<FoundPicture[]> {
  const head = await firstBytes(join(walk.folder, path));
  const kind = pictureKind(head);
  if (isReadable(kind)) return [{ path, kind }];
  if (kind) {
    const reason = `${kind}, which is not read here: save as ${readableKinds}`;
    walk.leftOut.push({ path, reason });
  } else if (isCalledPicture(path)) {
    const reason = `wanted a ${readableKinds} picture, found ${foundInstead(head)}`;
    walk.faults.push({ path, reason });
  } else {
    walk.leftOut.push({ path, reason: "no picture" });
  }
  return [];
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Names that systems and programs give to what they keep for themselves. */
const systemNames = [
  "__MACOSX",
  "Thumbs.db",
  "ehthumbs.db",
  "desktop.ini",
  "$RECYCLE.BIN",
  "System Volume Information",
  "@eaDir",
  "lost+found",
].map((name) => name.toLowerCase());
const hiddenSystemNames =
  /^\.(_.*|DS_Store|ipynb_checkpoints|git|thumbnails|Trash.*|Spotlight.*)$/i;

function whyHidden(name: string): { reason: string; isClutter: boolean } | undefined {
  if (systemNames.includes(name.toLowerCase()) || hiddenSystemNames.test(name)) {
    return {
      reason: "kept there by the system or a program, no picture of yours",
      isClutter: true,
    };
  }
  if (name.startsWith(".")) {
    return { reason: "hidden, for its name begins with a dot: rename it", isClutter: false };
  }
  return undefined;
}

/** Why a folder must not be looked into (again): a link can lead anywhere, even back. */
async function whyNotAgain(walk: Walking, path: string): Promise<string | undefined> {
  const target = await realpath(join(walk.folder, path));
  const inside = partsFrom(walk.top, target);
  if (inside) {
    const isItself = inside.join("/") === path;
    if (isItself) return undefined;
    if (!inside.some((name) => whyHidden(name))) {
      return `a link to ${inside.length === 0 ? "the folder itself" : inside.join("/")}, which is read itself`;
    }
  }
  if (partsFrom(target, walk.top)) return `a link back to ${target}, which holds this folder`;
  if (walk.seen.has(target)) return `leads to ${target}, which was read already`;
  walk.seen.add(target);
  return undefined;
}

/** The names on the way from one folder down to another; undefined when that does not lie in it. */
function partsFrom(outer: string, inner: string): string[] | undefined {
  const way = relative(outer, inner);
  if (way === "") return [];
  const parts = way.split(sep);
  return parts[0] === ".." || join(outer, way) !== inner ? undefined : parts;
}

/** What the system's refusal means. */
function faultOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const meanings: Record<string, string> = {
    ENOENT: "nothing is there; a link that leads nowhere, or a name that is not in UTF-8",
    ELOOP: "a link that leads round in a circle",
    EACCES: "reading it is not allowed",
    EPERM: "reading it is not allowed",
    ENOTDIR: "it is no folder",
  };
  return code in meanings ? `${meanings[code]}, ${code}` : message;
}
