/** What lies beside a student's notebook, so that it can answer at once. Nothing in these files is secret. */
import fs from "node:fs";
import path from "node:path";
import type { LabTask, QuizAnswers, ReleaseManifest } from "../contract";
import type { Mistake } from "./mistakes";
import { hashAnswer } from "./quiz-hash";
import { letterOf } from "./quiz-source";
import { sealTold } from "./quiz-told";

/** The tasks, and hashes of the quizzes' answers. */
export const FEEDBACK_FILE = "lab.json";
/** The visible checks, see visible-checks.ts. */
export const CHECKS_FILE = "checks.js";

export interface Feedback {
  readonly format: 1;
  readonly lab: string;
  /** Of work, about. */
  readonly minutes?: number;
  readonly tasks: readonly LabTask[];
  /** Left out where quizzes are answered after grading: then nothing here knows an answer. */
  readonly salt?: string;
  readonly quizzes: Readonly<Record<string, QuizHash>>;
  /** What known mistakes give in the visible checks; left out where none is known. */
  readonly mistakes?: readonly Mistake[];
}

export interface QuizHash {
  readonly kind: QuizAnswers["kind"];
  /** How many. */
  readonly choices: number;
  /** Of the right answer, see `hashAnswer`; left out where it is told after grading. */
  readonly hash?: string;
  /** Of each choice and of the right answer as a whole, what is said of it: sealed, see quiz-told.ts. */
  readonly told?: { readonly choices: readonly string[]; readonly right: string };
}

/** What students get of a release's manifest. */
export function feedbackOf(
  { lab, tasks, salt, feedback, cells }: ReleaseManifest,
  minutes?: number,
  mistakes: readonly Mistake[] = [],
): Feedback {
  const quizzes = cells.flatMap(({ gradeId, quiz }) => {
    if (!quiz) return [];
    const known = { kind: quiz.kind, choices: quiz.choices.length };
    if (feedback === "after-grading") return [[gradeId, known] as const];
    const hash = hashAnswer(salt, gradeId, quiz.correct.map(letterOf));
    return [[gradeId, { ...known, hash, told: toldOf(gradeId, quiz, salt) }] as const];
  });
  return {
    format: 1,
    lab,
    ...(minutes !== undefined && { minutes }),
    tasks,
    ...(feedback !== "after-grading" && { salt }),
    quizzes: Object.fromEntries(quizzes),
    ...(mistakes.length > 0 && { mistakes }),
  };
}

function toldOf(
  id: string,
  { choices, correct, explanations }: QuizAnswers,
  salt: string,
): QuizHash["told"] {
  const letters = correct.map(letterOf);
  const why = correct.map((index) => explanations[index]).join("\n");
  return {
    choices: choices.map((_, index) =>
      sealTold(salt, id, [letterOf(index)], {
        right: correct.includes(index),
        text: explanations[index],
      }),
    ),
    right: sealTold(salt, `${id}/all`, letters, { right: true, text: why }),
  };
}

/** The file in a lab's folder; undefined where it is missing or not JSON. */
export function readFeedback(folder: string): Feedback | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, FEEDBACK_FILE), "utf8")) as Feedback;
  } catch {
    return undefined;
  }
}
