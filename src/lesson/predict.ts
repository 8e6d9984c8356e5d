import { foundText } from "../arguments/found";
import { nearestName } from "../arguments/names";
import { alternatives } from "../arguments/words";
import { learnerEvents, type KeptGuess } from "../cell";
import { showBundle } from "../plots/display";
import { budgetName } from "../evidence/budget";
import { escapeHtml } from "../text";
import { calibrationText } from "./calibration";

/** A question that a learner answers before the result is shown. */
export interface Prediction<Choice extends string> {
  /** Shows what was guessed, what came out, and how good the learner's guesses are so far. */
  readonly reveal: (outcome: Choice) => void;
}

/** Options of {@link predict}. */
export interface PredictOptions<Choice extends string> {
  /** One of the choices, or "?" for none yet; "?". */
  readonly guess?: Choice | "?";
  /** The chance that the guess is right: 1 is certain, 1 by the number of choices is no idea; 0.7. */
  readonly sure?: number;
}

/**
 * Guess first: asks before a result is shown. The guess is written in the cell, in place of "?", and the cell run again;
 * `reveal`, in the cell that knows, shows both. Nothing waits for a guess, so a notebook runs as a whole without one.
 *
 * In JupyterLab the guess is kept in the learner's own file, by notebook and question. It can be changed until the answer
 * is out; the one that stood then counts from there on. Guesses are scored by Brier's score (1950): the squared distance
 * from the probabilities of all choices to what came out, against that of the same chance for each. A run under the
 * budget "smoke" keeps nothing, since its results mean nothing.
 *
 * @param question one sentence, different from the notebook's other questions
 * @param choices two or more answers; the outcome is one of them
 * @throws RangeError for fewer than two choices, two alike, a guess or an outcome that is none of them, or `sure` below
 *   the chance of no idea or above 1
 * @example
 * ```ts
 * import { predict } from "gan-clinic";
 * const guess = predict("Heads or tails?", ["heads", "tails"], { guess: "?", sure: 0.5 });
 * const found = Math.cos(0) > 0 ? "heads" : "tails"; // measured, in a later cell
 * assert.doesNotThrow(() => guess.reveal(found));
 * assert.throws(() => guess.reveal("edge"), /wanted heads or tails, found "edge"/);
 * ```
 */
export function predict<Choice extends string>(
  question: string,
  choices: readonly Choice[],
  { guess = "?", sure = 0.7 }: PredictOptions<Choice> = {},
): Prediction<Choice> {
  check(question, choices, guess, sure);
  const given = { choices, guess, sure };
  const isGiven = guess !== "?";
  const learner = budgetName() === "smoke" ? undefined : learnerEvents();
  const standing = learner?.guessed(question, isGiven ? given : { choices });
  const own = standing ?? (isGiven ? given : { choices });
  tell([questionText(question, choices), standingText(own, isGiven)]);
  return {
    reveal(outcome) {
      expectChoice("predict.reveal outcome", choices, outcome);
      const all = learner?.revealed(question, { choices, outcome }) ?? [{ ...own, outcome }];
      const text = guessText(own);
      const told = text === undefined ? "You had not guessed." : `You guessed ${text}.`;
      tell([`What came out: ${outcome}. ${told}`, calibrationText(all)]);
    },
  };
}

function check(question: string, choices: readonly string[], guess: string, sure: number): void {
  if (question.trim() === "") {
    throw new RangeError(`predict question: wanted a sentence, found ${foundText(question)}`);
  }
  const isChoice = (text: string) => text.trim() !== "" && text !== "?";
  if (choices.length < 2 || new Set(choices).size < choices.length || !choices.every(isChoice)) {
    throw new RangeError(
      `predict choices: wanted two or more different texts, none of them "?", found ${foundText(choices)}`,
    );
  }
  if (guess !== "?") expectChoice("predict guess", choices, guess, ', or "?" for none yet');
  const least = Math.floor(100 / choices.length) / 100; // .33 is a third
  if (!(sure >= least && sure <= 1)) {
    throw new RangeError(
      `predict sure: wanted a chance from ${least} (no idea which of ${choices.length}) to 1 (certain), found ${sure}`,
    );
  }
}

function expectChoice(place: string, choices: readonly string[], found: string, more = ""): void {
  if (choices.includes(found)) return;
  const near = nearestName(found, choices);
  const hint = near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
  throw new RangeError(
    `${place}: wanted ${alternatives(choices)}${more}, found ${foundText(found)}${hint}`,
  );
}

function questionText(question: string, choices: readonly string[]): string {
  return `Guess first. ${question} (${alternatives(choices)})`;
}

const guessText = ({ guess, sure }: KeptGuess): string | undefined =>
  guess === undefined ? undefined : `${guess}, ${Math.round(100 * sure!)} % sure`;

/** What stands, and what to do now. */
function standingText(own: KeptGuess, isGiven: boolean): string {
  const text = guessText(own);
  if (own.outcome !== undefined) {
    return text === undefined
      ? "The answer was out before you guessed, so a guess does not count any more."
      : `The answer is out, so your guess stands: ${text}.`;
  }
  if (text === undefined) {
    const even = Number((1 / own.choices.length).toFixed(2));
    return (
      'Write your guess in place of "?" above, and how sure you are: 1 is certain, ' +
      `${even} is no idea. Then run the cell again (Shift + Enter).`
    );
  }
  return isGiven ? `Your guess: ${text}. Go on.` : `Your guess of before stands: ${text}. Go on.`;
}

/** One paragraph each, the first one's first sentence in bold. */
function tell(lines: readonly (string | undefined)[]): void {
  const texts = lines.filter((line) => line !== undefined);
  const paragraphs = texts.map((text) => `<p>${escapeHtml(text)}</p>`);
  const strong = paragraphs[0].replace(/^<p>(.*?\.)(?= )/, "<p><b>$1</b>");
  const html = [strong, ...paragraphs.slice(1)].join("");
  showBundle({ "text/html": html, "text/plain": texts.join("\n") });
}
