/**
 * A class's submissions → their reports. What was graded is kept, by what it depends on: a run that was killed goes
 * on where it was, and a notebook that did not change is not graded again.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { hashJson, hashProgram } from "../../course/hash";
import { DIST, PACKAGE_LOCK } from "../../course/paths";
import { writeWhole } from "../../course/write";
import type { SubmissionReport } from "../contract";
import { messageOf } from "../message";
import { reportSchema } from "../report/schema";
import { limitsWith } from "../sandbox/limits";
import { readBytes } from "../submission/bytes";
import { collectSubmissions, type Collected } from "../submission/collect";
import { readSubmissionBytes } from "../submission/read";
import type { GiveBack } from "../submission/platforms";
import { isRejection, type Submission } from "../submission/submission";
import { defaultWorkers, rejected, type Grader, type GraderOptions } from "./grader";
import type { GradedLab } from "./lab";
import { sessionLimits } from "./session";
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
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-grade-"));
  try {
    const skipped: string[] = [];
    const collected = await collectSubmissions(paths, scratch, lab.manifest.lab, (file) =>
      skipped.push(file),
    );
    options.onCollected?.(collected.length, skipped);
    fs.mkdirSync(options.kept, { recursive: true });
    const basis = {
      lab: lab.hash,
      program: hashProgram(DIST, PACKAGE_LOCK),
      isolation: grader.isolation,
      limits: limitsWith(options.limits),
      session: { ...sessionLimits, ...options.session },
    };
    const turns = takeTurns(options.workers ?? defaultWorkers()); // no more files than these in memory at a time
    const underway: Underway = new Map();
    let stopped: { readonly by: unknown } | undefined; // a full disk: what is graded after it would be lost
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
    const settled = await Promise.allSettled(all); // the first failure must not leave others running
    if (stopped) throw stopped.by;
    return settled.map((each) => (each as PromiseFulfilledResult<GradedSubmission>).value);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** What is being graded in this run, by the file its report goes to: of equal submissions only the first is run. */
type Underway = Map<string, Promise<SubmissionReport>>;

async function gradeOne(
  collected: Collected,
  lab: GradedLab,
  grader: Grader,
  { kept: folder, fresh = false }: ClassOptions,
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
  const bytes = readBytes(collected.file);
  if (!Buffer.isBuffer(bytes)) return failed(bytes.reason);
  const submission = readSubmissionBytes(bytes, lab.manifest);
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
      const reason = `It could not be graded on this machine: ${messageOf(error)}`;
      return failed(reason, submission.digest, true);
    }
    await writeWhole(file, `${JSON.stringify(report)}\n`);
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
