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

const REQUIREMENTS = path.join(ROOT, ".config", "requirements.txt");
/** Written last: without it, or with another list of requirements, the environment is made anew. */
const READY = path.join(VENV, ".clinic-ready");

/** The file of a command inside the environment. */
export function venvCommand(name: string, venv = VENV): string {
  return process.platform === "win32"
    ? path.join(venv, "Scripts", `${name}.exe`)
    : path.join(venv, "bin", name);
}

/** Environment variables that keep this JupyterLab's files apart from the user's own. */
export function venvEnvironment(venv = VENV): Record<string, string> {
  const own = path.join(venv, "jupyter");
  return {
    JUPYTER_CONFIG_DIR: path.join(own, "config"),
    JUPYTER_DATA_DIR: path.join(own, "data"),
    JUPYTER_RUNTIME_DIR: path.join(own, "runtime"),
    JUPYTER_PREFER_ENV_PATH: "1",
    IPYTHONDIR: path.join(own, "ipython"),
  };
}

/** True when `makeVenv` has nothing to do but refresh the kernel's description. */
export function isVenvReady(): boolean {
  return fs.existsSync(READY) && fs.readFileSync(READY, "utf8") === wantedMark();
}

/** Its commands hold their own path, so an environment in a folder that was moved or copied is made anew. */
function wantedMark(): string {
  return hashText(`${VENV}\n${fs.readFileSync(REQUIREMENTS, "utf8")}`);
}

/**
 * Make `.venv` with JupyterLab and the TypeScript kernel in it, if it is not there yet.
 * @throws {Error} no usable Python, or pip failed; what is there of the environment is removed at the next try
 */
export function makeVenv(tell: (line: string) => void): void {
  if (!isVenvReady()) {
    const { python, tooOld } = findPython();
    if (!python) throw new Error(noPythonMessage(tooOld));
    tell(`Making .venv with JupyterLab (once, about a minute, Python ${python.version}) ...`);
    fs.rmSync(VENV, { recursive: true, force: true });
    step([python.command, ...python.args, "-m", "venv", VENV], venvFailure);
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
    writeSettings();
    fs.writeFileSync(READY, wantedMark());
  }
  writeKernelSpec(path.join(VENV, "share", "jupyter", "kernels"));
}

function step([command, ...args]: string[], explain: string): void {
  const { status, signal } = spawn.sync(command, args, { stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  throw new Error(
    `${args.slice(0, 3).join(" ")} ended with ${signal ?? `exit code ${status}`}. ${explain}`,
  );
}

const venvFailure =
  "Python's own message is above; on Debian and Ubuntu the missing part is: sudo apt install python3-venv";
const pipFailure =
  "pip's own message is above; it needs a network (behind a proxy set HTTPS_PROXY). " +
  "Without one: fill .venv from a folder of wheels with `PIP_NO_INDEX=1 PIP_FIND_LINKS=folder npm run lab`";

/** No pop-up about news, no check for updates: a learner's first page is the course. */
function writeSettings(): void {
  const folder = path.join(VENV, "share", "jupyter", "lab", "settings");
  fs.mkdirSync(folder, { recursive: true });
  const overrides = {
    "@jupyterlab/apputils-extension:notification": {
      fetchNews: "false",
      checkForUpdates: false,
      doNotDisturbMode: true,
    },
  };
  fs.writeFileSync(path.join(folder, "overrides.json"), `${JSON.stringify(overrides, null, 2)}\n`);
}
