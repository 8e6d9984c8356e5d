import fs from "node:fs";
import path from "node:path";
import { besideOf } from "../files";

/**
 * Make a folder, and see that files can be written into it.
 * @throws Error of the system; its `path` names the folder that is in the way
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
  const trial = besideOf(path.join(folder, "any"));
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
