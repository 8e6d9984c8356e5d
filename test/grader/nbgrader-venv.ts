/** A Python environment with nbgrader, made once. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { findPython } from "../../src/course/lab/python";
import { venvCommand } from "../../src/course/lab/venv";

export const NBGRADER = "0.9.6";

const WANTED = [`nbgrader==${NBGRADER}`];
/** Its own requirements are of an old Notebook; the graders that are used need none of them. */
const ALONE = ["e2xgrader==0.3.6"];

/**
 * Makes it if it is not there: 0.3 GB to fetch.
 * @param state the folder in which it lies
 */
export function nbgraderVenv(state: string): { readonly venv: string } | { readonly why: string } {
  const venv = path.join(state, "nbgrader");
  const ready = path.join(venv, ".ready");
  const mark = [...WANTED, ...ALONE].join(" ");
  if (fs.existsSync(ready) && fs.readFileSync(ready, "utf8") === mark) return { venv };
  const { python } = findPython();
  if (!python) return { why: "there is no Python" };
  fs.rmSync(venv, { recursive: true, force: true });
  const pip = [venvCommand("python", venv), "-m", "pip", "install", "--quiet"];
  for (const [command, ...args] of [
    [python.command, ...python.args, "-m", "venv", venv],
    [...pip, ...WANTED],
    [...pip, "--no-deps", ...ALONE],
  ]) {
    const { status, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 600_000 });
    if (status !== 0) {
      return { why: `it cannot be installed here: ${stderr.trim().split("\n").at(-1)}` };
    }
  }
  fs.writeFileSync(ready, mark);
  return { venv };
}
