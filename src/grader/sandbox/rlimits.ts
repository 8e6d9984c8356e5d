/** Limits that the kernel keeps for each process and all its children: through util-linux's `prlimit`. */
import { spawnSync } from "node:child_process";
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
  const set = {
    data: (limits.memory + besidesHeap) * mebi,
    fsize: limits.disk * mebi,
    cpu: limits.processor,
    nofile: 512,
    core: 0,
  };
  const flags = Object.entries(set).map(([name, value]) => `--${name}=${value}`);
  return [prlimit, ...flags, "--", ...command];
}

/** Limit how many processes and threads the running process `pid`, its user and its children may have. */
export function limitProcesses(pid: number, count: number): void {
  if (prlimit !== undefined) spawnSync(prlimit, ["--pid", String(pid), `--nproc=${count}`]);
}
