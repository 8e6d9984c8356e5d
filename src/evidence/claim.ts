/**
 * A claim: a sentence of a notebook with the measurement that backs it.
 *
 * The measurement is one number per seed. What is required must hold for the whole 95 % interval of the
 * mean, not only for the mean: a claim that a lucky seed carries is not held.
 */
import { meanInterval } from "../metrics/interval";
import { showBundle } from "../plots/display";
import { budgetName } from "./budget";
import type { Claim, Requirement } from "./claim-types";
import { claimHtml, claimText } from "./claim-view";
import { chanceToHold } from "./replication";

export type { Claim, Requirement } from "./claim-types";

/** The MIME type under which a claim travels in a notebook's outputs; `clinic run` collects these. */
export const CLAIM_MIME = "application/vnd.gan-clinic.claim+json";

/** Fewest seeds a claim may rest on. */
export const FEWEST_SEEDS = 3;

/** What a claim rests on. */
export interface ClaimInput {
  /** one number per seed */
  measured: readonly number[];
  /** one number per seed in the same order: the requirement is then on `measured − baseline`, seed by seed */
  baseline?: readonly number[];
  /** unit of the numbers, for instance "modes of 8" */
  unit: string;
  /** at least one bound */
  require: Requirement;
}

/**
 * State a result, test it, and show it as one row. A claim that is not held does not stop the notebook; under the full
 * budget it makes `npm run prove` fail, under the others it is reported and not judged.
 *
 * @param text the sentence, as a reader should believe it
 * @returns the claim with its interval and verdict
 * @throws RangeError fewer than 3 seeds under the full budget, a number that is not finite, no bound, a
 *   baseline of another length
 * @example
 * ```ts
 * const { held, measured } = claim("Three dice throws are at least 2 on average", {
 *   measured: [4, 5, 4],
 *   unit: "points",
 *   require: { atLeast: 2 },
 * });
 * assert.ok(held);
 * assert.ok(measured.low > 2);
 * ```
 */
export function claim(text: string, input: ClaimInput): Claim {
  return stated(judge(text, input, budgetName() === "full"));
}

/** Every claim that was stated in this process, by its sentence: a cell that runs again takes the place of its claim. */
const all = new Map<string, Claim>();

/** The claims that were stated so far, in the order in which they were first stated. */
export function claimsSoFar(): Claim[] {
  return [...all.values()];
}

/** Show a claim, and keep it for the table at the end. */
export function stated(result: Claim): Claim {
  all.set(result.text, result);
  showBundle({
    [CLAIM_MIME]: result,
    "text/html": claimHtml(result),
    "text/plain": claimText(result),
  });
  return result;
}

/** The verdict alone, without showing it. */
export function judge(text: string, input: ClaimInput, enforced: boolean): Claim {
  checkInput(text, input, enforced);
  const { measured, baseline, unit, require } = input;
  const difference = baseline?.map((value, index) => measured[index] - value);
  const decisive = meanInterval(difference ?? measured);
  return {
    text,
    unit,
    seeds: measured.length,
    measured: meanInterval(measured),
    ...(baseline && { baseline: meanInterval(baseline), difference: decisive }),
    require,
    bootstrap: meanInterval(difference ?? measured, { method: "bootstrap" }),
    chance: chanceToHold(difference ?? measured, require),
    held:
      decisive.low >= (require.atLeast ?? -Infinity) &&
      decisive.high <= (require.atMost ?? Infinity),
    enforced,
  };
}

function checkInput(text: string, input: ClaimInput, enforced: boolean): void {
  const { measured, baseline, require } = input;
  const about = `Claim "${text}"`;
  if (enforced && measured.length < FEWEST_SEEDS) {
    throw new RangeError(
      `${about} rests on ${measured.length} seeds; at least ${FEWEST_SEEDS} are wanted`,
    );
  }
  if (baseline && baseline.length !== measured.length) {
    throw new RangeError(
      `${about} has ${measured.length} measured and ${baseline.length} baseline numbers; ` +
        "they are paired by seed and must be equally many",
    );
  }
  const wrong = [...measured, ...(baseline ?? [])].find((value) => !Number.isFinite(value));
  if (wrong !== undefined || measured.length === 0) {
    throw new RangeError(
      `${about} was given ${wrong === undefined ? "no numbers" : String(wrong)}; every seed needs a finite number. ` +
        "Look at the run that made it: did its training stop early?",
    );
  }
  if (require.atLeast === undefined && require.atMost === undefined) {
    throw new RangeError(`${about} requires nothing; give atLeast, atMost or both`);
  }
}
