/**
 * A submission's notebook at work: cells are compiled and run one after another, probes in between.
 *
 * Where a cell or a probe kills its process, what ran before is run again in a new one and the rest goes on there,
 * so that one bad cell does not cost the points of all others. The killer itself is not run again.
 *
 * It may be another one than that which ran: a timer of an earlier cell. So where something was left over, the same is
 * tried once more in a process in which each cell's timers are stopped after it; and if that does not help, and
 * something is still left over, without the cells that leave it.
 */
import type { Compiler } from "../compile/compiler";
import type { Flag, Outcome } from "../contract";
import type { CompiledCell, ProbeRequest } from "../sandbox/program";
import type { Run, Sandbox } from "../sandbox/sandbox";

export interface SessionLimits {
  /** Seconds of one cell. */
  readonly cell: number;
  /** Seconds of the whole notebook: of compiling and running its cells and of its probes, not of starting processes. */
  readonly notebook: number;
  /** New processes after the first, not counting those in which something is tried once more. */
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
  /** @param isBlamed it may be the doing of what a cell left running: then it is tried again without that */
  readonly probe: (
    probe: ProbeRequest,
    seconds: number,
    isBlamed?: (run: Run) => boolean,
  ) => Promise<Run>;
  /** What was odd, in the grader's own words. */
  readonly flags: () => Flag[];
  readonly close: () => Promise<void>;
}

/** What is done about what cells leave behind. */
type Care = "none" | "timers stopped" | "restless cells left out";

interface Replayed {
  readonly cell: CompiledCell;
  restless: boolean;
}

export function openSession(
  compiler: Compiler,
  take: () => Promise<Sandbox>,
  limits: SessionLimits = sessionLimits,
): Session {
  let sandbox: Sandbox | undefined;
  let deaths = 0;
  let declarations = "";
  let left = limits.notebook;
  let closed = false;
  let replay: Replayed[] = [];
  let care: Care = "none";
  let restless = false; // of the process that runs now
  let leftOut = 0;
  const changed = new Set<string>();

  const over = {
    outcome: "timed out",
    message: `The whole notebook took longer than ${limits.notebook} s`,
  } as const;

  /** One run, with a second and a third try where something that was left over may have stopped it. */
  async function carefully(
    seconds: number,
    run: (box: Sandbox, seconds: number) => Promise<Run>,
    isBlamed: (run: Run) => boolean = () => false,
  ): Promise<Run> {
    for (;;) {
      const { ended, suspect } = await inTime(seconds, run);
      const isStopped =
        ended.outcome === "crashed" || ended.outcome === "timed out" || isBlamed(ended);
      const again = isStopped && suspect && left > 0 && moreCare();
      if (isDead(ended) || again) await drop();
      if (again) continue;
      if (isDead(ended) && deaths <= limits.restarts) deaths += 1;
      return ended;
    }
  }

  function moreCare(): boolean {
    if (care === "restless cells left out") return false;
    care = care === "none" ? "timers stopped" : "restless cells left out";
    return true;
  }

  /** On a living sandbox, within what is left of the time. */
  async function inTime(
    seconds: number,
    run: (box: Sandbox, seconds: number) => Promise<Run>,
  ): Promise<{ ended: Run; suspect: boolean }> {
    const box = left > 0 ? await living() : undefined;
    const without = (ended: Run) => ({ ended, suspect: false });
    if (typeof box === "string") return without({ outcome: "crashed", message: box, printed: "" });
    if (!box || left <= 0) return without({ ...over, alive: true, printed: "" });
    const suspect = restless;
    const most = Math.min(seconds, left);
    const ended = await timed(() => run(box, most));
    for (const each of ended.changed ?? []) changed.add(each);
    restless = ended.restless ?? restless;
    const late = ended.outcome === "timed out" && most < seconds;
    return { ended: late ? { ...ended, ...over } : ended, suspect };
  }

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const done = await work();
    left -= (performance.now() - begun) / 1000;
    return done;
  }

  /** The sandbox, or why there is none any more. */
  async function living(): Promise<Sandbox | string> {
    while (!sandbox) {
      if (closed) throw new Error("It was stopped");
      if (deaths > limits.restarts) {
        return `The notebook stopped its process ${deaths} times, and is not started again`;
      }
      sandbox = await take();
      restless = false;
      await runAgain(sandbox);
    }
    return sandbox;
  }

  /** Leaves no sandbox where it died; the next one is without the killer, or with more care. */
  async function runAgain(next: Sandbox): Promise<void> {
    if (care === "restless cells left out") {
      leftOut += replay.filter((each) => each.restless).length;
      replay = replay.filter((each) => !each.restless);
    }
    for (const each of [...replay]) {
      const seconds = Math.max(0.1, Math.min(limits.cell, left));
      const suspect = restless;
      const ended = await timed(() => next.runCell(each.cell, seconds, care !== "none"));
      each.restless = restless = ended.restless ?? false;
      if (!isDead(ended)) continue;
      if (suspect && moreCare()) await drop();
      else {
        replay = replay.filter((other) => other !== each);
        deaths += 1;
        await drop();
      }
      return;
    }
  }

  async function drop(): Promise<void> {
    const dead = sandbox;
    sandbox = undefined;
    await dead?.close();
  }

  function flags(): Flag[] {
    const found: Flag[] = [];
    if (changed.size > 0) {
      const detail = `It changed ${[...changed].sort().join(" and ")} of TensorFlow.js, which were put back before each check.`;
      found.push({ kind: "library changed", detail });
    }
    if (care !== "none") {
      const without = leftOut === 0 ? "" : `, and ${leftOut} of its cells left out`;
      const detail = `What a cell left running stopped what came after it: it was tried again with timers stopped${without}.`;
      found.push({ kind: "left running", detail });
    }
    return found;
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
      const { cell } = compiled;
      const run = await carefully(limits.cell, (box, seconds) =>
        box.runCell(cell, seconds, care !== "none"),
      );
      if (run.outcome === "done") declarations = compiled.declarations;
      if (run.outcome === "done" || run.outcome === "failed") replay.push({ cell, restless });
      if (run.outcome === "done" || run.outcome === "missing") return undefined;
      const outcome = run.outcome === "failed" ? "crashed" : run.outcome;
      return { outcome, message: run.message };
    },
    probe: (probe, seconds, isBlamed) =>
      carefully(seconds, (box, most) => box.probe(probe, most, care !== "none"), isBlamed),
    flags,
    close() {
      closed = true;
      return drop();
    },
  };
}

function isDead(run: Run): boolean {
  return run.outcome === "crashed" || (run.outcome === "timed out" && !run.alive);
}
