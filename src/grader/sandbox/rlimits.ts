/** Limits that the kernel keeps for each process and all its children: through util-linux's `prlimit`. */
import fs from "node:fs";
import { findCommand } from "./commands";
import { besidesHeap, mebi, type SandboxLimits } from "./limits";

/** Where `prlimit` is. On systems without it only V8's heap limit, the deadlines and the caps hold. */
export const prlimit = findCommand("prlimit");

/**
 * The command line that runs another under the limits. Not `--as`: WebAssembly and V8 reserve address space by the
 * ten gigabytes and never touch it; `--data` counts what is private and writable.
 */
export function underLimits(limits: SandboxLimits, command: readonly string[]): string[] {
  if (prlimit === undefined) return [...command];
  const flags = Object.entries(valuesOf(limits)).map(([name, value]) => `--${name}=${value}`);
  return [prlimit, ...flags, "--", ...command];
}

/**
 * The command line that runs another with so many processes and threads of its user: only where no other program is that
 * user's. Set by the program itself, which may always lower its own limits; nobody needs a privilege for it.
 */
export function withProcesses(count: number, command: readonly string[]): string[] {
  return prlimit === undefined ? [...command] : [prlimit, `--nproc=${count}`, "--", ...command];
}

function valuesOf(limits: SandboxLimits): Record<string, number> {
  return {
    data: (limits.memory + besidesHeap) * mebi,
    fsize: limits.disk * mebi,
    cpu: limits.processor,
    nofile: 512,
    core: 0,
  };
}

/** What each limit is called, by the kernel and by us. */
const names: Record<string, readonly [kernel: string, ours: string]> = {
  data: ["Max data size", "memory of a process"],
  fsize: ["Max file size", "size of a file"],
  cpu: ["Max cpu time", "processor time"],
  nofile: ["Max open files", "open files"],
  core: ["Max core file size", "core dumps"],
  nproc: ["Max processes", "processes and threads"],
};

/** The limits that do not hold for a running process, in words: what it was asked for is not what it has. */
export function missingLimits(pid: number, limits: SandboxLimits): string[] {
  const table = readLimits(pid);
  const wanted = { ...valuesOf(limits), nproc: limits.processes };
  return Object.entries(wanted).flatMap(([key, value]) => {
    const [kernel, ours] = names[key];
    const row = table.split("\n").find((line) => line.startsWith(kernel));
    const soft = row?.slice(kernel.length).trim().split(/\s+/)[0];
    return soft !== undefined && Number(soft) <= value ? [] : [ours];
  });
}

function readLimits(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/limits`, "latin1");
  } catch {
    return ""; // not Linux, or gone
  }
}
