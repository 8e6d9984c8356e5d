/** Processes as Linux's /proc shows them; empty elsewhere. */
import fs from "node:fs";

/** One process that is not yet dead. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly threads: number;
  /** Bytes in memory, shared pages counted in each process. */
  readonly resident: number;
}

const pageBytes = 4096;

/** Every process that this one can see. */
export function listProcesses(): ProcessEntry[] {
  return numbersIn("/proc").flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    // The name is in parentheses and may itself hold any character, ")" too.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields.length < 22 || fields[0] === "Z" || fields[0] === "X") return [];
    return {
      pid,
      parent: Number(fields[1]),
      threads: Number(fields[17]),
      resident: Number(fields[21]) * pageBytes,
    };
  });
}

/** What belongs to one sandbox: started by its first process, or known by a sign that children inherit. */
export interface Family {
  readonly pid: number;
  /** A user that nobody else is. */
  readonly uid?: number;
  /** "NAME=value" in the environment. */
  readonly marker?: string;
}

/** The members of a family among the processes, the first one included. */
export function familyOf(family: Family, processes: readonly ProcessEntry[]): ProcessEntry[] {
  const known = new Set([family.pid]);
  for (let before = -1; before !== known.size;) {
    before = known.size;
    for (const { pid, parent } of processes) if (known.has(parent)) known.add(pid);
  }
  return processes.filter((each) => known.has(each.pid) || isMarked(each, family));
}

function isMarked(process: ProcessEntry, { uid, marker }: Family): boolean {
  if (uid !== undefined) return userOf(process) === uid;
  return marker !== undefined && read(`/proc/${process.pid}/environ`).split("\0").includes(marker);
}

// Of one listing: several families look at the same processes.
const users = new WeakMap<ProcessEntry, number | undefined>();

function userOf(process: ProcessEntry): number | undefined {
  if (!users.has(process)) users.set(process, ownerOf(process.pid));
  return users.get(process);
}

/** Is any process this user's? */
export function isUserBusy(uid: number): boolean {
  return numbersIn("/proc").some((pid) => ownerOf(pid) === uid);
}

function ownerOf(pid: number): number | undefined {
  return fs.statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}

/**
 * Kill a family, again and again until none is left: members may start others meanwhile.
 * @returns how many were still there after three seconds
 */
export async function killFamily(family: Family): Promise<number> {
  const deadline = Date.now() + 3000;
  for (;;) {
    const members = familyOf(family, listProcesses());
    if (members.length === 0 || Date.now() > deadline) return members.length;
    // Stopped first, so that none starts another while its turn to die comes.
    for (const signal of ["SIGSTOP", "SIGKILL"] as const) {
      for (const { pid } of members) send(pid, signal);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is already gone.
  }
}

function numbersIn(folder: string): number[] {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return []; // not Linux
  }
}

// Files of /proc say that they are empty, so Node's own function takes 64 KiB of new memory for each.
const buffer = Buffer.alloc(4096);

function read(file: string): string {
  let text = "";
  try {
    const fd = fs.openSync(file, "r");
    try {
      for (let count = -1; count !== 0; text += buffer.toString("latin1", 0, count)) {
        count = fs.readSync(fd, buffer, 0, buffer.length, null);
      }
    } finally {
      fs.closeSync(fd);
    }
    return text;
  } catch {
    return ""; // gone meanwhile, or another user's
  }
}
