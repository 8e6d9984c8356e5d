/**
 * A quiz as an author writes it: the question, then each choice with why it is right or wrong.
 *
 *     Which loss saturates first?
 *
 *     - [x] The minimax loss
 *       > Its slope vanishes where the discriminator is sure.
 *     - [ ] The hinge loss
 *       > Its slope is constant there.
 */
import type { QuizAnswers } from "../contract";
import type { Quiz } from "./lab";
import type { Place } from "./markers";

const CHOICE = /^- \[([ xX])\] (.+)$/;
const EXPLANATION = /^\s+> ?(.*)$/;
/** Letters name the choices. */
const MOST_CHOICES = 26;

/** "a" for the first choice. */
export function letterOf(index: number): string {
  return String.fromCharCode("a".charCodeAt(0) + index);
}

/**
 * @param wish "single" or "multiple"; by the number of right choices when left out
 * @throws SyntaxError no question, a choice without an explanation, a line that is neither
 * @throws RangeError too few or too many choices, none right, or more than one in a single choice
 */
export function readQuiz(text: string, wish: unknown, place: Place): Quiz {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => CHOICE.test(line));
  const question = lines.slice(0, Math.max(start, 0)).join("\n").trim();
  if (start < 0 || question === "") {
    fail(place, 0, 'wanted a question, then choices such as "- [ ] wrong" and "- [x] right"');
  }
  const choices: { text: string; right: boolean; why: string[] }[] = [];
  lines.slice(start).forEach((line, index) => {
    const choice = CHOICE.exec(line);
    const explanation = EXPLANATION.exec(line);
    if (choice) choices.push({ text: choice[2].trim(), right: choice[1] !== " ", why: [] });
    else if (explanation) choices.at(-1)!.why.push(explanation[1].trim());
    else if (line.trim() !== "") {
      fail(
        place,
        start + index,
        `"${line}" is neither a choice ("- [ ] …") nor an explanation ("  > …")`,
      );
    }
  });
  return { question, answers: check(choices, wish, place) };
}

function check(
  choices: readonly { text: string; right: boolean; why: string[] }[],
  wish: unknown,
  place: Place,
): QuizAnswers {
  const where = `${place.file}, line ${place.line}`;
  if (choices.length < 2 || choices.length > MOST_CHOICES) {
    throw new RangeError(
      `${where}: a quiz with ${choices.length} choices; wanted 2 to ${MOST_CHOICES}`,
    );
  }
  const silent = choices.find(({ why }) => why.join("").trim() === "");
  if (silent) {
    fail(place, 0, `the choice "${silent.text}" has no explanation; write "  > …" below it`);
  }
  const correct = choices.flatMap(({ right }, index) => (right ? [index] : []));
  if (correct.length === 0) {
    throw new RangeError(`${where}: no choice is right; wanted at least one "- [x] …"`);
  }
  const kind = wish ?? (correct.length === 1 ? "single" : "multiple");
  if (kind !== "single" && kind !== "multiple") {
    throw new RangeError(
      `${where}: quiz=${JSON.stringify(kind)}; wanted quiz="single" or quiz="multiple"`,
    );
  }
  if (kind === "single" && correct.length > 1) {
    throw new RangeError(
      `${where}: ${correct.length} right choices in a single choice; wanted one, or quiz="multiple"`,
    );
  }
  return {
    kind,
    choices: choices.map(({ text }) => text),
    correct,
    explanations: choices.map(({ why }) => why.join(" ").trim()),
  };
}

function fail(place: Place, offset: number, what: string): never {
  throw new SyntaxError(`${place.file}, line ${place.line + offset}: ${what}`);
}
