/** Names of files that are made of other names: none is too long, and two that differ stay two on every system. */
import { hashText } from "./hash";

/**
 * Most bytes of a name that is part of a file's name. A name of a file has at most 255 bytes, in an encrypted home 143,
 * and what is put before or behind it takes some.
 */
export const MOST_NAME_BYTES = 120;
const HASH = 8;

/**
 * A name that is too long, cut between two characters as a reader sees them, with a hash of the whole behind it: two
 * that begin alike stay two. One that fits is returned as it is.
 * @param most bytes in UTF-8, at least 16
 */
export function cutName(name: string, most = MOST_NAME_BYTES): string {
  if (Buffer.byteLength(name) <= most) return name;
  return `${beginOf(name, most - HASH - 1)}~${hashText(name).slice(0, HASH)}`;
}

/** With a hash of what it was made of behind it: for one of two names that would be one. */
export function distinctName(name: string, from: string, most = MOST_NAME_BYTES): string {
  return `${beginOf(name, most - HASH - 1)}~${hashText(from).slice(0, HASH)}`;
}

/** As much of the beginning as fits. A character of many marks that alone is too long is cut between its marks. */
function beginOf(name: string, most: number): string {
  const whole = upTo(
    Array.from(new Intl.Segmenter("en").segment(name), ({ segment }) => segment),
    most,
  );
  return whole === "" ? upTo(Array.from(name), most) : whole;
}

function upTo(parts: readonly string[], most: number): string {
  let bytes = 0;
  const end = parts.findIndex((part) => (bytes += Buffer.byteLength(part)) > most);
  return parts.slice(0, end < 0 ? parts.length : end).join("");
}

/** Equal for names that some file system takes for one: in another case, or written with other code points. */
export function fileKey(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}
/** What the notebook of a lab is called: "lab-01.ipynb", so that two that are open can be told apart. */
export function labFile(lab: string): string {
  return `lab-${lab.slice(0, 2)}.ipynb`;
}

/** What it is called too, as long as there is no other: the name that all labs had until November 2026. */
export const EARLIER_LAB_FILE = "lab.ipynb";

/** Whether it is called as some lab's notebook is. */
export function isLabFile(name: string): boolean {
  return name === EARLIER_LAB_FILE || /^lab-\d\d\.ipynb$/.test(name);
}
