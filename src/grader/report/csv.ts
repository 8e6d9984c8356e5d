/** A gradebook: the columns of nbgrader's export, then the points of each task, and why a row is 0. */
import { stringify } from "csv-stringify/sync";
import type { SubmissionReport } from "../contract";
import { cleanLine } from "./clean";
import { showPoints } from "../points";
import { bySubmission, studentView } from "./student-view";

/** What only the instructor knows of a submission. */
export interface StudentDetails {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  /** ISO 8601 */
  readonly timestamp?: string;
}

export interface GradebookOptions {
  /** By the submission's name. */
  readonly students?: ReadonlyMap<string, StudentDetails>;
  /** ISO 8601 */
  readonly dueDate?: string;
  /** Names of those that this machine could not grade: their points are left open, as 0 would be wrong. */
  readonly broken?: ReadonlySet<string>;
}

/** What a spreadsheet would take for a formula is written with a "'" before it. */
export function formatGradebook(
  reports: readonly SubmissionReport[],
  { students = new Map(), dueDate = "", broken = new Set() }: GradebookOptions = {},
): string {
  const sorted = bySubmission(reports);
  const tasks = [...new Set(sorted.flatMap((report) => report.tasks.map(({ task }) => task)))];
  const rows = sorted.map((report) => {
    const view = studentView(report);
    const {
      firstName = "",
      lastName = "",
      email = "",
      timestamp = "",
    } = students.get(report.submission) ?? {};
    const names = [lastName, firstName, email].map((text) => cleanLine(text));
    const isOpen = broken.has(report.submission);
    const score = isOpen ? "" : showPoints(view.points);
    return [
      ...[view.lab, dueDate, timestamp, view.submission, ...names],
      ...[score, "0", score, showPoints(view.maxPoints)],
      ...tasks.map((id) => {
        const task = view.tasks.find((each) => each.task === id);
        return task && !isOpen ? showPoints(task.points) : "";
      }),
      view.tasks.filter(({ outcome }) => outcome === "needs grading").length,
      cleanLine(view.error ?? ""),
    ];
  });
  const header = [...NBGRADER_COLUMNS, ...tasks.map((id) => `task ${id}`)];
  return stringify([[...header, "tasks_to_grade", "error"], ...rows], { escape_formulas: true });
}

export const NBGRADER_COLUMNS = [
  "assignment",
  "duedate",
  "timestamp",
  "student_id",
  "last_name",
  "first_name",
  "email",
  "raw_score",
  "late_submission_penalty",
  "score",
  "max_score",
];
