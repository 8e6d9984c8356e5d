/**
 * What a person graded: a table of the texts that wait for points, which the next run reads back.
 *
 *     submission,task,points,most,comment,answer,version
 *     alice,explain,3.5,4,,A collapsed batch …,v1c9a02f7
 *
 * The version is a hash of the answer: points count for the text that they were given for.
 */
import { createHash } from "node:crypto";
import type { SubmissionReport, TaskResult } from "../contract";
import { cleanNames, cleanText } from "../report/clean";
import type { Submission } from "../submission/submission";
import { textOf } from "../submission/text-answer";
import { formatTable } from "./table";

export interface ManualGrade {
  readonly points: number;
  readonly comment: string;
  /** Of the answer that was read; undefined in a table without this column. */
  readonly version?: string;
}

/** By submission and task. */
export type ManualGrades = ReadonlyMap<string, ManualGrade>;

/** As much as a spreadsheet takes in one cell. */
const LONGEST_ANSWER = 32_000;
/** Of the table. */
export const COLUMNS = ["submission", "task", "points", "most", "comment", "answer", "version"];

export const keyOf = (submission: string, task: string): string =>
  JSON.stringify([submission, task]);

/** A submission's report, and what it was made of. */
export interface ReportOf {
  readonly report: SubmissionReport;
  readonly submission?: Submission;
}

/**
 * The table of those that wait, with their answers and with what was graded already. What was graded of others stays
 * in it: this run may be of a part of the class.
 */
export function formatManualGrades(graded: readonly ReportOf[], grades: ManualGrades): string {
  const others = new Map(grades);
  const rows = graded.flatMap(({ report: { submission: name, tasks }, submission }) =>
    tasks
      .filter(({ outcome }) => outcome === "needs grading")
      .map(({ task, maxPoints }) => {
        const answer = answerOf(submission, task);
        const grade = grades.get(keyOf(name, task));
        others.delete(keyOf(name, task));
        const points = grade && holds(grade, answer) ? grade.points : "";
        const text = cleanText(answer, LONGEST_ANSWER);
        return [name, task, points, maxPoints, grade?.comment ?? "", text, versionOf(answer)];
      }),
  );
  for (const [key, { points, comment, version = "" }] of others) {
    const [name, task] = JSON.parse(key) as [string, string];
    rows.push([name, task, points, "", comment, "", version]);
  }
  return formatTable([COLUMNS, ...rows]);
}

function answerOf(submission: Submission | undefined, task: string): string {
  return textOf(submission?.cells ?? [], task);
}

/** Begins by a letter, so that no spreadsheet takes it for a number. */
function versionOf(answer: string): string {
  return `v${createHash("sha256").update(answer.trim()).digest("hex").slice(0, 8)}`;
}

function holds({ version }: ManualGrade, answer: string): boolean {
  return version === undefined || version === versionOf(answer);
}

/**
 * The report with the points that a person gave for these very texts.
 * @throws RangeError more points than the task has
 */
export function withManualGrades(
  { report, submission }: ReportOf,
  grades: ManualGrades,
): SubmissionReport {
  const tasks = report.tasks.map((task) => {
    const grade = grades.get(keyOf(report.submission, task.task));
    if (!grade || task.outcome !== "needs grading") return task;
    return holds(grade, answerOf(submission, task.task))
      ? graded(report.submission, task, grade)
      : task;
  });
  const points = tasks.reduce((sum, each) => sum + each.points, 0);
  return { ...report, tasks, points: Math.round(100 * points) / 100 };
}

function graded(submission: string, task: TaskResult, grade: ManualGrade): TaskResult {
  if (grade.points > task.maxPoints) {
    throw new RangeError(
      `Points of ${submission} for "${task.task}": found ${grade.points}, wanted at most ${task.maxPoints}. Change them in the table and run this again`,
    );
  }
  const outcome = grade.points === task.maxPoints ? "passed" : "failed";
  const says = grade.comment === "" ? {} : { message: grade.comment };
  const checks = [{ check: "graded by a person", visible: true, outcome, ...says } as const];
  return { ...task, outcome, points: grade.points, checks };
}

/** What the instructor should know of the table: points that were not given to anyone in this run. */
export function manualRemarks(all: readonly ReportOf[], grades: ManualGrades): string[] {
  const names = new Set(all.map(({ report }) => report.submission));
  const lost = [...grades.keys()]
    .map((key) => (JSON.parse(key) as [string, string])[0])
    .filter((name) => !names.has(name));
  const changed = all.flatMap(({ report, submission }) =>
    report.tasks
      .filter(({ outcome }) => outcome === "needs grading")
      .flatMap(({ task }) => {
        const grade = grades.get(keyOf(report.submission, task));
        if (!grade || holds(grade, answerOf(submission, task))) return [];
        return [`${report.submission} (${task}: had ${grade.points})`];
      }),
  );
  return [
    ...(changed.length === 0
      ? []
      : [`Their text changed since you graded it, so it waits again: ${cleanNames(changed)}`]),
    ...(lost.length === 0
      ? []
      : [
          `The table has points for names that are not in this run: ${cleanNames([...new Set(lost)])}`,
        ]),
  ];
}
