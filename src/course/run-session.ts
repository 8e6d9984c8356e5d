/** What every command that executes notebooks needs: a host, an engine, progress, and a way to stop. */
import fs from "node:fs";
import type { BudgetName } from "../evidence/budget";
import { findEngine, type EngineName } from "../runtime/engine";
import { compiledReport, type CompiledEngine } from "../runtime/onnx";
import { readLibrary } from "./library-parts";
import type { KernelHost } from "./hosts/host";
import { keepNames } from "./lesson-names";
import { LiveProgress } from "./live-progress";
import { openHost } from "./open-host";
import { DIST, NOTEBOOKS, PACKAGE_LOCK } from "./paths";
import type { LessonResult } from "./results";
import { runLesson, type LessonOptions, type PreparedLesson } from "./run-course";

/** How notebooks are executed, as the command line says it. */
export interface SessionOptions {
  budget: BudgetName;
  fresh?: boolean;
  host: "embedded" | "local";
  /** a Jupyter server's address; then `host` does not count */
  server?: string;
  token?: string;
  engine?: EngineName;
  /** where compiled steps run */
  compiled?: CompiledEngine;
  /** notebooks side by side */
  parallel: number;
  /** seconds */
  cellTimeout: number;
  /** seconds; none unless given */
  notebookTimeout?: number;
}

/** What is the same for all notebooks of a command. */
export interface RunSession {
  base: Omit<LessonOptions, "out" | "firstSeed">;
  progress: LiveProgress;
  parallel: number;
}

/** A notebook that is to be executed: its place in the progress is its own, so each is run once. */
export interface Job {
  prepared: PreparedLesson;
  options: LessonOptions;
}

/** Open what is needed, do the work, and close it, however that ends. */
export async function withSession<T>(
  options: SessionOptions,
  work: (session: RunSession) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const release = stopOnSignals(stop);
  const host = await openHost(options);
  const progress = await LiveProgress.open(options.budget, options.parallel);
  try {
    const { notebookTimeout } = options;
    const base: RunSession["base"] = {
      host,
      budget: options.budget,
      engine: await engineLabel(host, options),
      engineName: options.engine,
      compiledName: options.compiled,
      library: readLibrary(DIST, PACKAGE_LOCK),
      again: options.fresh === true,
      cellTimeoutMs: options.cellTimeout * 1000,
      notebookTimeoutMs: notebookTimeout === undefined ? undefined : notebookTimeout * 1000,
      signal: stop.signal,
      onEvent: progress.onEvent,
    };
    return await work({ base, progress, parallel: options.parallel });
  } finally {
    progress.close();
    await host.dispose();
    release();
  }
}

/**
 * Execute notebooks, so many at a time; those that are not begun when the command is stopped are left out.
 * @param onResult told of each as it is finished
 * @returns the results in the order of the jobs
 */
export async function runJobs(
  { base, progress, parallel }: RunSession,
  jobs: readonly Job[],
  onResult: (job: Job, result: LessonResult) => void = () => undefined,
): Promise<LessonResult[]> {
  const results = new Map<Job, LessonResult>();
  const waiting = [...jobs];
  progress.expect(jobs.map(({ prepared }) => prepared));
  const next = async (job: Job): Promise<void> => {
    const { prepared, options } = job;
    if (!prepared.fresh) progress.begin(prepared);
    const result = await runLesson(prepared, options);
    // only now that the notebook is there: a name without one is nobody's
    const { lesson } = prepared;
    if (lesson.folder !== NOTEBOOKS) keepNames(options.out, { [lesson.name]: lesson.source });
    if (!base.signal.aborted) onResult(job, result);
    progress.end(prepared, result);
    results.set(job, result);
  };
  const worker = async (): Promise<void> => {
    for (let each = waiting.shift(); each && !base.signal.aborted; each = waiting.shift())
      await next(each);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return jobs.flatMap((job) => results.get(job) ?? []);
}

/** Ctrl-C once: stop, clean up, say what is kept. Twice: leave at once (kernels die with their parent). */
function stopOnSignals(stop: AbortController): () => void {
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping the kernel ...\n");
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return () => {
    process.removeListener("SIGINT", onSignal);
    process.removeListener("SIGTERM", onSignal);
  };
}

/** "wasm 4.22.0, steps in onnxruntime-node 1.30.0 on cpu": what a kernel on this machine will compute with. */
async function engineLabel(
  host: KernelHost,
  { engine: forced, compiled }: Pick<SessionOptions, "engine" | "compiled">,
): Promise<string> {
  if (host.name === "remote") return forced ?? "the server's engine";
  const steps = compiledReport(compiled);
  if (compiled !== undefined && compiled !== "off" && !steps.usable) {
    throw new Error(`--compiled ${compiled}: ${steps.text} ${steps.remedy}`);
  }
  const eager = await eagerLabel(forced);
  return steps.usable ? `${eager}, steps in ${steps.text}` : `${eager}, steps not compiled`;
}

async function eagerLabel(forced: EngineName | undefined): Promise<string> {
  const engine = await findEngine(forced);
  if (!engine.usable) {
    throw new Error(
      `The engine "${engine.name}" does not work here: ${engine.why}. Run: npx clinic doctor`,
    );
  }
  const manifest = require.resolve(`${engine.package}/package.json`);
  return `${engine.name} ${(JSON.parse(fs.readFileSync(manifest, "utf8")) as { version: string }).version}`;
}
