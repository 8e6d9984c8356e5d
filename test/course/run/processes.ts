import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { venvCommand } from "../../../src/course/lab/venv";

/** True while a process runs; one that ended and is not yet collected by its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !fs.existsSync(stat) || !/^\d+ \(.*\) Z/.test(fs.readFileSync(stat, "utf8"));
}

/** Waits until a condition holds. @returns whether it did within the time */
export async function until(condition: () => boolean, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (performance.now() < deadline) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return condition();
}

/** The course as built: what a process of its own can load. The end-to-end tests' set-up brings it up to date. */
export const BUILT = path.resolve("dist/course");

/** Runs a script against it: `load("hosts/embedded")` gives a module. */
export function startScript(script: string): ChildProcess & { text: string } {
  const code = `const load = (name) => require(${JSON.stringify(BUILT)} + "/" + name);
    (async () => { ${script} })();`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "pipe"] });
  const started = Object.assign(child, { text: "" });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (started.text += chunk.toString()));
  return started;
}

/** A Jupyter of this repository or of the environment, if there is one. */
export function findJupyter(): string | undefined {
  const candidates = [venvCommand("jupyter"), process.env["CLINIC_TEST_JUPYTER"]];
  return candidates.find((file) => file !== undefined && fs.existsSync(file));
}
