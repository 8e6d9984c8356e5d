/** The student's notebook, with a cell of feedback below each task. It is for the student. */
import type { ICell } from "@jupyterlab/nbformat";
import { notebookCell, notebookOf } from "../../course/convert";
import { formatNotebook } from "../../course/format-notebook";
import { escapeHtml } from "../../text";
import type { SubmissionReport } from "../contract";
import type { Submission, SubmissionCell } from "../submission/submission";
import { showPoints } from "../points";
import {
  checkDetail,
  hiddenLine,
  outcomeWords,
  pointsLine,
  studentView,
  type StudentReport,
  type StudentTask,
} from "./student-view";

/** @param submission as it was read; left out where it could not be */
export function formatFeedback(report: SubmissionReport, submission?: Submission): string {
  const view = studentView(report);
  const cells = submission?.cells ?? [];
  const lastOf = new Map(cells.map(({ task }, index) => [task, index]));
  const below = (index: number): StudentTask[] =>
    view.tasks.filter(({ task }) => lastOf.get(task) === index);
  const unplaced = view.tasks.filter(({ task }) => !lastOf.has(task));
  const all = [
    markdown("feedback", summary(view)),
    ...cells.flatMap((cell, index) => [
      toCell(cell, index),
      ...below(index).map((task) => markdown(`feedback-${task.task}`, feedback(task))),
    ]),
    ...unplaced.map((task) => markdown(`feedback-${task.task}`, feedback(task))),
  ];
  return formatNotebook(notebookOf(all, { lab: view.lab, feedback: true }));
}

function toCell({ cellType, text }: SubmissionCell, index: number): ICell {
  return notebookCell(`cell-${index + 1}`, { kind: cellType, metadata: {}, text });
}

function markdown(id: string, source: string): ICell {
  const plain = id.replace(/[^\w-]/g, "-").slice(0, 64);
  const metadata = { deletable: false, editable: false };
  return notebookCell(plain, { kind: "markdown", metadata, text: source });
}

function summary(view: StudentReport): string {
  const { submission, error, flags } = view;
  const lines = [`## Feedback: ${pointsLine(view)}`, `Submission: ${literal(submission)}`];
  if (error !== undefined) lines.push(`Nothing could be graded: ${literal(error)}`);
  if (flags.length > 0) {
    const items = flags.map(
      ({ cell, detail }) => `- ${cell === undefined ? "" : `${literal(cell)}: `}${literal(detail)}`,
    );
    lines.push(`What was noticed:\n\n${items.join("\n")}`);
  }
  return lines.join("\n\n");
}

function feedback(task: StudentTask): string {
  const of = `${showPoints(task.points)} of ${showPoints(task.maxPoints)} points`;
  const hidden = hiddenLine(task);
  const items = [
    ...task.checks.map((check) => {
      const detail = checkDetail(check);
      return `- ${literal(check.check)}: ${check.outcome}${detail === "" ? "" : `, ${literal(detail)}`}`;
    }),
    ...(hidden === undefined ? [] : [`- ${hidden}`]),
  ];
  return [
    `**Feedback, ${escaped(task.title)}: ${outcomeWords(task)}, ${of}**`,
    ...(items.length > 0 ? [items.join("\n")] : []),
    ...(task.hint === undefined ? [] : [`Hint: ${escaped(task.hint)}`]),
  ].join("\n\n");
}

/** Text as it is: neither Markdown, nor HTML, nor a formula. */
function literal(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

function escaped(text: string): string {
  return escapeHtml(text, /[!-+\-/:-@[-`{-~]/g).replace(/\s*\n\s*/g, "<br>");
}
