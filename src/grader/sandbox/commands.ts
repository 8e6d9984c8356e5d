/** Where a command lies, so that it can be started with an empty environment. */
import fs from "node:fs";
import path from "node:path";

/** Absolute path of a command on PATH; undefined when there is none. */
export function findCommand(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
