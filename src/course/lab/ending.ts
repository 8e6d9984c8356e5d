/** How the course's JupyterLab ends: Ctrl-C, a closed terminal or SIGTERM end it with its kernels, within seconds. */
import type { ChildProcess } from "node:child_process";

/** How long JupyterLab may take to shut its kernels down, in milliseconds; then it is killed. */
const grace = 3_000;

/**
 * Wait for the end of JupyterLab, which runs in a process group of its own: no signal of the terminal reaches it. It asks
 * nobody; a second signal does not wait. Kernels whose server was killed end themselves (kernel/start.ts).
 * That nobody reads what is told is no reason to end.
 * @param stopping called at the first signal
 * @returns its exit code; 0 where it was asked to end
 */
export async function untilEnded(child: ChildProcess, stopping: () => void): Promise<number> {
  let asked = 0;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (++asked > 1) {
      kill(child);
      return;
    }
    stopping();
    child.kill("SIGTERM");
    timer = setTimeout(() => {
      kill(child);
    }, grace);
  };
  // npm hands a SIGTERM on to its shell, which dies of it and tells nobody
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent && asked === 0)
      end();
  }, 250);
  const ignore = (): void => undefined;
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignore);
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    // not "close": a kernel that was killed late may hold the pipe
    child.on("exit", (code) => {
      clearTimeout(timer);
      clearInterval(watch);
      for (const signal of signals) process.removeListener(signal, end);
      kill(child); // what is left of its group, such as terminals' helpers
      child.stderr?.destroy();
      resolve(asked > 0 ? 0 : (code ?? 1));
    });
  });
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // nobody is left
  }
}
