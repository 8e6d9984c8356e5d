/** Names from outside: of submissions, which become names of files and rows of a gradebook, and in archives. */

/** Control characters, those that turn the direction of writing, and what file systems do not allow. */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are what is to be found
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]|\p{Surrogate}/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What a submission is called: safe as a file's name on every system. */
export function safeName(text: string): string {
  const plain = text.normalize("NFC").replace(UNSAFE, "_").trim().slice(0, 100);
  const ends = plain.replace(/^\.+/, "_").replace(/[. ]+$/, "_");
  if (ends === "") return "_";
  return RESERVED.test(ends) ? `_${ends}` : ends;
}

/** By which names that some file systems take for one are found. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

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

/** "alice" for "alice.ipynb" or "alice.tar.gz". */
export function stemOf(name: string): string {
  return name.replace(/\.(ipynb|zip|tar|tgz|tar\.gz)$/i, "");
}
