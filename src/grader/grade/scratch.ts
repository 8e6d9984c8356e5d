/** A folder for what is unpacked, which is gone when grading is over, however it ends. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const NAME = /^clinic-grade-(\d+)-/;

export interface Scratch {
  readonly folder: string;
  readonly remove: () => void;
}

/** Its name has the id of this process, so that a later run finds what one that was killed left. */
export function openScratch(parent = os.tmpdir()): Scratch {
  removeLeft(parent);
  const folder = fs.mkdtempSync(path.join(parent, `clinic-grade-${process.pid}-`));
  const remove = (): void => {
    process.removeListener("exit", remove);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", remove);
  return { folder, remove };
}

/** What runs that were killed left there. Of other users' nothing can be removed. */
function removeLeft(parent: string): void {
  for (const name of fs.readdirSync(parent)) {
    const found = NAME.exec(name);
    if (!found || isAlive(Number(found[1]))) continue;
    try {
      fs.rmSync(path.join(parent, name), { recursive: true, force: true });
    } catch {
      // it is somebody else's
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // asks only
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
