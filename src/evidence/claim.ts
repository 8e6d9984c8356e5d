/**
 * A claim: a sentence of a notebook with the measurement that backs it.
 *
 * The measurement is one number per seed. What is required must hold for the whole 95 % interval of the
 * mean, not only for the mean: a claim that a lucky seed carries is not held.
 */
import { randomUUID } from "node:crypto";
import { showOfCell, type ShowOutput } from "../cell";
import { meanInterval } from "../metrics/interval";
import { showBundle } from "../plots/display";
import { budgetName } from "./budget";
import type { Claim, Requirement } from "./claim-types";
import { claimsHtml, claimText } from "./claim-view";
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
  /** true: a sentence to remember, at most twelve a notebook; `resultsTable` folds the others away */
  headline?: boolean;
}

/**
 * State a result, test it, and show it as a row of the cell's table. A claim that is not held does not stop the
 * notebook; under the full budget it makes `npm run prove` fail, under the others it is reported and not judged. One that
 * cannot be judged fails too: of fewer than 3 seeds, or with a seed whose number is not finite, because its training was
 * stopped, say. The row tells which.
 *
 * @param text the sentence, as a reader should believe it
 * @returns the claim with its interval and verdict
 * @throws RangeError fewer than two finite numbers, no bound, a baseline of another length
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

/** The claims that the running cell has stated: they stand in one table, which grows. */
let shown: { cell?: ShowOutput | undefined; displayId: string; claims: Claim[] } = {
  displayId: "",
  claims: [],
};

/** Show a claim, and keep it for the table at the end. */
export function stated(result: Claim): Claim {
  all.set(result.text, result);
  const cell = showOfCell();
  const isSame = cell !== undefined && shown.cell === cell;
  if (isSame) shown.claims = [...shown.claims.filter(({ text }) => text !== result.text), result];
  else shown = { cell, displayId: randomUUID(), claims: [result] };
  const { displayId, claims } = shown;
  showBundle(
    {
      [CLAIM_MIME]: { claims },
      "text/html": claimsHtml(claims),
      "text/plain": claims.map(claimText).join("\n"),
    },
    {},
    { displayId, update: isSame },
  );
  return result;
}

/** The verdict alone, without showing it. */
export function judge(text: string, input: ClaimInput, enforced: boolean): Claim {
  checkInput(text, input);
  const { measured, baseline, unit, require, headline } = input;
  const differences = baseline?.map((value, index) => measured[index] - value);
  const finite = (differences ?? measured).map(Number.isFinite); // by seed
  const ofFinite = (values: readonly number[]) => values.filter((_, index) => finite[index]);
  const deciding = ofFinite(differences ?? measured);
  if (deciding.length < 2) {
    throw new RangeError(
      `Claim "${text}": wanted a finite number of two seeds or more, found ${deciding.length} of ${measured.length}. ` +
        "Look at the runs that made them: did their training stop early?",
    );
  }
  const decisive = meanInterval(deciding);
  const problem = problemOf(finite, enforced);
  return {
    text,
    unit,
    seeds: measured.length,
    measured: meanInterval(ofFinite(measured)),
    ...(baseline && { baseline: meanInterval(ofFinite(baseline)), difference: decisive }),
    require,
    bootstrap: meanInterval(deciding, { method: "bootstrap" }),
    chance: chanceToHold(deciding, require),
    held:
      problem === undefined &&
      decisive.low >= (require.atLeast ?? -Infinity) &&
      decisive.high <= (require.atMost ?? Infinity),
    ...(problem !== undefined && { problem }),
    ...(headline && { headline }),
    enforced,
  };
}

/** Why no verdict can rest on these seeds; undefined when it can. */
function problemOf(finite: readonly boolean[], enforced: boolean): string | undefined {
  const missing = finite.flatMap((isFinite, index) => (isFinite ? [] : [`${index + 1}.`]));
  if (missing.length > 0) {
    return (
      `no number of the ${missing.join(", ")} of ${finite.length} seeds: was its training stopped, or has it diverged? ` +
      "The interval is that of the others"
    );
  }
  if (enforced && finite.length < FEWEST_SEEDS) {
    return `it rests on ${finite.length} seeds; at least ${FEWEST_SEEDS} are wanted`;
  }
  return undefined;
}

function checkInput(text: string, input: ClaimInput): void {
  const { measured, baseline, require } = input;
  const about = `Claim "${text}"`;
  if (baseline && baseline.length !== measured.length) {
    throw new RangeError(
      `${about} has ${measured.length} measured and ${baseline.length} baseline numbers; ` +
        "they are paired by seed and must be equally many",
    );
  }
  if (require.atLeast === undefined && require.atMost === undefined) {
    throw new RangeError(`${about} requires nothing; give atLeast, atMost or both`);
  }
}
