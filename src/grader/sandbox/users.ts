/** A user for each sandbox, when the grader may give them: it can then neither read what is the grader's nor signal it. */
import fs from "node:fs";
import path from "node:path";
import { isUserBusy } from "./tree";

// Users that exist only while something runs; systemd keeps this range for the same purpose.
const first = 61184;
const last = 65519;
const taken = new Set<number>();

/** May this process become other users? */
export function canBecomeOthers(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0;
}

/** May every user read what lies in this folder? A clone below a private folder, such as root's own, they may not. */
export function canOthersRead(folder: string): boolean {
  const full = fs.realpathSync(folder);
  const allows = (place: string, bits: number) => (fs.statSync(place).mode & bits) === bits;
  for (let above = path.dirname(full); ; above = path.dirname(above)) {
    if (!allows(above, 0o001)) return false;
    if (above === path.dirname(above)) return allows(full, 0o005);
  }
}

/**
 * Which of these folders a sandbox's user could read: without a wall of namespaces only the rights of files stand
 * before what is in them. As an ordinary user a sandbox is the same user as the grader, and this says nothing.
 */
export function readableToOthers(folders: readonly string[]): string[] {
  if (!canBecomeOthers()) return [];
  return folders.filter((folder) => fs.existsSync(folder) && canOthersRead(folder));
}

/** A user id that nobody uses; give it back with `releaseUser`. */
export function takeUser(): number {
  const count = last - first + 1;
  const start = Math.floor(Math.random() * count);
  for (let i = 0; i < count; i++) {
    const uid = first + ((start + i) % count);
    if (taken.has(uid) || isUserBusy(uid)) continue;
    taken.add(uid);
    return uid;
  }
  throw new Error(
    `No free user id from ${first} to ${last}: are there thousands of sandboxes left over?`,
  );
}

export function releaseUser(uid: number): void {
  taken.delete(uid);
}
