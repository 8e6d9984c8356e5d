/**
 * `clinic run`: execute the course's notebooks and collect what they claim.
 *
 * A notebook whose dependencies have not changed is not executed again. One that was cut off carries on
 * at the experiment's seed it had reached (see evidence/seeds.ts). Files appear whole or not at all.
 */
import fs from "node:fs";
import path from "node:path";
import type { INotebookContent } from "@jupyterlab/nbformat";
import type { BudgetName } from "../evidence/budget";
import { writeWhole } from "../files";
import { buildNotebook, courseMetadata, toSource, type RunRecord } from "./convert";
import { fingerprint, freshNotebook, retold, runRecord } from "./freshness";
import type { KernelHost } from "./hosts/host";
import type { Library } from "./library-parts";
import { normaliseNotebook } from "./normalise";
import { formatNotebook } from "./format-notebook";
import { readNotebookText, readSource } from "./notebook";
import { isNotebookFile, STATE, type Lesson } from "./paths";
import { claimsOf, type LessonResult } from "./results";
import { runNotebook } from "./run/runner";
import type { RunEvent, RunOutcome } from "./run/runner";

/** How to run a lesson. */
export interface LessonOptions {
  host: KernelHost;
  budget: BudgetName;
  /** the first of the seeds that `seedList` gives */
  firstSeed: number;
  /** "wasm 4.22.0": what the kernel is expected to compute with */
  engine: string;
  /** the built library, the same for every lesson of a run */
  library: Library;
  /** forces that engine in the kernel */
  engineName?: string;
  /** forces where compiled steps run in the kernel */
  compiledName?: string;
  /** folder of the executed notebooks */
  out: string;
  /** execute even when nothing has changed */
  again: boolean;
  cellTimeoutMs: number;
  notebookTimeoutMs?: number;
  signal: AbortSignal;
  onEvent: (prepared: PreparedLesson, event: RunEvent) => void;
}

/** A lesson ready to run: its notebook without outputs, and what its results depend on. */
export interface PreparedLesson {
  lesson: Lesson;
  /** what the progress calls it: its name, and the seeds when they are not those of the course */
  label: string;
  notebook: INotebookContent;
  fingerprint: string;
  /** the executed notebook, as it is told now, when an earlier run can be taken over */
  fresh: INotebookContent | undefined;
}

/** Read a lesson's source and see whether it must be executed. */
export function prepareLesson(lesson: Lesson, options: LessonOptions): PreparedLesson {
  const notebook = readLesson(lesson.source);
  const { budget, firstSeed, engine } = options;
  const { cells } = toSource(notebook);
  const library = options.library.of(cells);
  const printOf = (each: string): string =>
    fingerprint({ cells, library, engine, budget: each, firstSeed });
  const enough = options.again ? [] : budgetsEnough(budget).map(printOf);
  const earlier = freshNotebook(executedFile(lesson, options.out), enough);
  return {
    lesson,
    label: firstSeed === 1 ? lesson.name : `${lesson.name} (seeds from ${firstSeed})`,
    notebook,
    fingerprint: printOf(budget),
    fresh: earlier && retold(notebook, earlier),
  };
}

/** A quick result never stands for a proved one; a proved one is better than the quick one that was asked for. */
function budgetsEnough(budget: BudgetName): BudgetName[] {
  return budget === "quick" ? ["quick", "full"] : [budget];
}

function readLesson(file: string): INotebookContent {
  if (isNotebookFile(file)) return readNotebookText(file).notebook;
  return buildNotebook(readSource(file), path.basename(file));
}

/** Where a lesson's executed notebook is written. */
export function executedFile(lesson: Lesson, out: string): string {
  return path.join(out, `${lesson.name}.ipynb`);
}

/** Execute one lesson (or take its earlier run over), write its notebook, and say what it came to. */
export async function runLesson(
  prepared: PreparedLesson,
  options: LessonOptions,
): Promise<LessonResult> {
  const { lesson, fresh } = prepared;
  const base = { notebook: lesson.name, budget: options.budget, engine: options.engine };
  const file = executedFile(lesson, options.out);
  if (fresh) {
    writeIfNew(file, formatNotebook(fresh));
    const { budget = options.budget, seconds = 0 } = runRecord(fresh) ?? {};
    return {
      ...base,
      budget,
      seconds,
      fresh: true,
      claims: claimsOf(fresh),
    };
  }
  const resume = resumeFolder(prepared, options);
  const outcome = await runNotebook(prepared.notebook, {
    host: options.host,
    folder: lesson.folder,
    name: lesson.name,
    kernelName: prepared.notebook.metadata.kernelspec?.name,
    cellTimeoutMs: options.cellTimeoutMs,
    notebookTimeoutMs: options.notebookTimeoutMs,
    prelude: setEnvironment(options, resume),
    signal: options.signal,
    onEvent: (event) => {
      options.onEvent(prepared, event);
    },
  });
  const executed = record(outcome, prepared, options);
  writeWhole(file, formatNotebook(executed));
  if (!outcome.error) fs.rmSync(resume, { recursive: true, force: true });
  const error = outcome.error?.message;
  const claims = claimsOf(executed);
  return {
    ...base,
    seconds: outcome.seconds,
    fresh: false,
    claims,
    ...(error !== undefined && { error }),
  };
}

function writeIfNew(file: string, text: string): void {
  if (fs.readFileSync(file, "utf8") !== text) writeWhole(file, text);
}

/** Characters of the fingerprint behind a run's name; "lab" is no beginning of "lab-2". */
const RESUME_HASH = 16;

/**
 * Seeds already done by a run of exactly this notebook that was cut off. Those of other versions are deleted; those of
 * another budget and of other seeds stay, for that run may go on later.
 */
function resumeFolder(
  { lesson, fingerprint: print }: PreparedLesson,
  { again, budget, firstSeed }: LessonOptions,
): string {
  const all = path.join(STATE, "resume");
  const run = `${lesson.name}-${budget}-${firstSeed}`;
  const own = `${run}-${print.slice(0, RESUME_HASH)}`;
  const stale = (name: string): boolean =>
    name.slice(0, -RESUME_HASH - 1) === run && (again || name !== own);
  for (const name of fs.existsSync(all) ? fs.readdirSync(all) : []) {
    if (stale(name)) fs.rmSync(path.join(all, name), { recursive: true, force: true });
  }
  return path.join(all, own);
}

/** The cell that runs unseen before the first one; a remote kernel does not share our environment or disk. */
function setEnvironment(
  { host, budget, firstSeed, engineName, compiledName }: LessonOptions,
  resume: string,
): string {
  const variables = {
    CLINIC_BUDGET: budget,
    CLINIC_FIRST_SEED: String(firstSeed),
    ...(host.name !== "remote" && { CLINIC_RESUME_DIR: resume }),
    ...(engineName && { CLINIC_ENGINE: engineName }),
    ...(compiledName && { CLINIC_COMPILED: compiledName }),
  };
  return `Object.assign(process.env, ${JSON.stringify(variables)});`;
}

function record(
  outcome: RunOutcome,
  prepared: PreparedLesson,
  options: LessonOptions,
): INotebookContent {
  const notebook = normaliseNotebook(outcome.notebook);
  const run: RunRecord = {
    fingerprint: prepared.fingerprint,
    budget: options.budget,
    engine: options.engine,
    complete: outcome.error === undefined,
    seconds: Math.round(outcome.seconds * 10) / 10,
  };
  notebook.metadata.gan_clinic = { ...courseMetadata(notebook), run } as never;
  return notebook;
}
