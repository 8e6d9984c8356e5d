/** A lab as its author wrote it in `solutions/NN-name/lab.ts`, read and checked. */
import type { LabTask, QuizAnswers } from "../contract";

/** A cell of the source; what it becomes is decided by its role. */
export type LabCell = {
  /** As it stands in the source: for a solution cell with the solution and its markers. */
  readonly text: string;
  /** The line of the source where the text begins, from 1. */
  readonly line: number;
  /** The task whose cell this is; a read-only cell may name one too. */
  readonly task?: string;
} & (
  | { readonly role: "readonly"; readonly kind: "code" | "markdown" | "raw" }
  | { readonly role: "solution"; readonly kind: "code" }
  | { readonly role: "text"; readonly kind: "markdown" }
  | { readonly role: "quiz"; readonly kind: "markdown"; readonly quiz: Quiz }
);

/** A question: what the student reads, and what only the manifest holds. */
export interface Quiz {
  readonly question: string;
  readonly answers: QuizAnswers;
}

export interface Lab {
  /** "01-mode-collapse" */
  readonly name: string;
  readonly title: string;
  /** How long a student is expected to need. */
  readonly minutes?: number;
  /** Nothing of the quizzes' answers is handed out: a student reads them in the report. */
  readonly feedback?: "after-grading";
  readonly tasks: readonly LabTask[];
  readonly cells: readonly LabCell[];
}
