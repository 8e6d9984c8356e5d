/**
 * One submission's process: warmed ahead, behind a wall, used once.
 *
 * What it says is data. Whether a task is passed is never decided in it, and never read from it.
 */
import { z } from "zod";
import type { Calls, IsolationLevel } from "../contract";
import { openChannel, type Answer } from "./channel";
import { openWall } from "./isolation";
import { limitsWith, type SandboxLimits } from "./limits";
import { familyOf, listProcesses } from "./tree";
import type { CompiledCell, ProbeRequest, Program } from "./program";

export interface SandboxOptions {
  /** The folder with package.json, dist and node_modules. */
  readonly libraryRoot: string;
  /** Exactly this wall; left out: the strongest here. */
  readonly isolation?: IsolationLevel;
  readonly limits?: Partial<SandboxLimits>;
  /** "wasm": it is everywhere, so that a grade does not depend on the machine. */
  readonly engine?: string;
}

/** How a cell or a probe ended. Only "done" has values; after "crashed" the sandbox is dead. */
export type Run = {
  /** What was printed meanwhile, cut. */
  readonly printed: string;
  /** Timers and the like are left over that may act later. As the process itself says; left out: it did not say. */
  readonly restless?: boolean;
  /** Of a probe: what of TensorFlow.js had been changed before it, and was put back. */
  readonly changed?: readonly string[];
  /** Of a probe: what the submission's code called of the library. */
  readonly calls?: Calls;
} & (
  | { readonly outcome: "done"; readonly values: unknown }
  /** It threw, or what it returned may not travel. */
  | { readonly outcome: "failed"; readonly message: string }
  /** Names that the probe takes and no cell has declared. */
  | { readonly outcome: "missing"; readonly names: readonly string[] }
  | { readonly outcome: "timed out"; readonly message: string; readonly alive: boolean }
  | { readonly outcome: "crashed"; readonly message: string }
);

/** What was measured when it became ready. */
export interface Readiness {
  readonly engine: string;
  /** Seconds from its start. */
  readonly wall: number;
  /** Seconds of processor time it took. */
  readonly processor: number;
}

export interface Sandbox {
  readonly isolation: IsolationLevel;
  /** Limits that could not be set here, in words. */
  readonly unlimited: readonly string[];
  readonly ready: Readiness;
  /** @param quiet the timers that it leaves over are stopped */
  readonly runCell: (cell: CompiledCell, seconds: number, quiet?: boolean) => Promise<Run>;
  readonly probe: (probe: ProbeRequest, seconds: number, quiet?: boolean) => Promise<Run>;
  /** The ids of its processes that are alive, where they can be seen. */
  readonly processes: () => number[];
  /** Done when none of its processes is left. */
  readonly close: () => Promise<void>;
}

// It stops itself in time, unless it holds its thread after an await; then it is killed so much later.
const grace = 1;

/** The words are ours: what the process says cannot put others into a report. */
const changeable = ["the kernels and gradients", "the backend", "the profiling"] as const;
const namesLike = (form: RegExp) => z.array(z.string().max(80).regex(form)).max(1000);
const aside = {
  restless: z.boolean(),
  changed: z.array(z.enum(changeable)).max(5),
  calls: z
    .object({
      names: namesLike(/^\w+$/),
      parts: namesLike(/^[\w/-]+$/),
      operations: namesLike(/^[\w.]+$/),
    })
    .optional(),
};
const ran = z.discriminatedUnion("outcome", [
  z.object({ ...aside, outcome: z.literal("done"), values: z.unknown() }),
  z.object({ ...aside, outcome: z.literal("failed"), message: z.string() }),
  z.object({ ...aside, outcome: z.literal("missing"), names: z.array(z.string()) }),
  z.object({ ...aside, outcome: z.literal("timed out") }),
]);
const started = z.object({ engine: z.string(), processor: z.number() });

/** The sandbox's program. */
export function sandboxProgram(options: SandboxOptions): Program {
  const limits = limitsWith(options.limits);
  return {
    libraryRoot: options.libraryRoot,
    script: "dist/grader/sandbox/runner.js",
    environment: {},
    limits,
  };
}

/**
 * Start one and wait until the library is loaded and its engine runs.
 * @throws Error the isolation asked for is not to be had, or it did not become ready: with the reason
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const program = sandboxProgram(options);
  const begun = performance.now();
  const wall = openWall(program, options.isolation);
  const launched = wall.launch(program);
  const channel = openChannel(launched, program.limits, { sealed: true });
  const { output, start } = program.limits;
  const answer = await channel.ask("start", { engine: options.engine ?? "wasm", output }, start);
  const state = answer.state === "answered" ? started.safeParse(answer.value) : undefined;
  if (!state?.success) {
    await channel.close();
    throw new Error(`A sandbox (${wall.level}) did not start: ${startProblem(answer)}`);
  }
  const unlimited = launched.ready();

  async function ask(kind: string, value: object, seconds: number): Promise<Run> {
    const spent = await channel.ask(kind, { ...value, seconds }, seconds + grace);
    return runOf(spent, seconds);
  }

  return {
    isolation: wall.level,
    unlimited,
    ready: { ...state.data, wall: (performance.now() - begun) / 1000 },
    runCell: (cell, seconds, quiet = false) => ask("cell", { cell, quiet }, seconds),
    probe: (probe, seconds, quiet = false) => ask("probe", { probe, quiet }, seconds),
    processes: () => familyOf(launched.family, listProcesses()).map(({ pid }) => pid),
    close: channel.close,
  };
}

function startProblem(answer: Answer): string {
  const said = "message" in answer ? answer.message : answer.state;
  return [said, answer.printed.trim()].filter(Boolean).join("\n");
}

function runOf(answer: Answer, seconds: number): Run {
  const { printed } = answer;
  const late = `It took longer than ${seconds} s`;
  if (answer.state === "late")
    return { outcome: "timed out", message: late, alive: false, printed };
  if (answer.state === "ended") return { outcome: "crashed", message: answer.message, printed };
  if (answer.state === "refused") return { outcome: "failed", message: answer.message, printed };
  const said = ran.safeParse(answer.value);
  if (!said.success) {
    return { outcome: "failed", message: "Its answer is not one of the sandbox's own", printed };
  }
  const run = said.data;
  if (run.outcome === "timed out") return { ...run, message: late, alive: true, printed };
  if (run.outcome === "failed") return { ...run, message: run.message.slice(0, 2000), printed };
  if (run.outcome === "done") return { ...run, values: run.values, printed };
  return { ...run, printed };
}
