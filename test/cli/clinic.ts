/** Helpers of the command's tests: run it as a user would, and look for what it left behind. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export const ROOT = path.join(__dirname, "..", "..");
const SCRIPT = path.join(ROOT, "src", "clinic.mjs");

/** How a command ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** stdout and stderr together */
  text: string;
}

/** A started command. */
export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when the output so far matches. */
  says: (pattern: RegExp) => Promise<void>;
  /** What it said so far. */
  text: () => string;
}

/** Start `clinic` with these arguments. */
export function start(args: string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...(args[0] === "lab" && ownRuntime()), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  const hear = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const { pattern, resolve } of waiting) if (pattern.test(text)) resolve();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code, signal, text });
    });
  });
  const says = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      if (pattern.test(text)) resolve();
      waiting.push({ pattern, resolve });
      void ended.then(() => {
        reject(new Error(`It ended before it said ${String(pattern)}:\n${text}`));
      });
    });
  return { child, ended, says, text: () => text };
}

/** Tests run side by side, and one `clinic lab` opens the server of another: each gets a place of its own. */
function ownRuntime(): NodeJS.ProcessEnv {
  const known = process.env.CLINIC_LAB_RUNTIME;
  return {
    CLINIC_LAB_RUNTIME: known ?? fs.mkdtempSync(path.join(os.tmpdir(), "clinic-runtime-")),
  };
}

/** Run `clinic` to its end. */
export function clinic(...args: string[]): Promise<Ended> {
  return start(args).ended;
}

/** Copy what a clone of the repository would hold, as it is now. */
export function copyRepository(to: string): void {
  const args = ["ls-files", "-co", "--exclude-standard", "-z"];
  const files = execFileSync("git", args, { cwd: ROOT, encoding: "utf8" });
  for (const file of new Set(files.split("\0"))) {
    const from = path.join(ROOT, file);
    if (file === "" || !fs.existsSync(from)) continue;
    fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    fs.copyFileSync(from, path.join(to, file));
  }
}

/** A folder below the package, so that notebooks in it can import it by name. Deleted by the caller. */
export function workFolder(): string {
  fs.mkdirSync(path.join(ROOT, ".clinic"), { recursive: true });
  return fs.mkdtempSync(path.join(ROOT, ".clinic", "test-"));
}

/** True while the process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Wait until something is so; fails after 20 seconds. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 20,
): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Still not so after ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
