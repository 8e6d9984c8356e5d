import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * Writes a file so that it is there whole, or is what it was before: into a new file beside it, flushed to the disk,
 * then renamed. So it is on a full disk, and when the process is killed. A link stays, and what it leads to is written.
 *
 * (The package write-file-atomic 6 is not used: it takes a write cut short by a full disk for a whole one, and renames
 * the stump.)
 *
 * @param parts one after the other
 * @throws Error of the system, such as ENOSPC; its `path` names the wanted file
 */
export function writeWhole(file: string, ...parts: readonly (string | Uint8Array)[]): void {
  const target = targetOf(file);
  const beside = besideOf(target);
  try {
    const handle = fs.openSync(beside, "wx");
    try {
      for (const part of parts) {
        const bytes = typeof part === "string" ? Buffer.from(part) : part;
        for (let done = 0; done < bytes.length;) done += fs.writeSync(handle, bytes, done);
      }
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(beside, target);
  } catch (error) {
    fs.rmSync(beside, { force: true });
    throw Object.assign(error as Error, { path: file });
  }
}

/** A new name in the same folder. A short one: with the file's own in it, it could be longer than a file system takes. */
export function besideOf(file: string): string {
  return path.join(path.dirname(file), `.${process.pid}-${randomUUID().slice(0, 8)}.tmp`);
}

function targetOf(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file; // not there yet
  }
}
