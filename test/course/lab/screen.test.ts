import { describe, expect, it } from "vitest";
import { openScreen } from "../../../src/course/lab/screen";

const at = "2026-11-28 21:59:16.082";
const START = `[I ${at} ServerApp] jupyter_lsp | extension was successfully linked.
[I ${at} LabApp] JupyterLab extension loaded from /x/jupyterlab
[I ${at} ServerApp] Serving notebooks from local directory: /x
[I ${at} ServerApp] http://localhost:8888/lab/tree/work/index.md?token=...
[I ${at} ServerApp]     http://127.0.0.1:8888/lab/tree/work/index.md?token=...
[I ${at} ServerApp] Skipped non-installed server(s): pyright
[W ${at} ServerApp] Notebook notebooks/00-first-gan.ipynb is not trusted
[I ${at} ServerApp] Kernel started: 3192fff0
unknown msg_type: history_request
(node:12) [DEP0040] DeprecationWarning: The punycode module is deprecated.
`;

/** What is told when a log is heard in pieces of this many characters. */
function told(log: string, piece = log.length) {
  const lines: string[] = [];
  const screen = openScreen({
    token: "secret",
    tell: (line) => lines.push(line),
    up: (address) => lines.push(`up ${address}`),
  });
  for (let from = 0; from < log.length; from += piece) screen.hear(log.slice(from, from + piece));
  return { lines, screen };
}

const address = "up http://localhost:8888/lab/tree/work/index.md?token=secret";

describe("what of JupyterLab's log is shown", () => {
  it.each([1, 7, 100_000])(
    "its address only, when all is well (%i characters at once)",
    (piece) => {
      const { lines, screen } = told(START, piece);
      expect(lines).toEqual([address]);
      expect(screen.isUp()).toBe(true);
    },
  );

  it("its errors, one line of each", () => {
    const error = `[E ${at} ServerApp] Uncaught exception GET /api/contents\n    Traceback (most recent call last):\n      File "x.py", line 2\n`;
    const root = `[C ${at} ServerApp] Running as root is not recommended. Use --allow-root to bypass.\n`;
    expect(told(START + error + root).lines.slice(1)).toEqual([
      "JupyterLab: Uncaught exception GET /api/contents",
      "JupyterLab: Running as root is not recommended. Use --allow-root to bypass.",
    ]);
  });

  it("not that a page asked for a kernel while it was shut down, but that it asked for another in vain", () => {
    const asks = (id: string): string =>
      `[E ${at} ServerApp] Uncaught exception GET /api/kernels/${id}/channels?session_id=1 (127.0.0.1)\n    Traceback\n` +
      `[E ${at} ServerApp] {\n      "Host": "localhost:8888"\n    }\n` +
      `[E ${at} ServerApp] 500 GET /api/kernels/${id}/channels?session_id=1 (a@127.0.0.1) 300.50ms referer=None\n`;
    const shutDown = `[I ${at} ServerApp] Kernel shutdown: 3192fff0\n`;
    expect(told(START + shutDown + asks("3192fff0")).lines).toEqual([address]);
    expect(told(START + shutDown + asks("4192fff0")).lines.slice(1)).toEqual([
      "JupyterLab: Uncaught exception GET /api/kernels/4192fff0/channels?session_id=1 (127.0.0.1)",
      "JupyterLab: 500 GET /api/kernels/4192fff0/channels?session_id=1 (a@127.0.0.1) 300.50ms referer=None",
    ]);
  });

  const crash =
    "Error: Cannot find module '/not/there'\n    at Module._resolve (node:internal:1207:15)\n\nNode.js v20.20.2\n";
  const again = (n: number, ports: string): string =>
    `[I ${at} ServerApp] AsyncIOLoopKernelRestarter: restarting kernel (${n}/5), ${ports} random ports\n`;
  const failed = `[W ${at} ServerApp] AsyncIOLoopKernelRestarter: restart failed\n[W ${at} ServerApp] Kernel 3192fff0 died, removing from map.\n`;

  it("why a kernel does not start, once, with what it wrote and what to do", () => {
    const started = `[I ${at} ServerApp] Kernel started: 4192fff0\n`;
    const tries = [1, 2, 3, 4, 5].map((n) => again(n, "new") + crash).join("");
    const [, why, end, ...more] = told(START + started + crash + tries + failed).lines;
    expect(why).toBe(
      "A kernel ended while it started; it is started again. It wrote:\n" +
        "  Error: Cannot find module '/not/there'\n  Node.js v20.20.2",
    );
    expect(end).toMatch(/ended each time it was started[\s\S]*clinic doctor[\s\S]*npm ci/);
    expect(more).toEqual([]);
  });

  it("that a kernel ended in the middle, with the usual causes", () => {
    const [, why] = told(`${START}${again(1, "keep")}`).lines;
    expect(why).toMatch(/what its notebook had computed is gone[\s\S]*no memory left/);
  });

  it("nothing when it stops as it was told to", () => {
    const log = `[C ${at} ServerApp] Shutdown confirmed\n[C ${at} ServerApp] received signal 15, stopping\n`;
    expect(told(START + log).lines).toEqual([address]);
  });

  it("the end of the log, for one that did not start", () => {
    const { lines, screen } = told("Traceback\n  File x\nImportError: no module jupyterlab");
    expect(lines).toEqual([]);
    expect(screen.isUp()).toBe(false);
    expect(screen.lastLines()).toBe("Traceback\n  File x\nImportError: no module jupyterlab");
  });
});
