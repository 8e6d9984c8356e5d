/**
 * What of JupyterLab's log a learner sees: its address, its errors, and why a kernel ended. Its thirty lines at the
 * start, its warnings, and what kernels write on stderr stand in the log file only.
 */

/** Reads the log as it grows. */
export interface Screen {
  hear: (text: string) => void;
  /** True once the address was shown. */
  isUp: () => boolean;
  /** The last lines of the log, for a server that ended before it was up. */
  lastLines: () => string;
}

/** Where the log and the lines for the learner come from and go to. */
export interface ScreenOptions {
  /** what lets a browser in; JupyterLab, which was given it, does not log it */
  token: string;
  tell: (line: string) => void;
  /** called once, with the address to open */
  up: (address: string) => void;
}

/** A record's first line: `[E 2026-11-28 21:53:19.945 ServerApp] text`. Other lines go on, or are a kernel's. */
const RECORD = /^\[([DIWEC]) \d[\d-]* [\d:.]+ \S+\] ?(.*)$/;
const ADDRESS = /(https?:\/\/[^\s?]+\/lab\/tree\/[^\s?]+)\?token=/;
const KERNEL_STARTS = /^Kernel started|^Kernel restarted/;
/** jupyter_client tries five times; it takes new ports where the kernel never answered. */
const KERNEL_ENDED = /KernelRestarter: restarting kernel \(1\/\d\), (new)?/;
const KERNEL_GIVEN_UP = /KernelRestarter: restart failed/;
const KERNEL_SHUT_DOWN = /^Kernel shutdown: (\S+)/;
/** A page that asks for a kernel at the moment in which it is shut down; the server answers 500 and the page goes on. */
const ASKS_FOR_KERNEL = /\/api\/kernels\/([^/\s]+)\/channels\b/;
/** Errors by their level only: what the learner asked for. */
const STOPS = /^(Shutdown confirmed|Shutting down|received signal)/;
const keptLines = 15;

/** A reader of JupyterLab's log that shows a learner what is for a learner. */
export function openScreen({ token, tell, up }: ScreenOptions): Screen {
  let rest = "";
  let isUp = false;
  let latest: string[] = [];
  let kernel: string[] = []; // what was written outside records since a kernel was started
  const gone = new Set<string>(); // kernels that were shut down

  const record = (level: string, text: string): void => {
    const ended = KERNEL_ENDED.exec(text);
    const shutDown = KERNEL_SHUT_DOWN.exec(text)?.[1];
    if (shutDown !== undefined) gone.add(shutDown);
    const asked = ASKS_FOR_KERNEL.exec(text)?.[1];
    // a request's headers, which the server logs with each 500, begin with a brace and tell a learner nothing
    if (text === "{" || (asked !== undefined && gone.has(asked))) return;
    if (KERNEL_STARTS.test(text)) kernel = [];
    else if (ended) tell(endedText(ended[1] === "new", kernel));
    else if (KERNEL_GIVEN_UP.test(text)) tell(GIVEN_UP);
    else if ((level === "E" || level === "C") && !STOPS.test(text)) tell(`JupyterLab: ${text}`);
  };
  const line = (text: string): void => {
    latest = [...latest, text].slice(-keptLines);
    const found = RECORD.exec(text);
    const address = isUp ? null : ADDRESS.exec(text);
    if (address) {
      isUp = true;
      up(`${address[1]}?token=${token}`);
    } else if (found && found[2] !== "") record(found[1], found[2]);
    else if (!found && !/^ {4}|^\s*$/.test(text)) kernel = [...kernel, text].slice(-keptLines);
  };
  return {
    hear(text) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop()!;
      lines.forEach(line);
    },
    isUp: () => isUp,
    lastLines: () => [...latest, rest].join("\n").trim(),
  };
}

const GIVEN_UP =
  "The kernel ended each time it was started, and is not started again. `npx clinic doctor` looks for the cause; " +
  "`npm ci` installs its packages anew. Then choose Kernel > Restart Kernel in JupyterLab.";

function endedText(whileStarting: boolean, wrote: readonly string[]): string {
  const what = wrote.map((text) => `  ${text}`).join("\n") || "  nothing";
  if (whileStarting)
    return `A kernel ended while it started; it is started again. It wrote:\n${what}`;
  return (
    "A kernel ended by itself and is started again; what its notebook had computed is gone. " +
    `The last that kernels wrote:\n${what}\n` +
    "Usual causes: no memory left, a call of process.exit, a crash of native code. `npx clinic doctor` looks for more."
  );
}
