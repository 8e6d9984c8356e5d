/** Names from outside: of submissions, which become names of files and rows of a gradebook, and in archives. */

import { distinctName, fileKey, MOST_NAME_BYTES } from "../../course/names";

/** Control characters, those that turn the direction of writing, and what file systems do not allow. */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are what is to be found
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]|\p{Surrogate}/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Before what a spreadsheet takes for a formula a table has a "'": one that is there already would be lost in it. */
const FORMULA = /^'+(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** What a submission is called: safe as a file's name on every system, and short enough for what is put behind it. */
export function safeName(text: string): string {
  const plain = text.normalize("NFC").replace(UNSAFE, "_").trim().replace(FORMULA, "_");
  const ends = plain.replace(/^\.+/, "_").replace(/[. ]+$/, "_");
  if (ends === "") return "_";
  const name = RESERVED.test(ends) ? `_${ends}` : ends;
  // of what was cut off, the hash says which it was
  return Buffer.byteLength(name) > MOST_NAME_BYTES
    ? distinctName(name, text.normalize("NFC")).replace(/[. ]+(?=~.{8}$)/, "_")
    : name;
}

/** By which names that some file systems take for one are found. */
export const nameKey = fileKey;

/** A path in an archive as folders and a name: a root or a drive is cut off, as it means another machine's. */
export function segmentsOf(path: string): { segments: string[]; leaves: boolean } {
  const all = path.replace(/^[A-Za-z]:/, "").split(/[/\\]/);
  const segments = all.filter((part) => part !== "" && part !== "." && part !== "..");
  return { segments, leaves: all.includes("..") };
}

/** What systems and tools put beside a student's files. */
export function isIgnored(segments: readonly string[]): boolean {
  return segments.some((part) => /^\.|^(__MACOSX|node_modules)$/.test(part));
}

export function isNotebook(name: string): boolean {
  return /\.ipynb$/i.test(name);
}

export function isArchive(name: string): boolean {
  return /\.(zip|tar|tgz|tar\.gz)$/i.test(name);
}

/** "alice" for "alice.ipynb", "alice.tar.gz" or "alice.ipynb.txt". */
export function stemOf(name: string): string {
  return name.replace(/\.(ipynb|zip|tar|tgz|tar\.gz|ipynb\.\w+|tar\.\w+)$/i, "").replace(OTHER, "");
}

/** Archives that are not read. */
const OTHER = /\.(rar|7z|gz|bz2|tbz2?|xz|txz|zst|lzma|zipx)$/i;

/** Somebody's notebook in a form that is not read: what to do about it, for the student's eyes. */
export function wrongForm(name: string): string | undefined {
  if (/\.ipynb\.\w+$/i.test(name)) {
    return `${name} does not end in .ipynb: rename it, and hand it in again.`;
  }
  const archive = isArchive(name) ? null : OTHER.exec(name);
  return archive
    ? `${name}: archives of the kind ${archive[0]} are not read. Hand in the notebook itself, or pack it as .zip or .tar.gz.`
    : undefined;
}
