/** Finding a Python that can make a virtual environment. */
import spawn from "cross-spawn";

/** Oldest Python that a current JupyterLab 4 installs on. */
export const OLDEST_PYTHON: readonly [number, number] = [3, 9];

/** A Python that runs here. */
export interface Python {
  command: string;
  args: string[];
  version: string;
}

const CANDIDATES: { command: string; args: string[] }[] = [
  { command: "python3", args: [] },
  { command: "python", args: [] },
  ...(process.platform === "win32" ? [{ command: "py", args: ["-3"] }] : []),
];

/** The first Python on the PATH that is new enough; what was found instead, when none is. */
export function findPython(): { python?: Python; tooOld: string[] } {
  const tooOld: string[] = [];
  for (const candidate of CANDIDATES) {
    const version = pythonVersion(candidate.command, candidate.args);
    if (!version) continue;
    if (isNewEnough(version)) return { python: { ...candidate, version }, tooOld };
    tooOld.push(`${candidate.command} ${version}`);
  }
  return { tooOld };
}

/** "3.11.7", or undefined when the command is not there or is not Python. */
export function pythonVersion(command: string, args: string[] = []): string | undefined {
  const code = "import sys; print('.'.join(map(str, sys.version_info[:3])))";
  const { status, stdout } = spawn.sync(command, [...args, "-c", code], { encoding: "utf8" });
  const text = status === 0 ? stdout.trim() : "";
  return /^\d+\.\d+\.\d+$/.test(text) ? text : undefined;
}

/** Debian's Python comes without what a virtual environment needs. */
export function canMakeVenv({ command, args }: Pick<Python, "command" | "args">): boolean {
  return spawn.sync(command, [...args, "-c", "import venv, ensurepip"]).status === 0;
}

function isNewEnough(version: string): boolean {
  const [major, minor] = version.split(".").map(Number) as [number, number];
  return major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]);
}

/** Where to get a Python. */
const HOW =
  "Debian/Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python; " +
  "Windows: winget install Python.Python.3.13";

/** What mends a machine without a usable Python. */
export const pythonRemedy =
  `only JupyterLab needs it, Python ${OLDEST_PYTHON.join(".")} or newer (${HOW}). ` +
  "Without it the course still runs: npm run course";

/** What to say where there is no usable Python. */
export function noPythonMessage(tooOld: readonly string[]): string {
  const wanted = OLDEST_PYTHON.join(".");
  const found = tooOld.length > 0 ? `found only ${tooOld.join(", ")}` : "found none on the PATH";
  return (
    `JupyterLab needs Python ${wanted} or newer; ${found}. ` +
    `Install it (${HOW}), then run this command again. ` +
    "Without Python the course still runs: npm run course"
  );
}
