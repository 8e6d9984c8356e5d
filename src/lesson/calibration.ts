import type { KeptGuess } from "../cell";
import { mean } from "../statistics";

/** A guess whose answer is out. */
export type ScoredGuess = Required<Pick<KeptGuess, "choices" | "guess" | "sure" | "outcome">>;

/**
 * Brier's score of one guess: the sum over the choices of (probability - what came out)², where what came out is 1 for
 * the answer and 0 for the others. What the guess leaves of the probability is shared evenly by the other choices.
 * 0 for a certain guess that is right, 2 for a certain one that is wrong, 1 - 1/k for the same chance for all k.
 *
 * (G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950, eq. 2.)
 */
export function brierScore({ choices, guess, sure, outcome }: ScoredGuess): number {
  const rest = (1 - sure) / (choices.length - 1);
  const squares = choices.map((choice) => {
    const probability = choice === guess ? sure : rest;
    return (probability - (choice === outcome ? 1 : 0)) ** 2;
  });
  return squares.reduce((sum, square) => sum + square, 0);
}

/** Those of some kept guesses that count. */
export function scored(kept: readonly KeptGuess[]): ScoredGuess[] {
  return kept.filter((each): each is KeptGuess & ScoredGuess => {
    return each.guess !== undefined && each.sure !== undefined && each.outcome !== undefined;
  });
}

/** How well somebody knows what they know, in one sentence; nothing without a guess that counts. */
export function calibrationText(kept: readonly KeptGuess[]): string | undefined {
  const guesses = scored(kept);
  if (guesses.length === 0) return undefined;
  const own = mean(guesses.map(brierScore));
  const even = mean(guesses.map(({ choices }) => 1 - 1 / choices.length));
  const count = guesses.length === 1 ? "1 guess" : `${guesses.length} guesses`;
  return (
    `Your Brier score over ${count} is ${own.toFixed(2)}, and giving every choice the same chance would score ` +
    `${even.toFixed(2)}: it is the squared distance from your probabilities to what came out, ` +
    "0 for certain and right, 2 for certain and wrong."
  );
}
