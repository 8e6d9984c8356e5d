/**
 * What the parts of the grader hand to each other: a lab's tasks, the release manifest, a check, a report.
 *
 * The manifest is what a release of a lab is. It stays with the instructor: which cells and points exist is read
 * from it, never from a submission.
 */
import type { z } from "zod";
import type { Library } from "../index";
import type { Random } from "../random";

export type { Library };

/** Something a student is given points for. */
export interface LabTask {
  /** "stddev": lower-case letters, digits and hyphens */
  readonly id: string;
  readonly title: string;
  readonly points: number;
  /** What to do, in one sentence. */
  readonly says: string;
  /** Shown when it failed. */
  readonly hint: string;
  /** "open" ones are judged by a metric of samples, "text" ones by a person. */
  readonly kind: "code" | "open" | "quiz" | "text";
  /** All exports of `gan-clinic` that its code may call, beside what every code may; anything when left out. */
  readonly calls?: readonly string[];
  /** Operations of TensorFlow.js that its code may not call: "tf.linalg.gramSchmidt" */
  readonly not?: readonly string[];
}

/** What a student's code called of the library while a probe ran. */
export interface Calls {
  /** Exports of `gan-clinic`: "minibatchStddev" */
  readonly names: readonly string[];
  /** Files of the library whose code was entered some other way, such as a layer's own method: "layers/minibatch" */
  readonly parts: readonly string[];
  /** Operations of TensorFlow.js, as it names their functions ("gramSchmidt_"), and "tf.layers". */
  readonly operations: readonly string[];
}

/** A quiz's choices and which of them are right. */
export interface QuizAnswers {
  readonly kind: "single" | "multiple";
  readonly choices: readonly string[];
  /** Indices into `choices`, from 0. */
  readonly correct: readonly number[];
  /** One for each choice: why it is right or wrong. */
  readonly explanations: readonly string[];
}

/** One cell of the released notebook. */
export interface ManifestCell {
  /** nbgrader's `grade_id`, unique in the lab */
  readonly gradeId: string;
  readonly cellType: "code" | "markdown" | "raw";
  /** "check" cells hold the visible checks; only "solution", "quiz" and "text" are the student's to change. */
  readonly role: "readonly" | "solution" | "check" | "quiz" | "text";
  readonly task?: string;
  readonly points?: number;
  /** The text as it was released: for a solution cell the stub. */
  readonly source: string;
  /** nbgrader's checksum of the released cell. */
  readonly checksum: string;
  readonly quiz?: QuizAnswers;
}

/** What was handed out. Never in the student's folder. */
export interface ReleaseManifest {
  readonly format: 1;
  /** "01-mode-collapse" */
  readonly lab: string;
  readonly title: string;
  /** Of the quizzes' hashes. */
  readonly salt: string;
  /** Nothing of the quizzes' answers was handed out; left out where a quiz answers at once. */
  readonly feedback?: "after-grading";
  readonly tasks: readonly LabTask[];
  readonly cells: readonly ManifestCell[];
}

/** What a judge says: whether it is right, and what was measured against what was wanted, in words. */
export interface Verdict {
  readonly passed: boolean;
  readonly measured: string;
  readonly wanted: string;
}

/** What a student's cells have declared. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a student may declare anything
export type Student = Readonly<Record<string, any>>;

/**
 * A check is a probe and a judge. The probe is sent to the submission's process as text, so it uses its three
 * arguments only; it returns values. The judge runs in the grader and alone decides.
 */
export interface Check<Inputs = unknown, Values = unknown> {
  readonly task: string;
  /** Unique in its task. */
  readonly name: string;
  /** Shown to students, and run in their notebook by `await check("task")`. */
  readonly visible: boolean;
  /** The student's names that the probe takes. */
  readonly uses: readonly string[];
  /** Made in the grader from the submission's own seed: numbers, texts, typed arrays, and records of these. */
  readonly inputs: (random: Random) => Inputs;
  readonly probe: (student: Student, library: Library, inputs: Inputs) => Values | Promise<Values>;
  /** What the probe may return: all else is a failure. */
  readonly returns: z.ZodType<Values>;
  readonly judge: (values: Values, inputs: Inputs, library: Library) => Verdict | Promise<Verdict>;
  /** Longest time of the probe; 20. */
  readonly seconds?: number;
  /** Of a visible check: what to look at when this one fails; the task's own hint when left out. */
  readonly hint?: string;
  /** Of a visible check: its inputs in words; the values themselves, shortened, when left out. */
  readonly shows?: (inputs: Inputs) => string;
}

/** How a task or a check ended. */
export type Outcome =
  "passed" | "failed" | "not implemented" | "timed out" | "crashed" | "not run" | "needs grading";

export interface CheckResult {
  readonly check: string;
  readonly visible: boolean;
  readonly outcome: Outcome;
  readonly measured?: string;
  readonly wanted?: string;
  /** Why there is no verdict: the student's own error, a limit that was passed. */
  readonly message?: string;
}

export interface TaskResult {
  readonly task: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly points: number;
  readonly maxPoints: number;
  readonly checks: readonly CheckResult[];
  /** Only where it did not pass. */
  readonly hint?: string;
}

/** Something odd about a submission that did not keep it from being graded. */
export interface Flag {
  /** "cell restored", "cell duplicated", "metadata changed", … */
  readonly kind: string;
  readonly cell?: string;
  readonly detail: string;
}

/** What was between the submission and the grader. */
export type IsolationLevel = "container" | "bubblewrap" | "process";

/** The result of one submission. Equal submissions, labs and seeds give equal reports: it holds no times. */
export interface SubmissionReport {
  readonly format: 1;
  readonly lab: string;
  /** As the instructor knows it: the folder's or file's name. */
  readonly submission: string;
  /** SHA-256 of the submitted file. */
  readonly digest: string;
  /** From which all inputs were drawn. */
  readonly seed: number;
  readonly isolation: IsolationLevel;
  /** Limits that could not be set on the machine that graded it, in words; left out where all were. */
  readonly unlimited?: readonly string[];
  readonly flags: readonly Flag[];
  readonly tasks: readonly TaskResult[];
  readonly points: number;
  readonly maxPoints: number;
  /** Why nothing could be graded, when nothing could. */
  readonly error?: string;
}
