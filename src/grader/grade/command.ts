/** What `clinic grade` prints and returns. */
import fs from "node:fs";
import path from "node:path";
import { openCount, type CountProgress } from "../../course/count-progress";
import { ROOT } from "../../course/paths";
import type { IsolationLevel } from "../contract";
import { selectLabs } from "../lab/places";
import { formatGithubResults } from "../report/github";
import { formatReportText } from "../report/text";
import { gradeClass } from "./class";
import { defaultWorkers, openGrader } from "./grader";
import { readLab } from "./lab";
import { cleanNames } from "../report/clean";
import { manualRemarks } from "./manual";
import { readManualGrades } from "./read-manual";
import { MANUAL_FILE, writeOutputs } from "./outputs";
import { StoppedError, stopOnSignals } from "./stop";

export interface GradeCommandOptions {
  readonly lab: string;
  readonly out?: string;
  readonly workers?: number;
  /** Exactly this one. */
  readonly wall?: IsolationLevel;
  readonly require?: IsolationLevel;
  readonly fresh?: boolean;
  readonly due?: string;
  readonly github?: boolean;
  /** Longest time of one cell, in seconds. */
  readonly cellTimeout?: number;
  /** Longest time of one notebook, in seconds. */
  readonly notebookTimeout?: number;
  /** MiB of one submission. */
  readonly memory?: number;
}

/**
 * @param root the folder that holds `solutions` and `labs`
 * @returns the exit code: 0 when every submission has its report; 1 when some could not be graded on this machine
 * @throws Error no such lab or submission, or the isolation that is required is not to be had
 */
export async function gradeCommand(
  paths: readonly string[],
  options: GradeCommandOptions,
  root = ROOT,
): Promise<number> {
  const [place] = selectLabs([options.lab], root);
  const lab = readLab(place);
  const out = path.resolve(options.out ?? path.join("grades", place.name));
  const manual = readManualGrades(path.join(out, MANUAL_FILE), lab.manifest.tasks);
  const { workers = defaultWorkers(), wall, require, memory } = options;
  const { cellTimeout: cell, notebookTimeout: notebook } = options;
  const settings = {
    workers,
    ...(wall && { isolation: wall }),
    ...(require && { require }),
    secrets: [path.dirname(place.solutions)],
    session: { ...(cell !== undefined && { cell }), ...(notebook !== undefined && { notebook }) },
    ...(memory !== undefined && { limits: { memory } }),
  };
  if (options.github) githubOutput();
  const grader = openGrader(lab, settings);
  const ready = count();
  let skipped: readonly string[] = [];
  const stops = stopOnSignals();
  try {
    const graded = await gradeClass(paths, lab, grader, {
      ...settings,
      kept: path.join(out, ".kept"),
      fresh: options.fresh === true,
      signal: stops.signal,
      onCollected: (total, nobodys) => {
        if (options.github && total !== 1) {
          throw new RangeError(`--github: found ${total} submissions, wanted one`);
        }
        skipped = nobodys;
        ready.open(total);
      },
      onGraded: ({ report }) => {
        ready.step(report.submission);
      },
    });
    await ready.close();
    stops.signal.throwIfAborted();
    if (!graded.some(({ broken, submission }) => !broken && submission)) {
      const reason = graded.find(({ broken }) => broken)?.report.error;
      if (reason !== undefined) {
        throw new Error(`${reason}\nNo submission was graded, and no file was changed in ${out}`);
      }
    }
    const gradebook = options.due === undefined ? {} : { dueDate: options.due };
    const { reports, summary, left, unwritten } = writeOutputs(graded, lab, out, manual, gradebook);
    console.log(reports.length === 1 ? formatReportText(reports[0]) : summary);
    const kept = graded.filter((each) => each.kept).length;
    const before = kept === 0 ? "" : `, ${kept} of them unchanged since the last run`;
    console.log(
      `${reports.length} graded behind: ${grader.isolation}${before}. Everything is in ${path.relative(".", out) || "."}`,
    );
    if (skipped.length > 0) {
      console.log(`Not looked at, as nobody's submission: ${cleanNames(skipped)}`);
    }
    if (left.length > 0) {
      console.log(
        `Left in ${path.join(path.relative(".", out), "students")} by an earlier run, and not of this one: ${cleanNames(left)}`,
      );
    }
    for (const line of unwritten) console.log(`Not written: ${line}`);
    for (const line of manualRemarks(graded, manual)) console.log(`${MANUAL_FILE}: ${line}`);
    if (options.github) tellGithub(reports.map(formatGithubResults));
    return unwritten.length > 0 || graded.some(({ broken }) => broken) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    await ready.close();
    process.stderr.write(
      `Stopped. No report was written. What is graded is kept: give the same command again, and it goes on from there.\n`,
    );
    return error.exitCode;
  } finally {
    await ready.close();
    await grader.close();
    stops.release();
  }
}

/** The line of progress; how many there are is known only later. */
function count(): {
  open: (total: number) => void;
  step: (name: string) => void;
  close: () => Promise<void>;
} {
  let progress: Promise<CountProgress> | undefined;
  return {
    open(total) {
      progress = openCount("graded", total);
    },
    step(name) {
      void progress?.then((line) => {
        line.step(name);
      });
    },
    async close() {
      (await progress)?.close();
      progress = undefined;
    },
  };
}

/** The result for the steps that follow in a workflow of GitHub's. */
function tellGithub(results: readonly string[]): void {
  fs.appendFileSync(githubOutput(), `result=${results[0]}\n`);
}

function githubOutput(): string {
  const file = process.env.GITHUB_OUTPUT;
  if (file !== undefined) return file;
  throw new Error(
    "--github: GITHUB_OUTPUT is not set; this option is for a step of a workflow of GitHub's",
  );
}
