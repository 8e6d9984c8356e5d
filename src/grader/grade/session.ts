/**
 * A submission's notebook at work: cells are compiled and run one after another, probes in between.
 *
 * Where a cell or a probe kills its process, what ran before is run again in a new one and the rest goes on there,
 * so that one bad cell does not cost the points of all others. The killer itself is not run again.
 */
import type { Compiler } from "../compile/compiler";
import type { Outcome } from "../contract";
import type { CompiledCell, ProbeRequest } from "../sandbox/program";
import type { Run, Sandbox } from "../sandbox/sandbox";

export interface SessionLimits {
  /** Seconds of one cell. */
  readonly cell: number;
  /** Seconds of the whole notebook: of compiling and running its cells and of its probes, not of starting processes. */
  readonly notebook: number;
  /** New processes after the first. */
  readonly restarts: number;
}

export const sessionLimits: SessionLimits = { cell: 60, notebook: 900, restarts: 3 };

/** Why a cell did not come to its end. */
export interface CellProblem {
  readonly outcome: Exclude<Outcome, "passed" | "needs grading">;
  readonly message: string;
}

export interface Session {
  /** @param shows it is read-only: where it declares nothing, it only shows something, and is not run */
  readonly cell: (text: string, shows: boolean) => Promise<CellProblem | undefined>;
  readonly probe: (probe: ProbeRequest, seconds: number) => Promise<Run>;
  readonly close: () => Promise<void>;
}

export function openSession(
  compiler: Compiler,
  take: () => Promise<Sandbox>,
  limits: SessionLimits = sessionLimits,
): Session {
  let sandbox: Sandbox | undefined;
  let started = 0;
  let declarations = "";
  let left = limits.notebook;
  let closed = false;
  const replay: CompiledCell[] = [];

  const over = {
    outcome: "timed out",
    message: `The whole notebook took longer than ${limits.notebook} s`,
  } as const;

  /** One run, on a living sandbox, within what is left of the time. */
  async function inTime(
    seconds: number,
    run: (box: Sandbox, seconds: number) => Promise<Run>,
  ): Promise<Run> {
    const box = left > 0 ? await living() : undefined;
    if (typeof box === "string") return { outcome: "crashed", message: box, printed: "" };
    if (!box || left <= 0) return { ...over, alive: true, printed: "" };
    const most = Math.min(seconds, left);
    const begun = performance.now();
    const ended = await run(box, most);
    left -= (performance.now() - begun) / 1000;
    if (isDead(ended)) await drop();
    return ended.outcome === "timed out" && most < seconds ? { ...ended, ...over } : ended;
  }

  /** The sandbox, or why there is none any more. */
  async function living(): Promise<Sandbox | string> {
    if (sandbox) return sandbox;
    if (closed) throw new Error("It was stopped");
    if (started > limits.restarts) {
      return `The notebook stopped its process ${started} times, and is not started again`;
    }
    started += 1;
    const next = await take();
    const before = replay.splice(0);
    for (const [index, cell] of before.entries()) {
      const begun = performance.now();
      const ended = await next.runCell(cell, Math.max(0.1, Math.min(limits.cell, left)));
      left -= (performance.now() - begun) / 1000;
      if (!isDead(ended)) replay.push(cell);
      else {
        replay.push(...before.slice(index + 1));
        await next.close();
        return living();
      }
    }
    sandbox = next;
    return next;
  }

  async function drop(): Promise<void> {
    const dead = sandbox;
    sandbox = undefined;
    await dead?.close();
  }

  return {
    async cell(text, shows) {
      if (left <= 0) return over;
      const compiled = await compiler.compile(declarations, text);
      left -= compiled.seconds;
      if (compiled.outcome === "refused") {
        const [{ line, message }] = compiled.diagnostics;
        return {
          outcome: "crashed",
          message: `The cell does not compile. Line ${line}: ${message}`,
        };
      }
      if (compiled.outcome !== "compiled") {
        const { outcome, message } = compiled;
        return { outcome, message };
      }
      if (shows && compiled.declarations === declarations) return undefined;
      const run = await inTime(limits.cell, (box, seconds) => box.runCell(compiled.cell, seconds));
      if (run.outcome === "done") declarations = compiled.declarations;
      if (run.outcome === "done" || run.outcome === "failed") replay.push(compiled.cell);
      if (run.outcome === "done" || run.outcome === "missing") return undefined;
      const outcome = run.outcome === "failed" ? "crashed" : run.outcome;
      return { outcome, message: run.message };
    },
    probe: (probe, seconds) => inTime(seconds, (box, most) => box.probe(probe, most)),
    close() {
      closed = true;
      return drop();
    },
  };
}

function isDead(run: Run): boolean {
  return run.outcome === "crashed" || (run.outcome === "timed out" && !run.alive);
}
