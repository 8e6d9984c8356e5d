/**
 * A class's submissions → their reports. What was graded is kept, by what it depends on: a run that was killed goes
 * on where it was, and a notebook that did not change is not graded again.
 */
import fs from "node:fs";
import path from "node:path";
import { hashJson, hashProgram } from "../../course/hash";
import { DIST, PACKAGE_LOCK } from "../../course/paths";
import { openFolder } from "../../course/open-folder";
import { writeWhole } from "../../files";
import type { SubmissionReport } from "../contract";
import { messageOf } from "../message";
import { reportSchema } from "../report/schema";
import { limitsWith } from "../sandbox/limits";
import { readBytes } from "../submission/bytes";
import { collectSubmissions, type Collected } from "../submission/collect";
import { readSubmissionBytes } from "../submission/read";
import type { GiveBack } from "../submission/platforms";
import { isRejection, type Rejection, type Submission } from "../submission/submission";
import { defaultWorkers, rejected, type Grader, type GraderOptions } from "./grader";
import type { GradedLab } from "./lab";
import { openScratch } from "./scratch";
import { sessionLimits } from "./session";
import { unlessStopped } from "./stop";
import { takeTurns } from "./turns";

export interface GradedSubmission {
  readonly report: SubmissionReport;
  /** As it was read, where it could be. */
  readonly submission?: Submission;
  /** The report was there already. */
  readonly kept: boolean;
  /** It is not the submission's fault: it could not be graded on this machine, now. */
  readonly broken: boolean;
  /** Under which name a learning platform takes the feedback. */
  readonly back?: GiveBack;
}

export interface ClassOptions extends GraderOptions {
  /** Where finished reports are kept. */
  readonly kept: string;
  /** Grade everything, also what did not change. */
  readonly fresh?: boolean;
  /** `skipped`: files that are nobody's submission. */
  readonly onCollected?: (count: number, skipped: readonly string[]) => void;
  readonly onGraded?: (graded: GradedSubmission) => void;
  /** Aborted, nothing more is graded or kept, and `gradeClass` throws its reason. */
  readonly signal?: AbortSignal;
}

/**
 * @param paths folders, notebooks and archives, see `collectSubmissions`
 * @throws what `collectSubmissions` throws; the disk is full: then what is finished is kept
 */
export async function gradeClass(
  paths: readonly string[],
  lab: GradedLab,
  grader: Grader,
  options: ClassOptions,
): Promise<GradedSubmission[]> {
  const scratch = openScratch();
  const { signal } = options;
  try {
    const skipped: string[] = [];
    const collecting = collectSubmissions(paths, scratch.folder, lab.manifest.lab, (file) =>
      skipped.push(file),
    );
    const collected = await unlessStopped(collecting, signal);
    options.onCollected?.(collected.length, skipped);
    openFolder(options.kept);
    const basis = {
      lab: lab.hash,
      program: hashProgram(DIST, PACKAGE_LOCK),
      isolation: grader.isolation,
      limits: limitsWith(options.limits),
      session: { ...sessionLimits, ...options.session },
    };
    const turns = takeTurns(options.workers ?? defaultWorkers()); // no more files than these in memory at a time
    const underway: Underway = new Map();
    let stopped: { readonly by: unknown } | undefined; // by a signal, or a full disk: what comes after it would be lost
    signal?.addEventListener("abort", () => {
      stopped ??= { by: signal.reason };
    });
    const all = collected.map((each) =>
      turns(async () => {
        if (stopped) throw stopped.by;
        try {
          const graded = await gradeOne(each, lab, grader, options, basis, underway);
          options.onGraded?.(graded);
          return graded;
        } catch (error) {
          stopped = { by: error };
          throw error;
        }
      }),
    );
    const settled = await unlessStopped(Promise.allSettled(all), signal); // the first failure must not leave others running
    if (stopped) throw stopped.by;
    return settled.map((each) => (each as PromiseFulfilledResult<GradedSubmission>).value);
  } finally {
    scratch.remove();
  }
}

/** What is being graded in this run, by the file its report goes to: of equal submissions only the first is run. */
type Underway = Map<string, Promise<SubmissionReport>>;

async function gradeOne(
  collected: Collected,
  lab: GradedLab,
  grader: Grader,
  { kept: folder, fresh = false, signal }: ClassOptions,
  basis: object,
  underway: Underway,
): Promise<GradedSubmission> {
  const { name, back: given } = collected;
  const back = given && { back: given };
  const base = { lab, name, isolation: grader.isolation };
  const failed = (reason: string, digest?: string, broken = false): GradedSubmission => {
    const report = rejected({ reason, ...(digest !== undefined && { digest }) }, base);
    return { report, kept: false, broken, ...back };
  };
  if ("rejected" in collected) return failed(collected.rejected);
  let bytes: Buffer | Rejection;
  let submission: Submission | Rejection;
  try {
    bytes = readBytes(collected.file);
    if (!Buffer.isBuffer(bytes)) return failed(bytes.reason);
    submission = readSubmissionBytes(bytes, lab.manifest);
  } catch (error) {
    // whatever it is, it is one student's, and not foreseen
    return failed(`It could not be read on this machine: ${messageOf(error)}`, undefined, true);
  }
  if (isRejection(submission)) return failed(submission.reason, submission.digest);
  const file = path.join(folder, `${hashJson([basis, submission.digest])}.json`);
  const before = fresh || underway.has(file) ? undefined : readKept(file);
  let report = before;
  if (!report) {
    const running = underway.get(file) ?? grader.grade(name, bytes);
    underway.set(file, running);
    try {
      report = await running;
    } catch (error) {
      signal?.throwIfAborted();
      const reason = `It could not be graded on this machine: ${messageOf(error)}`;
      return failed(reason, submission.digest, true);
    }
    signal?.throwIfAborted(); // then its process was killed, and what is in the report is no result
    writeWhole(file, `${JSON.stringify(report)}\n`);
  }
  const flags = [...collected.flags, ...report.flags];
  return {
    report: { ...report, submission: name, flags },
    submission,
    kept: before !== undefined,
    broken: false,
    ...back,
  };
}

/** What cannot be read is graded again. */
function readKept(file: string): SubmissionReport | undefined {
  try {
    return reportSchema.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
