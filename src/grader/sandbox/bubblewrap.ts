/**
 * The wall of namespaces: no network, no other process, no file but Node, its libraries and the course's; nothing can
 * be written but a work folder of a fixed size; no privilege, no shell. Bubblewrap cannot forbid that files of the work
 * folder are executed; Node's permissions do.
 */
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { findCommand } from "./commands";
import type { Launched } from "./launched";
import { sharedLibraries } from "./libraries";
import { environmentFor, nodeFlags } from "./node-flags";
import type { Program } from "./program";
import { missingLimits, prlimit, underLimits, withProcesses } from "./rlimits";
import { seccompFilter } from "./seccomp";
import { familyOf, listProcesses } from "./tree";
import { canBecomeOthers, releaseUser, takeUser } from "./users";

/** What turned out to work here. */
export interface BubblewrapPlan {
  /** Absolute path of `bwrap`. */
  readonly command: string;
  /** Each sandbox is another user. */
  readonly ownUser: boolean;
  /** This version can forbid further user namespaces. */
  readonly disableUserns: boolean;
}

const inside = "/lab"; // where the course lies in there
const work = "/tmp";
const plain = 1000; // the user in there

/** What is to be executed in there, with the libraries it needs. */
function programs(libraryRoot: string): string[] {
  const own = prlimit === undefined ? [process.execPath] : [process.execPath, prlimit];
  return [...own, ...sharedLibraries(libraryRoot, own)];
}

/**
 * The arguments of `bwrap`, without the command to run. There is no /proc: it would show where the clone lies, and give
 * a process its own memory to read and write as a file.
 */
export function bubblewrapArguments(program: Program, plan: BubblewrapPlan): string[] {
  const { libraryRoot, limits } = program;
  const parts = ["dist", "node_modules", "package.json"];
  return [
    ...["--unshare-user", "--unshare-all", "--die-with-parent", "--new-session"],
    ...(plan.disableUserns ? ["--disable-userns"] : []),
    ...[
      "--cap-drop",
      "ALL",
      "--uid",
      String(plain),
      "--gid",
      String(plain),
      "--hostname",
      "localhost",
    ],
    ...programs(libraryRoot).flatMap((file) => ["--ro-bind", file, file]),
    ...parts.flatMap((part) => ["--ro-bind", path.join(libraryRoot, part), `${inside}/${part}`]),
    ...["--dev", "/dev", "--size", String(limits.disk * 1024 * 1024), "--tmpfs", work],
    ...["--chdir", work, "--remount-ro", "/dev", "--remount-ro", "/"],
  ];
}

/** Finds out what works here, by starting Node behind each variant of the wall until one holds. */
export function tryBubblewrap(program: Program): BubblewrapPlan | { readonly why: string } {
  const bwrap = findCommand("bwrap");
  if (!bwrap) return { why: "bwrap is not installed (Debian's package is called bubblewrap)" };
  const help = spawnSync(bwrap, ["--help"], { encoding: "utf8", timeout: 10_000 });
  if (!help.stdout.includes("--size")) return { why: "bwrap is too old: it has no --size" };
  const disableUserns = help.stdout.includes("--disable-userns");
  let why = "";
  for (const ownUser of canBecomeOthers() ? [true, false] : [false]) {
    const plan = { command: bwrap, ownUser, disableUserns };
    const uid = ownUser ? { uid: 65519, gid: 65519 } : {};
    const wall = bubblewrapArguments(program, plan);
    const check = `require(${JSON.stringify(`${inside}/package.json`)})`;
    const command = underLimits(program.limits, [bwrap, ...wall, process.execPath, "-e", check]);
    const trial = spawnSync(command[0], command.slice(1), {
      encoding: "utf8",
      cwd: "/",
      env: {},
      timeout: 20_000,
      ...uid,
    });
    if (trial.status === 0) return plan;
    why =
      trial.error?.message ?? (trial.stderr.trim().split("\n")[0] || `exit code ${trial.status}`);
  }
  return { why: `bwrap does not work here: ${why}` };
}

export function launchBubblewrap(program: Program, plan: BubblewrapPlan): Launched {
  const uid = plan.ownUser ? takeUser() : undefined;
  const filter = seccompFilter();
  const node = [
    process.execPath,
    ...nodeFlags(program, { root: inside, work, addons: true }),
    `${inside}/${program.script}`,
  ];
  // In there a user's processes are counted anew.
  const run = withProcesses(program.limits.processes, node);
  // The arguments go through a pipe: a command line could be read in there.
  const wall = [plan.command, "--args", "5", ...(filter ? ["--seccomp", "6"] : []), ...run];
  const [command, ...given] = underLimits(program.limits, wall);
  const child = spawn(command, given, {
    cwd: "/",
    env: environmentFor(program, work),
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", ...(filter ? ["pipe" as const] : [])],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const pipes = child.stdio as unknown as Writable[]; // the types know five
  write(pipes[5], bubblewrapArguments(program, plan).join("\0") + "\0");
  if (filter) write(pipes[6], filter);
  const family = { pid: child.pid ?? -1, ...(uid === undefined ? {} : { uid }) };
  return {
    level: "bubblewrap",
    child,
    requests: child.stdio[3] as Writable,
    answers: child.stdio[4] as Readable,
    prints: [child.stdout as Readable, child.stderr as Readable],
    family,
    ready() {
      // Bubblewrap itself has one thread in each of its processes, Node has many.
      const node = familyOf(family, listProcesses())
        .sort((a, b) => b.threads - a.threads)
        .at(0);
      return missingLimits(node?.pid ?? -1, program.limits);
    },
    cleanUp() {
      if (uid !== undefined) releaseUser(uid);
    },
  };
}

function write(stream: Writable, content: string | Buffer): void {
  stream.on("error", () => undefined); // it shows as a program that never starts
  stream.end(content);
}
