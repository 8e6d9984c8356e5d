/** A folder for what is unpacked, which is gone when grading is over, however it ends. */
import fs from "node:fs";
import os from "node:os";
import { makeOwnFolder } from "../own-folder";

export interface Scratch {
  readonly folder: string;
  readonly remove: () => void;
}

/** What a run that was killed left is removed by the next one. */
export function openScratch(parent = os.tmpdir()): Scratch {
  const folder = makeOwnFolder(parent, "clinic-grade");
  const remove = (): void => {
    process.removeListener("exit", remove);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", remove);
  return { folder, remove };
}
