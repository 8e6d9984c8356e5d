/** A user for each sandbox, when the grader may give them: it can then neither read what is the grader's nor signal it. */
import { isUserBusy } from "./tree";

// Users that exist only while something runs; systemd keeps this range for the same purpose.
const first = 61184;
const last = 65519;
const taken = new Set<number>();

/** May this process become other users? */
export function canBecomeOthers(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0;
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
