/**
 * `clinic prove --replicate N`: every claim on N fresh sets of seeds. What is executed is kept by set, so the same
 * command carries on after it was stopped, and one with more sets or more notebooks executes only what is new.
 */
import path from "node:path";
import { SEEDS_OF_SET } from "../../evidence/seeds";
import { writeWhole } from "../../files";
import { earlierNames } from "../lesson-names";
import { openFolder } from "../open-folder";
import { NOTEBOOKS, selectLessons, STATE, type Lesson } from "../paths";
import type { LessonResult } from "../results";
import { prepareLesson } from "../run-course";
import {
  runJobs,
  withSession,
  type Job,
  type RunSession,
  type SessionOptions,
} from "../run-session";
import {
  claimLine,
  replicationOf,
  replicationsMarkdown,
  summaryLines,
  type SetResult,
} from "./replications";
import {
  earlierUses,
  readRegister,
  registerRun,
  REGISTER,
  type SeedRegister,
} from "./seed-register";

/** The options of `clinic prove --replicate`. */
export interface ReplicateOptions extends SessionOptions {
  /** how many sets */
  sets: number;
  /**
   * the number of the first: set k has the seeds from 100 k + 1 on, the committed runs are set 0. Left out, it is the
   * first one from which on no set was used before in these notebooks
   */
  firstSet?: number;
  /** where executed notebooks and the table go */
  out?: string;
}

/**
 * Execute notebooks on fresh sets of seeds, and count in how many of them each claim holds.
 * @returns the exit code: 0 when every notebook ran, however its claims came out; 130 after Ctrl-C, else 1
 */
export async function replicateCommand(
  wishes: string[],
  options: ReplicateOptions,
): Promise<number> {
  const out = path.resolve(options.out ?? path.join(STATE, "replications"));
  const { budget, firstSet = 1 } = options;
  openFolder(out); // before anything is executed
  const register = readRegister();
  return withSession(options, async (session) => {
    const named = earlierNames(folderOf(out, budget, seedOf(firstSet)));
    const lessons = selectLessons(wishes, named);
    const planned = plan(lessons, { ...options, out, session, register });
    const results: SetResult[] = [];
    await runJobs(session, planned.jobs, (job, result) => {
      results.push({ firstSeed: job.options.firstSeed, result });
      if (result.error === undefined) keepUse(job, result);
    });
    session.progress.close();
    if (session.base.signal.aborted) {
      process.stderr.write("Stopped. Run the same command again: it carries on where it was.\n");
      return 130;
    }
    const names = lessons.map(({ name }) => name);
    return finish(results, { out, session, names, firstSeeds: planned.firstSeeds });
  });
}

const seedOf = (set: number): number => set * SEEDS_OF_SET + 1;
const folderOf = (out: string, budget: string, firstSeed: number): string =>
  path.join(out, `${budget}-${firstSeed}`);

interface Plan {
  firstSeeds: number[];
  jobs: Job[];
}

/** Which notebooks on which seeds. */
function plan(
  lessons: readonly Lesson[],
  context: ReplicateOptions & { out: string; session: RunSession; register: SeedRegister },
): Plan {
  const { out, session, register, budget, sets, firstSet } = context;
  const jobsOf = (firstSeed: number): Job[] =>
    lessons.map((lesson) => {
      const options = { ...session.base, firstSeed, out: folderOf(out, budget, firstSeed) };
      return { prepared: prepareLesson(lesson, options), options };
    });
  const usesOf = (set: number): string[] =>
    budget === "smoke" ? [] : earlierUses(register, seedOf(set), printsOf(jobsOf(seedOf(set))));
  const from = firstSet ?? firstUnused(sets, usesOf);
  const wanted = Array.from({ length: sets }, (_, at) => from + at);
  warnOfUsed(wanted.flatMap(usesOf));
  const firstSeeds = wanted.map(seedOf);
  for (const seed of firstSeeds) openFolder(folderOf(out, budget, seed));
  return { firstSeeds, jobs: firstSeeds.flatMap(jobsOf) };
}

/** The fingerprints of what the register knows: the course's own notebooks. */
function printsOf(jobs: readonly Job[]): Map<string, string> {
  const own = jobs.filter(({ prepared }) => prepared.lesson.folder === NOTEBOOKS);
  return new Map(own.map(({ prepared }) => [prepared.lesson.name, prepared.fingerprint]));
}

/** The first set from which on so many were never used. */
function firstUnused(sets: number, usesOf: (set: number) => readonly string[]): number {
  let free = 0;
  let set = 1;
  for (; free < sets; set++) free = usesOf(set).length === 0 ? free + 1 : 0;
  return set - sets;
}

/** Keep that a notebook of the course has seen these seeds; a smoke run sees nothing of them. */
function keepUse({ prepared, options }: Job, { claims }: LessonResult): void {
  const { lesson, fingerprint } = prepared;
  const { firstSeed, budget, library } = options;
  if (lesson.folder !== NOTEBOOKS || budget === "smoke") return;
  const held = claims.filter((claim) => claim.held).length;
  const run = { firstSeed, budget, library: library.whole, fingerprint, notebook: lesson.name };
  registerRun({ ...run, held, of: claims.length });
}

/** Seeds on which a bound was chosen, or that were looked at before, are not fresh. */
function warnOfUsed(uses: readonly string[]): void {
  if (uses.length === 0) return;
  process.stderr.write(
    `Not fresh, as ${path.relative(process.cwd(), REGISTER) || REGISTER} says:\n` +
      [...new Set(uses)].map((use) => `  ${use}\n`).join("") +
      "Without --first-set, seeds are taken that were never used.\n\n",
  );
}

function finish(
  results: readonly SetResult[],
  context: {
    out: string;
    session: RunSession;
    names: readonly string[];
    firstSeeds: readonly number[];
  },
): number {
  const { out, session, names, firstSeeds } = context;
  const { budget, engine } = session.base;
  const library = session.base.library.whole;
  const replication = replicationOf(results, { budget, engine, library, names, firstSeeds });
  const table = path.join(out, "replications.md");
  writeWhole(path.join(out, "replications.json"), `${JSON.stringify(replication, null, 2)}\n`);
  writeWhole(table, replicationsMarkdown(replication));
  for (const claim of replication.claims) console.log(claimLine(claim));
  console.log(`\n${summaryLines(replication).join("\n")}`);
  for (const { notebook, firstSeed, error } of replication.failures) {
    console.log(`\n${notebook}, seeds from ${firstSeed}:\n${error}`);
  }
  const shown = path.relative(process.cwd(), out) || out;
  console.log(
    `\nThe table is ${path.join(shown, "replications.md")}; executed notebooks lie beside it`,
  );
  return replication.failures.length > 0 ? 1 : 0;
}
