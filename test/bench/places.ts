import fs from "node:fs";
import path from "node:path";
import spawn from "cross-spawn";
import { hashText } from "../../src/course/hash";
import { findPython, OLDEST_PYTHON } from "../../src/course/lab/python";
import { venvCommand } from "../../src/course/lab/venv";
import { ROOT } from "../../src/course/paths";

export const benchFolder = path.join(ROOT, "test", "bench");
const venv = path.join(ROOT, ".venv-bench");
const requirements = path.join(ROOT, ".config", "requirements-bench.txt");
/** Written last, as in the lab's environment. */
const ready = path.join(venv, ".clinic-ready");

export function torchPython(): string {
  return venvCommand("python", venv);
}

/**
 * Makes `.venv-bench` with PyTorch in it, if it is not there yet.
 *
 * @throws Error no usable Python, or pip failed
 */
export function makeTorchVenv(tell: (line: string) => void): void {
  const wanted = hashText(fs.readFileSync(requirements, "utf8"));
  if (fs.existsSync(ready) && fs.readFileSync(ready, "utf8") === wanted) return;
  const { python, tooOld } = findPython();
  if (!python) {
    throw new Error(
      `PyTorch needs Python ${OLDEST_PYTHON.join(".")} or newer, found ${tooOld.join(", ") || "none"}`,
    );
  }
  tell("Making .venv-bench with PyTorch (once, some minutes, 1 to 6 GB on disk) ...");
  fs.rmSync(venv, { recursive: true, force: true });
  must([python.command, ...python.args, "-m", "venv", venv]);
  must([torchPython(), "-m", "pip", "install", "--quiet", "-r", requirements]);
  fs.writeFileSync(ready, wanted);
}

function must([command, ...args]: string[]): void {
  const { status, signal } = spawn.sync(command, args, { stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  throw new Error(
    `${args.slice(0, 3).join(" ")} ended with ${signal ?? `exit code ${status}`}; its own message is above`,
  );
}
