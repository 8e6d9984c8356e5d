/** `clinic run`: options → host, lessons one by one or side by side, progress, results table, exit code. */
import fs from "node:fs";
import path from "node:path";
import { writeWhole } from "../files";
import { openFolder } from "./open-folder";
import { findEngine, type EngineName } from "../runtime/engine";
import { compiledReport, type CompiledEngine } from "../runtime/onnx";
import { notebookFile } from "./build";
import { courseMetadata, isEditedByHand } from "./convert";
import { hashLibrary } from "./hash";
import type { KernelHost } from "./hosts/host";
import { openHost } from "./open-host";
import { formatNotebook, readNotebook } from "./notebook";
import { earlierNames, keepNames } from "./lesson-names";
import { DIST, listLessons, NOTEBOOKS, PACKAGE_LOCK, selectLessons, type Lesson } from "./paths";
import { LiveProgress } from "./live-progress";
import { updateReadme } from "./readme";
import { hasFailed, summary, writeResults, type LessonResult } from "./results";
import {
  executedFile,
  prepareLesson,
  runLesson,
  type LessonOptions,
  type PreparedLesson,
} from "./run-course";
import { claimText } from "../evidence/claim-view";

/** The options of `clinic run`, as the command line gives them. */
export interface RunCommandOptions {
  budget: "full" | "smoke";
  /** the first of the seeds that `seedList` gives */
  firstSeed: number;
  out: string;
  fresh?: boolean;
  host: "embedded" | "local";
  /** a Jupyter server's address; then `host` does not count */
  server?: string;
  token?: string;
  engine?: EngineName;
  /** where compiled steps run */
  compiled?: CompiledEngine;
  parallel: number;
  /** seconds */
  cellTimeout: number;
  /** seconds; none unless given */
  notebookTimeout?: number;
  /** also write the executed notebooks into notebooks/ */
  update?: boolean;
}

/**
 * Run what was asked for.
 * @returns the exit code: 0 when every cell ran and every enforced claim held, 130 after Ctrl-C, else 1
 */
export async function runCommand(wishes: string[], options: RunCommandOptions): Promise<number> {
  const out = path.resolve(options.out);
  const lessons = selectLessons(wishes, earlierNames(out));
  if (options.update && options.firstSeed !== 1) {
    throw new RangeError(
      `--update wants the seeds from 1 on; found --first-seed ${options.firstSeed}. Leave one of the two out`,
    );
  }
  openFolder(out); // before anything is executed
  refuseOverwriting(lessons, out);
  const stop = new AbortController();
  const release = stopOnSignals(stop);
  const host = await openHost(options);
  const progress = await LiveProgress.open(options.budget);
  try {
    const base: Omit<LessonOptions, "onEvent"> = {
      host,
      budget: options.budget,
      firstSeed: options.firstSeed,
      engine: await engineLabel(host, options),
      engineName: options.engine,
      compiledName: options.compiled,
      library: hashLibrary(DIST, PACKAGE_LOCK),
      out,
      again: options.fresh === true,
      cellTimeoutMs: options.cellTimeout * 1000,
      notebookTimeoutMs:
        options.notebookTimeout === undefined ? undefined : options.notebookTimeout * 1000,
      signal: stop.signal,
    };
    const lessonOptions = { ...base, onEvent: progress.onEvent };
    const results = await runAll(lessons, lessonOptions, options.parallel, progress);
    progress.close();
    const earlier = await stillTrue(lessons, lessonOptions);
    return finish(lessons, [results, earlier], out, options, stop.signal.aborted);
  } finally {
    progress.close();
    await host.dispose();
    release();
  }
}

/** What is executed is written beside what it was made of, never over it. */
function refuseOverwriting(lessons: readonly Lesson[], out: string): void {
  const real = (file: string): string | undefined =>
    fs.existsSync(file) ? fs.realpathSync.native(file) : undefined;
  for (const lesson of lessons) {
    const file = real(executedFile(lesson, out));
    const kept = [notebookFile(lesson), ...lessons.map(({ source }) => source)].map(real);
    if (file === undefined || !kept.includes(file)) continue;
    throw new RangeError(
      `--out ${out}: ${path.basename(file)} would be written over the notebook that is there; wanted another folder. ` +
        "Give one with --out; executed notebooks come into notebooks/ by --update",
    );
  }
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
  { engine: forced, compiled }: Pick<RunCommandOptions, "engine" | "compiled">,
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

async function runAll(
  lessons: Lesson[],
  options: LessonOptions,
  parallel: number,
  progress: LiveProgress,
): Promise<LessonResult[]> {
  const results = new Map<string, LessonResult>();
  const waiting = lessons.map((lesson) => prepareLesson(lesson, options));
  const next = async (prepared: PreparedLesson): Promise<void> => {
    const { lesson } = prepared;
    if (!prepared.fresh) progress.begin(prepared);
    const result = await runLesson(prepared, options);
    // only now that the notebook is there: a name without one is nobody's
    if (lesson.folder !== NOTEBOOKS) keepNames(options.out, { [lesson.name]: lesson.source });
    progress.end(result);
    results.set(lesson.name, result);
  };
  const worker = async (): Promise<void> => {
    for (let each = waiting.shift(); each && !options.signal.aborted; each = waiting.shift())
      await next(each);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return lessons.flatMap(({ name }) => results.get(name) ?? []);
}

/** Results of notebooks that were not asked for this time but whose earlier run still stands. */
async function stillTrue(lessons: Lesson[], options: LessonOptions): Promise<LessonResult[]> {
  const others = listLessons().filter(({ name }) => !lessons.some((asked) => asked.name === name));
  const prepared = others.map((lesson) => prepareLesson(lesson, { ...options, again: false }));
  return Promise.all(prepared.filter(({ fresh }) => fresh).map((each) => runLesson(each, options)));
}

function finish(
  lessons: Lesson[],
  [results, earlier]: [LessonResult[], LessonResult[]],
  out: string,
  options: RunCommandOptions,
  stopped: boolean,
): number {
  if (stopped) {
    process.stderr.write("Stopped. Run the same command again: it carries on where it was.\n");
    return 130;
  }
  const all = [...results, ...earlier].sort((a, b) => (a.notebook < b.notebook ? -1 : 1));
  const table = writeResults(out, all);
  const failed = results.some(hasFailed);
  if (options.update && !failed) update(lessons, out);
  report(results, path.relative(process.cwd(), table) || table);
  return failed ? 1 : 0;
}

function report(results: LessonResult[], table: string): void {
  for (const result of results) {
    console.log(`\n${summary(result).slice(2)}`);
    for (const claim of result.claims) console.log(`  ${claimText(claim)}`);
    if (result.error !== undefined) console.log(`\n${result.error}`);
  }
  console.log(
    `\nExecuted notebooks and the results table are in ${path.dirname(table)}; the table is ${table}`,
  );
}

/** Put the executed notebooks where a learner opens them; notebooks that somebody edited stay. */
function update(lessons: Lesson[], out: string): void {
  for (const lesson of lessons) {
    const file = notebookFile(lesson);
    if (fs.existsSync(file) && isEditedByHand(readNotebook(file))) {
      process.stderr.write(
        `${file} was edited by hand and stays. Run: npx clinic pull ${lesson.name}\n`,
      );
      continue;
    }
    const notebook = readNotebook(executedFile(lesson, out));
    const metadata = courseMetadata(notebook);
    delete metadata.run?.seconds;
    notebook.metadata.gan_clinic = metadata as never;
    writeWhole(file, formatNotebook(notebook));
  }
  updateReadme();
}
