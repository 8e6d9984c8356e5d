/** Writing a file so that it is there whole, or is what it was before. */
import { randomUUID } from "node:crypto";
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
