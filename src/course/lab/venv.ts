/**
 * The project's own JupyterLab, in `.venv`: it reads and writes nothing of a Jupyter the user already has.
 */
import fs from "node:fs";
import path from "node:path";
import spawn from "cross-spawn";
import { hashText } from "../hash";
import { ROOT, VENV } from "../paths";
import { writeKernelSpec } from "./kernelspec";
import { findPython, noPythonMessage } from "./python";
import { writeSettings } from "./settings";

const REQUIREMENTS = path.join(ROOT, ".config", "requirements.txt");
/** A file written last: without it, or with another list of requirements, the environment is made anew. */
const READY = ".clinic-ready";

/** The file of a command inside the environment. */
export function venvCommand(name: string, venv = VENV): string {
  return process.platform === "win32"
    ? path.join(venv, "Scripts", `${name}.exe`)
    : path.join(venv, "bin", name);
}

/**
 * Environment variables that keep this JupyterLab's files apart from the user's own. CLINIC_LAB_RUNTIME names another folder
 * for what is written down of running servers: tests start several side by side.
 */
export function venvEnvironment(venv = VENV): Record<string, string> {
  const own = path.join(venv, "jupyter");
  return {
    JUPYTER_CONFIG_DIR: path.join(own, "config"),
    JUPYTER_DATA_DIR: path.join(own, "data"),
    JUPYTER_RUNTIME_DIR: process.env.CLINIC_LAB_RUNTIME ?? path.join(own, "runtime"),
    JUPYTER_PREFER_ENV_PATH: "1",
    IPYTHONDIR: path.join(own, "ipython"),
  };
}

/** True when the environment was made to its end, here, and with the requirements of today. */
export function isVenvReady(venv = VENV): boolean {
  const mark = path.join(venv, READY);
  return fs.existsSync(mark) && fs.readFileSync(mark, "utf8") === wantedMark(venv);
}

/** The version of JupyterLab as the environment's own Python finds it; undefined: that Python is gone, or another. */
export function labVersion(venv = VENV): string | undefined {
  const code = "import importlib.metadata as m; print(m.version('jupyterlab'))";
  const { status, stdout } = spawn.sync(venvCommand("python", venv), ["-c", code], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** Where the environment's kernels are described. */
export function kernelFolder(venv = VENV): string {
  return path.join(venv, "share", "jupyter", "kernels");
}

/** Its commands hold their own path, so an environment in a folder that was moved or copied is made anew. */
export function wantedMark(venv: string): string {
  return hashText(`${venv}\n${fs.readFileSync(REQUIREMENTS, "utf8")}`);
}

/**
 * Make `.venv` with JupyterLab and the TypeScript kernel in it, if it is not there yet.
 * @throws Error no usable Python, or pip failed; what is there of the environment is removed at the next try
 */
export function makeVenv(tell: (line: string) => void): void {
  if (!isVenvReady() || labVersion() === undefined) {
    const { python, tooOld } = findPython();
    if (!python) throw new Error(noPythonMessage(tooOld));
    tell(`Making .venv with JupyterLab (once, about a minute, Python ${python.version}) ...`);
    fs.rmSync(VENV, { recursive: true, force: true });
    step(
      [python.command, ...python.args, "-m", "venv", VENV],
      `Its own message is above. ${venvFailure}`,
    );
    step(
      [
        venvCommand("python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        REQUIREMENTS,
      ],
      pipFailure,
    );
    fs.writeFileSync(path.join(VENV, READY), wantedMark(VENV));
  }
  writeSettings(VENV);
  writeKernelSpec(kernelFolder());
}

function step([command, ...args]: string[], explain: string): void {
  const { status, signal } = spawn.sync(command, args, { stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  throw new Error(
    `${args.slice(0, 3).join(" ")} ended with ${signal ?? `exit code ${status}`}. ${explain}`,
  );
}

export const venvFailure =
  "On Debian and Ubuntu the missing part is: sudo apt install python3-venv";
const pipFailure =
  "pip's own message is above; it needs a network (behind a proxy set HTTPS_PROXY or PIP_PROXY). " +
  "Without one: set PIP_NO_INDEX to 1 and PIP_FIND_LINKS to a folder of wheels; notebooks/SETUP.md says under " +
  '"When something is missing" how to fill it';
