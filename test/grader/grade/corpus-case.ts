/** What a case of the adversarial corpus is: a file as a student would hand it in, and what must become of it. */
import type { INotebookContent } from "@jupyterlab/nbformat";
import type { IsolationLevel, Outcome } from "../../../src/grader/contract";

/** The tasks of the corpus's lab. */
export type TaskId = "stddev" | "slope" | "signs" | "explain" | "fit";

export interface CorpusCase {
  /** Of the submission: the name of its folder or file. A number is that of the idea in the list of attacks. */
  readonly name: string;
  readonly says: string;
  /** Texts in the place of the solution's, by the cells' ids. */
  readonly cells?: Readonly<Record<string, string>>;
  /** A code cell of the student's own, above all tasks. */
  readonly first?: string;
  /** One below the check of the slope: the checks above it are done, that of the fit is still to come. */
  readonly late?: string;
  readonly edit?: (notebook: INotebookContent) => unknown;
  /** The file itself: made from the solved notebook. */
  readonly file?: (solved: Buffer) => Uint8Array;
  /** "lab.ipynb" in a folder when left out; else a file beside the folders, by its ending. */
  readonly ending?: ".zip" | ".tar.gz" | ".ipynb";
  /** Only behind these walls; all of the first wall's run, of the second only those with `everywhere`. */
  readonly walls?: readonly IsolationLevel[];
  readonly everywhere?: boolean;
  readonly expected: Expected;
}

export interface Expected {
  /** The tasks that are not as in the solved notebook. Without points: 0. */
  readonly tasks?: Readonly<Partial<Record<TaskId, Outcome | readonly [Outcome, number]>>>;
  /** The kinds of its flags, each once. */
  readonly flags?: readonly string[];
  /** In a message of a check, or in what was measured. */
  readonly tells?: RegExp;
  /** It needs work to reach the limit that stops it: on a busy machine its time may be over first. */
  readonly orLate?: boolean;
  /** Why nothing could be graded. */
  readonly error?: RegExp;
}

export const SOLVED: Readonly<Record<TaskId, readonly [Outcome, number]>> = {
  stddev: ["passed", 3],
  slope: ["passed", 1.5],
  signs: ["passed", 2],
  explain: ["needs grading", 0],
  fit: ["passed", 5],
};

/** The solutions, for a case that puts something around them. */
export const SPREAD = `function spread(batch: number[][]): number {
  const features = batch[0].map((_, at) => batch.map((sample) => sample[at]));
  const deviations = features.map(deviationOf);
  return deviations.reduce((sum, each) => sum + each, 0) / deviations.length;
}
function deviationOf(values: number[]): number {
  const middle = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.map((each) => (each - middle) ** 2);
  return Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / squares.length);
}`;
export const SLOPE = "const slope: (x: number) => number = (x) => (x > 0 ? 1 : leak);";
