/** What was answered to a quiz: as it stands in its cell, or as the notebook's own run gave it. */
import { z } from "zod";
import type { CheckResult, Flag, LabTask, QuizAnswers, ReleaseManifest } from "../contract";
import {
  chosenOf,
  isOnlyAnswers,
  quizPoints,
  readAnswer,
  type QuizAnswer,
} from "../lab/quiz-answer";
import { letterOf } from "../lab/quiz-source";
import type { Submission, SubmissionCell } from "../submission/submission";
import type { Session } from "./session";

/** Seconds to say what was answered. */
const SECONDS = 20;
const NAME = "answersOfTheQuizzes";
const COLLECT = `import { quizAnswers as takeQuizAnswers } from "gan-clinic/dist/lab";
const ${NAME} = takeQuizAnswers();`;
const answersShape = z.record(z.string(), z.array(z.string()));

/** By the quizzes' ids. */
export type GivenAnswers = Readonly<Record<string, readonly string[]>>;

/** Whether a cell has to be run: one of a quiz that is nothing but answers is only read. */
export function isRun({ role, cellType, from, text }: SubmissionCell): boolean {
  if (cellType !== "code" || role === "check") return false;
  // a solution that is not in the student's notebook is not run in it either
  if (role === "solution") return from === "student";
  return role !== "quiz" || !isOnlyAnswers(text);
}

/**
 * The last cell that may answer a quiz whose own cell has no answer in letters: up to it the notebook is run. -1 where
 * every quiz is answered in its cell, or nowhere.
 */
export function lastAnswering({ cells }: Submission, manifest: ReleaseManifest): number {
  const isOpen = manifest.tasks.some(
    (task) => task.kind === "quiz" && "problem" in written(task, cells, manifest),
  );
  if (!isOpen) return -1;
  const answers = cells.map((cell) => {
    return isRun(cell) && cell.from === "student" && /\bquiz\b/.test(cell.text);
  });
  return answers.lastIndexOf(true);
}

/** What the calls of `quiz` gave, as the submission's process says: it can only answer for itself. */
export async function givenAnswers(session: Session): Promise<GivenAnswers> {
  const problem = await session.cell(COLLECT, false);
  if (problem) return {};
  const text = `({ ${NAME} }) => ${NAME}`;
  const run = await session.probe({ text, uses: [NAME], inputs: null }, SECONDS);
  if (run.outcome !== "done") return {};
  return answersShape.safeParse(run.values).data ?? {};
}

/** How a quiz ended. */
export interface Answered {
  readonly outcome: "passed" | "failed" | "not implemented";
  readonly points: number;
  readonly checks: readonly CheckResult[];
  /** Where the answer does not stand in its cell. */
  readonly flag?: Flag;
}

export function answerOf(
  task: LabTask,
  { cells }: Submission,
  manifest: ReleaseManifest,
  given: GivenAnswers,
): Answered {
  const quiz = quizOf(task, manifest);
  const inCell = written(task, cells, manifest);
  const letters = Object.hasOwn(given, task.id) ? given[task.id] : undefined;
  const asRun = letters && chosenOf(letters, quiz.kind, quiz.choices.length);
  const isRead = !("problem" in inCell) || asRun === undefined;
  const answer = isRead ? inCell : asRun;
  const base = { check: "answer", visible: true };
  const detail = `Its own cell has no answer in letters; what the notebook's run gave counts: ${letters?.slice(0, 26).join(", ")}.`;
  const beside = { kind: "answer beside its cell", cell: task.id, detail };
  const flag = isRead ? twice(task, cells, inCell, quiz) : { flag: beside };
  if ("problem" in answer) {
    const outcome = answer.empty ? "not implemented" : "failed";
    const check = { ...base, outcome, message: answer.problem } as const;
    return { outcome, points: 0, checks: answer.empty && isRead ? [] : [check] };
  }
  const points = quizPoints(quiz, answer.chosen, task.points);
  const why = manifest.feedback === "after-grading" ? reasons(quiz, answer.chosen) : undefined;
  if (points === task.points) {
    const right = { ...base, outcome: "passed", ...(why && { message: why }) } as const;
    return { outcome: "passed", points, checks: [right], ...flag };
  }
  const wrong = quiz.kind === "single" ? "Another answer is right" : "Not every choice is right";
  const message = why === undefined ? wrong : `${wrong}. ${why}`;
  const checks = [{ ...base, outcome: "failed", message }] as const;
  return { outcome: "failed", points, checks, ...flag };
}

/** Of each choice that was taken, whether it is right and why. */
function reasons({ correct, explanations }: QuizAnswers, chosen: readonly number[]): string {
  return chosen
    .map((at) => {
      const mark = correct.includes(at) ? "right" : "not right";
      return `${letterOf(at)} is ${mark}: ${explanations[at]}`;
    })
    .join(" ");
}

/** A cell of the student's own answers otherwise, in letters: the notebook shows both. */
function twice(
  { id }: LabTask,
  cells: readonly SubmissionCell[],
  inCell: QuizAnswer,
  quiz: QuizAnswers,
): { flag?: Flag } {
  const others = cells.map((cell) => {
    const other = cell.role === "own" && isRun(cell) ? readAnswer(cell.text, id, quiz) : inCell;
    return (
      "chosen" in other && "chosen" in inCell && String(other.chosen) !== String(inCell.chosen)
    );
  });
  if (!others.includes(true)) return {};
  const detail =
    "A cell of the student's own answers it otherwise; what stands in its cell counts.";
  return { flag: { kind: "answered twice", cell: id, detail } };
}

/** What stands in letters in the quiz's own cell; one that was split has two parts. */
function written(
  task: LabTask,
  cells: readonly SubmissionCell[],
  manifest: ReleaseManifest,
): QuizAnswer {
  const own = cells.filter(({ role, task: id }) => role === "quiz" && id === task.id);
  const text = own.map((cell) => cell.text).join("\n");
  return readAnswer(text, task.id, quizOf(task, manifest));
}

function quizOf(task: LabTask, manifest: ReleaseManifest): QuizAnswers {
  return manifest.cells.find(({ role, task: id }) => role === "quiz" && id === task.id)!.quiz!;
}
