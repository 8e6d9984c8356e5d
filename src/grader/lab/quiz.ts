/** `quiz("id", ["b"])` in a student's notebook: whether the answer is right, at once or after grading. */
import { learnerEvents } from "../../cell";
import { FEEDBACK_FILE, readFeedback, type Feedback } from "./feedback-file";
import { chosenOf } from "./quiz-answer";
import { hashAnswer } from "./quiz-hash";
import { letterOf } from "./quiz-source";
import { openTold } from "./quiz-told";

const given = new Map<string, string[]>();

/** What was answered in this process: of each quiz the last answer, as the notebook shows it last. */
export function quizAnswers(): Record<string, string[]> {
  return Object.fromEntries(given);
}

/**
 * Prints a line or two, and never throws: a wrong answer must not keep the cells below from running.
 * @param answer letters of the choices
 * @param folder where the lab lies: the notebook's own folder
 */
export function quiz(
  id: string,
  answer: string | readonly string[],
  folder: string = process.cwd(),
): void {
  const letters = lettersOf(answer);
  given.set(id, letters);
  console.log(says(id, letters, folder));
}

function lettersOf(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [String(answer)];
}

function says(id: string, answer: readonly string[], folder: string): string {
  const known = readFeedback(folder);
  if (!known) {
    return `There is no ${FEEDBACK_FILE} beside the notebook, so nothing can be said here. Your answer counts all the same.`;
  }
  if (!Object.hasOwn(known.quizzes, id)) return `There is no quiz "${id}" in this lab.`;
  const { kind, choices, hash } = known.quizzes[id];
  const read = chosenOf(answer, kind, choices);
  if ("problem" in read) return read.problem;
  const letters = read.chosen.map(letterOf);
  if (hash === undefined || known.salt === undefined) {
    learnerEvents()?.checked(id, true); // answered is all that can be known
    return `${letters.join(", ")}: kept. Whether ${letters.length === 1 ? "it is" : "they are"} right, you are told after grading.`;
  }
  const isRight = hashAnswer(known.salt, id, letters) === hash;
  learnerEvents()?.checked(id, isRight);
  const why = isRight ? whyRight(known, id, letters) : whyWrong(known, id, letters);
  const verdict = `${letters.join(", ")}: ${isRight ? "right" : "not right yet"}.`;
  return why === undefined ? verdict : `${verdict}\n${why}`;
}

function whyRight({ salt, quizzes }: Feedback, id: string, letters: string[]): string | undefined {
  const { told } = quizzes[id];
  return told && openTold(salt!, `${id}/all`, letters, told.right)?.text;
}

/** Why one of the chosen ones is wrong; where all are right, and some are missing, the quiz's hint. */
function whyWrong(
  { salt, quizzes, tasks }: Feedback,
  id: string,
  letters: string[],
): string | undefined {
  const { told } = quizzes[id];
  for (const letter of letters) {
    const sealed = told?.choices[letter.charCodeAt(0) - "a".charCodeAt(0)];
    const words = sealed === undefined ? undefined : openTold(salt!, id, [letter], sealed);
    if (words && !words.right) return `${letter}: ${words.text}`;
  }
  const hint = tasks.find((task) => task.id === id)?.hint;
  return hint && `Hint: ${hint}`;
}
