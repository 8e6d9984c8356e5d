/** How much of a submission is read at all. All are far above an honest one, and keep a hostile one small. */

/** Bytes of a notebook file; a lab with its plots has about one million. */
export const LARGEST_SUBMISSION = 20 * 1024 * 1024;
/** Bytes of a student's archive in the archive of a class. */
export const LARGEST_ARCHIVE = 64 * 1024 * 1024;
export const MOST_CELLS = 2000;
/** Characters in all code cells together: they go to a compiler. */
export const MOST_CODE = 1_000_000;
/** Characters of one other cell; the rest, such as a picture pasted as text, is cut off. */
export const MOST_TEXT = 50_000;
/** Flags of one submission; the rest is counted. */
export const MOST_FLAGS = 100;
/** Entries of an archive, of whatever kind. */
export const MOST_ENTRIES = 20_000;
/** Bytes that come out of one student's archive, or out of one that holds a class. */
export const MOST_UNPACKED = { student: 256 * 1024 * 1024, class: 4 * 1024 * 1024 * 1024 };
/** How deep a student's folder is searched for the notebook. */
export const DEEPEST = 30;

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(bytes < 1024 * 1024 ? 2 : 0)} MB`;
}
