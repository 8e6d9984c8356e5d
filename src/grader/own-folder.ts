/** A folder for the time that this process lives. */
import fs from "node:fs";
import path from "node:path";

/** Its name has the id of this process, so that a later run finds what one that was killed left, and removes it. */
export function makeOwnFolder(parent: string, name: string): string {
  removeLeft(parent, name);
  return fs.mkdtempSync(path.join(parent, `${name}-${process.pid}-`));
}

/** What runs that were killed left there. Of other users' nothing can be removed. */
function removeLeft(parent: string, name: string): void {
  const form = new RegExp(`^${name}-(\\d+)-`);
  for (const each of fs.readdirSync(parent)) {
    const found = form.exec(each);
    if (!found || isAlive(Number(found[1]))) continue;
    try {
      fs.rmSync(path.join(parent, each), { recursive: true, force: true });
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
