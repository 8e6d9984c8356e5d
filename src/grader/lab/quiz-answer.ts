/** What a student answered to a quiz, read from the cell without running it, and what it is worth. */
import type { QuizAnswers } from "../contract";
import { letterOf } from "./quiz-source";

/** The chosen choices, in order; or why there is no answer, in words for the student. */
export type QuizAnswer =
  { readonly chosen: readonly number[] } | { readonly problem: string; readonly empty: boolean };

/** `quiz("id", …)`: quote, id, what is given. */
const CALL = /\bquiz\(\s*(["'`])([\w-]*)\1\s*,\s*([^()]*?),?\s*\)/g;

function withoutComments(source: string): string {
  return source.replace(/\/\*[^]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

/** Nothing but answers in letters: such a cell is read, and need not be run. */
export function isOnlyAnswers(source: string): boolean {
  const rest = withoutComments(source).replace(CALL, (_call, _quote, _id, found: string) =>
    /^\[?\s*(?:(["'`])\s*\w?\s*\1\s*,?\s*)*\]?$/.test(found) ? "" : "?",
  );
  return /^[\s;]*$/.test(rest);
}

/** Read `quiz("id", ["b", "c"]);`. The last call counts, as it would in the notebook; comments do not. */
export function readAnswer(source: string, id: string, quiz: QuizAnswers): QuizAnswer {
  const calls = withoutComments(source).matchAll(CALL);
  const own = [...calls].filter(([, , found]) => found === id).at(-1);
  if (!own) return { problem: `There is no quiz("${id}", […]) in the cell.`, empty: false };
  const literal = /^(?:\[([^[\]]*)\]|(["'`][^"'`]*["'`]))$/.exec(own[3].trim());
  const parts = (literal?.[1] ?? literal?.[2] ?? "?").split(",").map((part) => part.trim());
  if (parts.at(-1) === "") parts.pop();
  const letters = parts.map((part) => /^(["'`])(.*)\1$/.exec(part)?.[2]);
  if (letters.includes(undefined)) {
    return { problem: `"${own[3].trim()}" is not a list of letters in quotes.`, empty: false };
  }
  return chosenOf(letters as string[], quiz.kind, quiz.choices.length);
}

/** Letters → choices. */
export function chosenOf(
  letters: readonly string[],
  kind: QuizAnswers["kind"],
  count: number,
): QuizAnswer {
  const known = Array.from({ length: count }, (_, index) => letterOf(index));
  const plain = letters.map((letter) => letter.trim().toLowerCase());
  const unknown = plain.find((letter) => !known.includes(letter));
  if (unknown !== undefined) {
    return {
      problem: `"${unknown}" is not one of the choices a to ${known.at(-1)!}.`,
      empty: false,
    };
  }
  const chosen = [...new Set(plain.map((letter) => known.indexOf(letter)))].sort((a, b) => a - b);
  if (chosen.length === 0) return { problem: "There is no answer yet.", empty: true };
  if (kind === "single" && chosen.length > 1) {
    return { problem: `One letter is wanted; found ${chosen.length}.`, empty: false };
  }
  return { chosen };
}

/**
 * The points of an answer. A single choice is right or wrong; of a multiple choice every choice taken or left
 * rightly adds its share and every other takes it away, down to 0 (e2xgrader's rule).
 */
export function quizPoints(quiz: QuizAnswers, chosen: readonly number[], points: number): number {
  const right = quiz.choices.filter(
    (_, index) => chosen.includes(index) === quiz.correct.includes(index),
  ).length;
  const count = quiz.choices.length;
  if (right === count) return points;
  if (quiz.kind === "single") return 0;
  return Math.max(0, Math.round(((2 * right - count) / count) * points * 100) / 100);
}
