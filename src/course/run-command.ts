/** `clinic run` and `clinic prove`: options → host, notebooks one by one or side by side, results table, exit code. */
import fs from "node:fs";
import path from "node:path";
import { claimText } from "../evidence/claim-view";
import { writeWhole } from "../files";
import { notebookFile } from "./build";
import { courseMetadata, isEditedByHand } from "./convert";
import { earlierNames } from "./lesson-names";
import { formatNotebook } from "./format-notebook";
import { readNotebook } from "./notebook";
import { openFolder } from "./open-folder";
import { listLessons, NOTEBOOKS, selectLessons, type Lesson } from "./paths";
import { committedResults, updateReadme } from "./readme";
import { hasFailed, isBroken, summary, writeResults, type LessonResult } from "./results";
import { executedFile, prepareLesson, runLesson, type LessonOptions } from "./run-course";
import { runJobs, withSession, type SessionOptions } from "./run-session";

/** The options of `clinic run`, as the command line gives them. */
export interface RunCommandOptions extends SessionOptions {
  /** the first of the seeds that `seedList` gives */
  firstSeed: number;
  out: string;
  /** also write the executed notebooks into notebooks/ */
  update?: boolean;
}

/**
 * Run what was asked for.
 * @returns the exit code: 0 when every cell ran and every enforced claim held, 130 after Ctrl-C, else 1
 * @throws RangeError `update` with other seeds or another budget than those of what is committed
 */
export async function runCommand(wishes: string[], options: RunCommandOptions): Promise<number> {
  const out = path.resolve(options.out);
  if (options.update) refuseUpdate(options);
  const lessons = selectLessons(wishes, earlierNames(out));
  openFolder(out); // before anything is executed
  refuseOverwriting(lessons, out);
  return withSession(options, async (session) => {
    const { base, progress } = session;
    const lessonOptions = { ...base, out, firstSeed: options.firstSeed };
    const jobs = lessons.map((lesson) => ({
      prepared: prepareLesson(lesson, lessonOptions),
      options: lessonOptions,
    }));
    const results = await runJobs(session, jobs);
    progress.close();
    const earlier = await stillTrue(lessons, lessonOptions);
    return finish(lessons, [results, earlier], out, options, base.signal.aborted);
  });
}

/** What is committed is what proves: full budget, seeds from 1 on. */
function refuseUpdate({ firstSeed, budget }: RunCommandOptions): void {
  if (firstSeed !== 1) {
    throw new RangeError(
      `--update wants the seeds from 1 on; found --first-seed ${firstSeed}. Leave one of the two out`,
    );
  }
  if (budget !== "full") {
    throw new RangeError(
      `--update wants the full budget, under which claims are proved; found ${budget}. Run: npm run prove -- --update`,
    );
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
  if (!failed && results.some(({ budget }) => budget === "quick")) tellProofs(lessons);
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

/** What a quick run does not do, and who does. */
function tellProofs(lessons: readonly Lesson[]): void {
  const names = lessons.filter(({ folder }) => folder === NOTEBOOKS).map(({ name }) => name);
  const claims = committedResults(names).flatMap((result) => result.claims);
  const held = claims.filter((claim) => claim.enforced && !isBroken(claim)).length;
  const proofs =
    claims.length === 0
      ? ""
      : ` In the proved runs, which notebooks/ holds, ${held} of these notebooks' ${claims.length} claims held.`;
  console.log(
    `A quick run reports its claims and judges none.${proofs} To prove them here: npm run prove`,
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
