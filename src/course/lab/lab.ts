/** `clinic lab`: start the project's own JupyterLab on the course, or put the kernel into the user's. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import spawn from "cross-spawn";
import { ROOT, VENV } from "../paths";
import { KERNEL_NAME } from "../kernel/spec";
import { makeWork } from "../work/command";
import { untilEnded } from "./ending";
import { writeKernelSpec } from "./kernelspec";
import { openLog } from "./log";
import { refuseTakenPort, untilHeard } from "./port";
import {
  findRunning,
  isAlive,
  openBrowser,
  takeLabLock,
  untilRunning,
  type RunningLab,
} from "./running";
import { openScreen } from "./screen";
import { START } from "./settings";
import { makeVenv, venvCommand, venvEnvironment } from "./venv";

const LOG = path.join(VENV, "jupyter", "lab.log");

/** What `clinic lab` was asked for. */
export interface LabOptions {
  /** this port or none; without it, 8888 or the next free one */
  port?: number;
  /** false: print the address only */
  browser: boolean;
  tell: (line: string) => void;
}

/**
 * Make the environment and the learner's copy of the course if needed, start JupyterLab, and stay until it ends. One that
 * runs already is opened instead. What JupyterLab and its kernels write on stderr goes to a log file; screen.ts says
 * what of it a learner sees.
 * @returns its exit code
 * @throws Error no Python, pip failed, the port is taken, or `work/` cannot be written
 */
export async function startLab(options: LabOptions): Promise<number> {
  const { port, browser, tell } = options;
  const running = await findRunning();
  if (running) return openRunning(running, options);
  if (port !== undefined) await refuseTakenPort(port);
  makeVenv(tell);
  const release = takeLabLock();
  if (!release) {
    tell("JupyterLab is being started by another command ...");
    const other = await untilRunning();
    if (other) return openRunning(other, options);
    throw new Error(
      "Another `npm run lab` of this course started and came to no end. Stop it with Ctrl-C, then run this again",
    );
  }
  try {
    makeWork(tell);
    return await serve(port, browser, tell);
  } finally {
    release();
  }
}

async function serve(
  port: number | undefined,
  browser: boolean,
  tell: LabOptions["tell"],
): Promise<number> {
  const log = openLog(LOG);
  const token = process.env.JUPYTER_TOKEN || randomBytes(24).toString("hex");
  const shown = path.relative(process.cwd(), LOG);
  const over = new AbortController();
  const screen = openScreen({
    token,
    tell,
    up(address) {
      const text = `\nThe course is open at\n    ${address}\nStop it with Ctrl-C. The log is ${shown}`;
      void untilHeard(address, over.signal).then((isHeard) => {
        if (isHeard) tell(text);
      });
    },
  });
  tell("Starting JupyterLab ...");
  const child = spawn(venvCommand("jupyter-lab"), labArguments(port, browser), {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "pipe"],
    detached: process.platform !== "win32", // a group of its own: ending.ts says when it ends
    windowsHide: true,
    env: { ...process.env, ...venvEnvironment(), JUPYTER_TOKEN: token }, // so that no log holds it
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    log.write(text);
    screen.hear(text);
  });
  const code = await untilEnded(child, () => {
    tell("\nJupyterLab stops, with its kernels ...");
  });
  over.abort();
  log.close();
  if (!screen.isUp() && code !== 0) {
    tell(
      `JupyterLab did not start (exit code ${code}). The end of ${shown}:\n${screen.lastLines()}`,
    );
  }
  return code;
}

/** Two servers on the same files would write over each other's work. */
function openRunning(running: RunningLab, { browser, tell }: LabOptions): number {
  tell(
    `The course is open already at\n    ${running.address}\n` +
      "Stop it with Ctrl-C where it was started, or with: npm run lab -- --stop",
  );
  if (browser) openBrowser(running);
  return 0;
}

/** End the one that runs. @returns what was done, in words */
export async function stopLab(): Promise<string> {
  const running = await findRunning();
  if (!running) return "No JupyterLab of this course is running.";
  process.kill(running.pid, "SIGTERM");
  const end = performance.now() + 5000;
  while (isAlive(running.pid) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (isAlive(running.pid)) process.kill(running.pid, "SIGKILL");
  return "JupyterLab and its kernels have ended.";
}

/** JupyterLab's own options; its default limit on output per second would cut training progress off. */
export function labArguments(port: number | undefined, browser: boolean): string[] {
  const asRoot = process.getuid?.() === 0;
  return [
    `--ServerApp.root_dir=${ROOT}`,
    "--ZMQChannelsWebsocketConnection.limit_rate=False",
    "--KernelManager.shutdown_wait_time=1",
    `--LabApp.default_url=/${START}`,
    ...(port === undefined ? [] : [`--ServerApp.port=${port}`, "--ServerApp.port_retries=0"]),
    ...(browser ? [] : ["--no-browser"]),
    ...(asRoot ? ["--allow-root"] : []),
  ];
}

/**
 * Register this clone's kernel in a Jupyter the user already has. Nothing else of it is touched.
 * @param jupyter its command, "jupyter" unless said
 * @returns a sentence saying what was done
 * @throws Error no such command, or a different kernel of that name is already there and `force` is not set
 */
export function installKernel(jupyter: string, force: boolean): string {
  const list = spawn.sync(jupyter, ["kernelspec", "list", "--json"], { encoding: "utf8" });
  if (list.status !== 0) {
    throw new Error(
      `"${jupyter} kernelspec list" does not work here (${list.error?.message ?? list.stderr.trim()}). ` +
        "Name your Jupyter's command: clinic lab --install-kernel --jupyter /path/to/jupyter; or use npm run lab, which brings its own",
    );
  }
  const found = JSON.parse(list.stdout) as {
    kernelspecs: Record<string, { resource_dir: string } | undefined>;
  };
  const existing = found.kernelspecs[KERNEL_NAME];
  if (existing && !force) {
    return (
      `A kernel named "${KERNEL_NAME}" is already in ${existing.resource_dir}; it was left as it is and works with ` +
      "this course. To replace it by this clone's: clinic lab --install-kernel --force"
    );
  }
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-kernel-"));
  try {
    const folder = writeKernelSpec(temporary);
    const args = ["kernelspec", "install", "--user", "--replace", "--name", KERNEL_NAME, folder];
    const { status, stderr } = spawn.sync(jupyter, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`"${jupyter} ${args.join(" ")}" failed: ${stderr.trim()}`);
    return `The TypeScript kernel is installed. Undo it with: ${jupyter} kernelspec remove ${KERNEL_NAME}`;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}
