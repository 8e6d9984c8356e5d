/** What an error means to the person at the terminal. */

/** What the operating system's codes mean here, and what to do. */
const SYSTEM: Record<string, (file: string) => string> = {
  EACCES: (file) =>
    `${file} cannot be written or read by you. Choose another folder (--out), or change its permissions`,
  EPERM: (file) =>
    `${file} cannot be changed by you. Choose another folder (--out), or change its permissions`,
  EROFS: (file) => `${file} lies on a disk that is read-only. Choose another folder (--out)`,
  ENOSPC: (file) =>
    `The disk is full: ${file} was not written, and what was there before is unharmed. Free some space and run the command again`,
  EDQUOT: (file) =>
    `Your disk quota is used up: ${file} was not written. Free some space and run the command again`,
  EMFILE: () =>
    "Too many files are open on this system. Close other programs and run the command again",
  ENOENT: (file) => `${file} is not there`,
  ENOTDIR: (file) => `A part of ${file} is a file, not a folder. Choose another folder (--out)`,
  EEXIST: (file) =>
    `${file} is a file, and a folder is wanted there. Choose another folder (--out)`,
};

/**
 * One message for a person: our own errors as they are, the system's in words, anything unforeseen with its
 * stack (that is a defect of ours, and the stack is what a report needs).
 */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path: file, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const known = code === undefined ? undefined : SYSTEM[code];
  if (known) return known(dest ?? file ?? "A file");
  const unforeseen = error.constructor === TypeError || error.constructor === ReferenceError;
  return unforeseen ? (error.stack ?? error.message) : error.message;
}
