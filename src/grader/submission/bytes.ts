/** A submitted file's bytes, taken so that it can be neither a link, nor a pipe that never ends, nor too large. */
import fs from "node:fs";
import { largestPart } from "../../course/notebook-size";
import { LARGEST_SUBMISSION, megabytes } from "./limits";
import type { Rejection } from "./submission";

/** The size is looked at before anything is read, and no more than that is read. */
export function readBytes(file: string): Buffer | Rejection {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  let handle: number;
  try {
    // O_NOFOLLOW and O_NONBLOCK are undefined on Windows, which has neither
    handle = fs.openSync(file, O_RDONLY | (O_NOFOLLOW || 0) | (O_NONBLOCK || 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ELOOP") return { reason: "The file is a link. Hand in the notebook itself." };
    return { reason: `The file could not be opened (${code ?? "unknown error"}).` };
  }
  try {
    const stat = fs.fstatSync(handle);
    if (!stat.isFile()) {
      return { reason: `This is ${kindOf(stat)}, not a file. Hand in the notebook itself.` };
    }
    if (stat.size > LARGEST_SUBMISSION) return tooLarge(stat.size, file);
    return readUpTo(handle, stat.size);
  } finally {
    fs.closeSync(handle);
  }
}

function readUpTo(handle: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const count = fs.readSync(handle, bytes, at, size - at, at);
    if (count === 0) break;
    at += count;
  }
  return bytes.subarray(0, at);
}

/**
 * @param size in bytes; left out where it is not known how large it would become
 * @param file where it can be looked at: which part of it is too large
 */
export function tooLarge(size?: number, file?: string): Rejection {
  const found = size === undefined ? "larger" : megabytes(size);
  const advice = largestPart(file);
  return {
    reason: `The notebook is ${found}; at most ${megabytes(LARGEST_SUBMISSION)} are read. ${advice}. Then hand it in again.`,
  };
}

/** What an entry of a folder is that is no file: `stat` and `readdir` both say so. */
export function kindOf(entry: Pick<fs.Dirent, (typeof KINDS)[number][0]>): string {
  return KINDS.find(([is]) => entry[is]())?.[1] ?? "of an unknown kind";
}

const KINDS = [
  ["isDirectory", "a folder"],
  ["isSymbolicLink", "a link"],
  ["isFIFO", "a pipe (FIFO)"],
  ["isSocket", "a socket"],
  ["isBlockDevice", "a device"],
  ["isCharacterDevice", "a device"],
] as const;

/** Whether the first bytes of a file are these. */
export function startsWith(file: string, wanted: readonly number[]): boolean {
  const handle = fs.openSync(file, "r");
  try {
    const start = Buffer.alloc(wanted.length);
    fs.readSync(handle, start, 0, wanted.length, 0);
    return wanted.every((byte, index) => start[index] === byte);
  } finally {
    fs.closeSync(handle);
  }
}
