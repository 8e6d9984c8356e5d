import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import ts from "typescript";

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

const source = path.resolve("src/course");

/** The hosts and the runner as JavaScript, for a process of its own. @returns the folder */
export function compileRunner(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-test-"));
  fs.symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
  const files = ["errors.ts", ...["hosts", "run"].flatMap(filesIn)];
  for (const file of files) {
    const target = path.join(folder, file.replace(/\.ts$/, ".js"));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const { outputText } = ts.transpileModule(fs.readFileSync(path.join(source, file), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    fs.writeFileSync(target, outputText);
  }
  return folder;
}

const filesIn = (folder: string): string[] =>
  fs.readdirSync(path.join(source, folder)).map((name) => path.join(folder, name));

/** Runs a script against the compiled runner: `load("hosts/embedded")` gives a module of it. */
export function startScript(compiled: string, script: string): ChildProcess & { text: string } {
  const code = `const load = (name) => require(${JSON.stringify(compiled)} + "/" + name);
    (async () => { ${script} })();`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "pipe"] });
  const started = Object.assign(child, { text: "" });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (started.text += chunk.toString()));
  return started;
}

/** A Jupyter of this repository or of the environment, if there is one. */
export function findJupyter(): string | undefined {
  const candidates = [path.resolve(".venv/bin/jupyter"), process.env["CLINIC_TEST_JUPYTER"]];
  return candidates.find((file) => file !== undefined && fs.existsSync(file));
}
