import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import type { Readable } from "node:stream";
import { withDeadline } from "./deadline";

/** A program in its own process group: the terminal's Ctrl-C does not reach it. */
export interface GroupProcess {
  readonly child: ChildProcess;
  /** Removed with it when this process exits without ending it. */
  readonly folder: string | undefined;
  /** Resolves with words such as "exited with code 1". Never rejects. */
  readonly ended: Promise<string>;
  /** The words of `ended` once it has. */
  end: string | undefined;
  /** The last of what it wrote on stdout and stderr. */
  tail: string;
}

const tailLength = 8_000; // characters

// Groups that must not outlive this process when it exits without disposing of them.
const running = new Set<GroupProcess>();

function killRunning(): void {
  for (const group of running) {
    signalGroup(group, "SIGKILL");
    if (group.folder !== undefined) rmSync(group.folder, { recursive: true, force: true });
  }
}

/** Starts a program. A program that cannot be started ends at once, with the reason as its words. */
export function startGroup(
  argv: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly folder?: string },
): GroupProcess {
  const child = spawn(argv[0], argv.slice(1), {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(`could not be started (${error.message})`);
    });
    child.once("exit", (code, signal) => {
      resolve(signal ? `was killed by ${signal}` : `exited with code ${code ?? "unknown"}`);
    });
  });
  const group: GroupProcess = { child, folder: options.folder, ended, end: undefined, tail: "" };
  if (running.size === 0) process.once("exit", killRunning);
  running.add(group);
  void ended.then((words) => {
    group.end = words;
  });
  for (const stream of [child.stdout, child.stderr]) keepTail(group, stream);
  return group;
}

function keepTail(group: GroupProcess, stream: Readable): void {
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    group.tail = (group.tail + text).slice(-tailLength);
  });
  stream.on("error", () => stream.destroy());
}

/** Sends a signal to the whole group; nothing happens when it is gone. */
export function signalGroup({ child }: GroupProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody left. EPERM: on macOS, a group of which only zombies are left.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

/** Asks the group to end, and kills what is left of it after `graceMs`. */
export async function endGroup(group: GroupProcess, graceMs: number): Promise<void> {
  if (group.end === undefined) {
    signalGroup(group, "SIGTERM");
    await withDeadline(group.ended, graceMs);
  }
  signalGroup(group, "SIGKILL");
  await withDeadline(group.ended, 2_000);
  running.delete(group);
  if (running.size === 0) process.off("exit", killRunning);
  // A grandchild outside the group may hold the pipes open: let go of them.
  group.child.stdout?.destroy();
  group.child.stderr?.destroy();
}

/** How it ended and the last lines it wrote, for an error message. */
export function describeEnd(group: GroupProcess, lines = 12): string {
  const tail = group.tail.trimEnd().split("\n").slice(-lines).join("\n");
  const end = group.end === undefined ? "" : `The kernel ${group.end}`;
  return [end, tail].filter(Boolean).join("\n");
}
