/** What the gate says of a lab: a row for each thing that must hold. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import type { SubmissionReport } from "../contract";

export interface GateRow {
  /** "solution" */
  readonly name: string;
  readonly passed: boolean;
  /** What was found, in one line. */
  readonly says: string;
  /** What an author needs to mend it. */
  readonly details: readonly string[];
}

/** Grades a notebook with a seed, all of it or only some tasks. */
export type GradeNotebook = (
  name: string,
  notebook: INotebookContent,
  seed: number,
  tasks?: readonly string[],
) => Promise<SubmissionReport>;
