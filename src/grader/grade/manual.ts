/**
 * What a person graded: a table of the texts that wait for points, which the next run reads back.
 *
 *     submission,task,points,most,comment,answer
 *     alice,explain,3.5,4,,A collapsed batch …
 */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fs from "node:fs";
import type { SubmissionReport, TaskResult } from "../contract";
import { messageOf } from "../message";
import { cleanText } from "../report/clean";
import type { Submission } from "../submission/submission";

export interface ManualGrade {
  readonly points: number;
  readonly comment: string;
}

/** By submission and task. */
export type ManualGrades = ReadonlyMap<string, ManualGrade>;

const COLUMNS = ["submission", "task", "points", "most", "comment", "answer"];

const keyOf = (submission: string, task: string): string => JSON.stringify([submission, task]);

/**
 * Rows without points wait still. Commas and semicolons are both taken, as spreadsheets save either.
 * @throws {RangeError} the file is no such table, has not these columns, or points that are none or below 0
 */
export function readManualGrades(file: string): ManualGrades {
  if (!fs.existsSync(file)) return new Map();
  const rows = readRows(file);
  const grades = new Map<string, ManualGrade>();
  for (const [index, row] of rows.entries()) {
    const { submission, task, points, comment = "" } = row;
    const where = `${file}, row ${index + 2}`;
    if (submission === undefined || task === undefined || points === undefined) {
      throw new RangeError(`${where}: wanted the columns ${COLUMNS.join(", ")}`);
    }
    if (points === "") continue;
    const value = Number(points.replace(",", "."));
    if (!Number.isFinite(value)) {
      throw new RangeError(`${where}: points: found "${points}", wanted a number`);
    }
    if (value < 0) throw new RangeError(`${where}: points: found ${value}, wanted 0 or more`);
    grades.set(keyOf(plain(submission), task), { points: value, comment: plain(comment) });
  }
  return grades;
}

function readRows(file: string): Partial<Record<string, string>>[] {
  const text = fs.readFileSync(file, "utf8");
  const delimiter = /^\ufeff?"?submission"?;/.test(text) ? ";" : ",";
  const options = {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    delimiter,
  } as const;
  try {
    return parse(text, options);
  } catch (error) {
    const wanted = "mend it in a spreadsheet (without the file, all texts wait for points again)";
    throw new RangeError(`${file}: found no table: ${messageOf(error)}; ${wanted}`, {
      cause: error,
    });
  }
}

// csv-stringify puts it before what a spreadsheet would take for a formula
const plain = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, "");

/**
 * The table of those that wait, with their answers and with what was graded already. What was graded of others stays
 * in it: this run may be of a part of the class.
 */
export function formatManualGrades(
  graded: readonly { readonly report: SubmissionReport; readonly submission?: Submission }[],
  grades: ManualGrades,
): string {
  const others = new Map(grades);
  const rows = graded.flatMap(({ report: { submission: name, tasks }, submission }) =>
    tasks
      .filter(({ outcome }) => outcome === "needs grading")
      .map(({ task, maxPoints }) => {
        const { points = "", comment = "" } = grades.get(keyOf(name, task)) ?? {};
        others.delete(keyOf(name, task));
        return [name, task, points, maxPoints, comment, answerOf(submission, task)];
      }),
  );
  for (const [key, { points, comment }] of others) {
    const [name, task] = JSON.parse(key) as [string, string];
    rows.push([name, task, points, "", comment, ""]);
  }
  return stringify([COLUMNS, ...rows], { escape_formulas: true });
}

function answerOf(submission: Submission | undefined, task: string): string {
  const own = submission?.cells.filter((cell) => cell.role === "text" && cell.task === task) ?? [];
  return cleanText(own.map(({ text }) => text).join("\n\n"));
}

/**
 * The report with the points that a person gave.
 * @throws {RangeError} more points than the task has
 */
export function withManualGrades(report: SubmissionReport, grades: ManualGrades): SubmissionReport {
  const tasks = report.tasks.map((task) => graded(report.submission, task, grades));
  const points = tasks.reduce((sum, each) => sum + each.points, 0);
  return { ...report, tasks, points: Math.round(100 * points) / 100 };
}

function graded(submission: string, task: TaskResult, grades: ManualGrades): TaskResult {
  const grade = grades.get(keyOf(submission, task.task));
  if (!grade || task.outcome !== "needs grading") return task;
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
