/** Writing a file so that it is there whole, or is what it was before. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Write to a temporary file beside the wanted one, flush it to the disk, then rename it. On a full disk,
 * or when the process is killed, the old file stays as it was. (The package write-file-atomic 6 is not used: it
 * takes a write cut short by a full disk for a whole one, and renames the stump.)
 * @throws the system's error, such as ENOSPC; its `path` names the wanted file
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  // a short name of its own: with the wanted one in it, it could be longer than a file system takes
  const own = `.${process.pid}-${randomUUID().slice(0, 8)}.tmp`;
  const temporary = path.join(path.dirname(file), own);
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw Object.assign(error as Error, { path: file });
  }
}

/**
 * Make a folder, and see that files can be written into it.
 * @throws the system's error; its `path` names the folder that is in the way
 */
export function openFolder(folder: string): void {
  const above = path.dirname(folder);
  const isThere = fs.existsSync(folder);
  if (!isThere && above !== folder) openAbove(above, folder);
  try {
    // one by one: where nothing may be made, Node's own recursion ends in "is not there", or never
    if (!isThere) fs.mkdirSync(folder);
    else if (!fs.statSync(folder).isDirectory()) throw notAFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ENOENT"
      ? Object.assign(error as Error, { code: "EACCES", path: above })
      : error;
  }
  const trial = path.join(folder, `.${process.pid}-${randomUUID().slice(0, 8)}.tmp`);
  try {
    fs.writeFileSync(trial, "");
    fs.rmSync(trial);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const known = code === "ENOENT" ? "EACCES" : code;
    throw Object.assign(error as Error, { code: known, path: folder });
  }
}

function openAbove(above: string, folder: string): void {
  try {
    openFolder(above);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw error;
    throw Object.assign(error as Error, { code: "ENOTDIR", path: folder });
  }
}

function notAFolder(file: string): Error {
  return Object.assign(new Error(`${file} is a file`), { code: "EEXIST", path: file });
}
