/** The JupyterLab of this clone that runs already: a second start opens that one, and does not start another. */
import fs from "node:fs";
import path from "node:path";
import spawn from "cross-spawn";
import { writeWhole } from "../../files";
import { START } from "./settings";
import { venvCommand, venvEnvironment } from "./venv";

/** A server, as it writes itself down. */
export interface RunningLab {
  readonly pid: number;
  /** The address to open. */
  readonly address: string;
  /** A page that leads there without the token on a command line, which every user of the machine can read. */
  readonly opener: string;
}

/** The server that runs here and answers; undefined: none. */
export async function findRunning(): Promise<RunningLab | undefined> {
  const folder = venvEnvironment().JUPYTER_RUNTIME_DIR;
  if (!fs.existsSync(folder)) return undefined;
  for (const name of fs.readdirSync(folder)) {
    const pid = Number(/^jpserver-(\d+)\.json$/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || !isAlive(pid)) continue;
    try {
      const text = fs.readFileSync(path.join(folder, name), "utf8");
      const { url, token } = JSON.parse(text) as { url: string; token: string };
      const headers = { Authorization: `token ${token}` };
      const signal = AbortSignal.timeout(5000);
      const { ok } = await fetch(new URL("api/status", url), { headers, signal });
      if (!ok) continue;
      const address = `${new URL(START, url).href}?token=${token}`;
      return { pid, address, opener: path.join(folder, `jpserver-${pid}-open.html`) };
    } catch {
      // it is being written, or somebody else has the number by now
    }
  }
  return undefined;
}

/** Open the running one in the browser, as it did itself. */
export function openBrowser({ opener }: RunningLab): void {
  const page = new URL(`file://${opener.split(path.sep).join("/")}`).href;
  const code = "import sys, webbrowser; webbrowser.open(sys.argv[1])";
  const child = spawn(venvCommand("python"), ["-c", code, page], {
    stdio: "ignore",
    detached: process.platform !== "win32",
  });
  child.on("error", () => undefined); // the address is on the screen
  child.unref();
}

const lockFile = (): string => path.join(venvEnvironment().JUPYTER_RUNTIME_DIR, "starting.lock");

/**
 * Be the only one that starts a server.
 * @returns undefined: another process is about to; else what to call when it is over
 */
export function takeLabLock(file = lockFile()): (() => void) | undefined {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (fs.existsSync(file)) {
    const owner = Number(fs.readFileSync(file, "utf8"));
    if (owner > 0 && owner !== process.pid && isAlive(owner)) return undefined;
    writeWhole(file, String(process.pid));
  } else {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
      throw error;
    }
  }
  return () => {
    fs.rmSync(file, { force: true });
  };
}

/** Wait until the one that another process starts answers; undefined: it was not there within the time. */
export async function untilRunning(seconds = 90): Promise<RunningLab | undefined> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const found = await findRunning();
    if (found || !fs.existsSync(lockFile())) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return undefined;
}

/** True while a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
