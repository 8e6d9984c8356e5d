import { meanInterval, pairedDifference } from "../../metrics/interval";
import type { Recipe } from "../../recipes/recipe";
import { mean } from "../../statistics";
import { canTravel } from "../orders";
import type { Study } from "../study";
import { foldName } from "./plan";
import type { SpacePoint } from "./space";
import type { Confirmation, Search, SearchRound, SearchTrial } from "./types";

/** What a round of a search is ranked by. */
export interface Ranking {
  readonly study: Study;
  readonly by: string;
  readonly better: "more" | "less";
  readonly folds: number | undefined;
  readonly recipes: ReadonlyMap<string, Recipe>;
  readonly points: ReadonlyMap<string, SpacePoint>;
}

/** The trials of a round, the best first. */
export function rankedTrials(ranking: Ranking): SearchTrial[] {
  const { study, by, better, folds, recipes, points } = ranking;
  const worst = better === "less" ? Infinity : -Infinity;
  const trials = [...recipes].map(([arm, whole]): SearchTrial => {
    const scores = scoresOf(study, arm, by, folds);
    const isFinite = scores.every(Number.isFinite);
    const measurable = isFinite && scores.length > 1;
    return {
      arm,
      setting: points.get(arm)!.setting,
      recipe: whole,
      scores,
      mean: isFinite ? mean(scores) : worst,
      ...(measurable && { interval: meanInterval(scores) }),
      steps: whole.steps,
    };
  });
  const sign = better === "less" ? 1 : -1;
  return trials.sort((a, b) => (a.mean === b.mean ? 0 : sign * (a.mean - b.mean)));
}

/** One a seed; with folds one a fold, the mean of its seeds. */
export function scoresOf(
  study: Study,
  arm: string,
  by: string,
  folds: number | undefined,
): number[] {
  if (folds === undefined) return [...study.values(arm, by)];
  return Array.from({ length: folds }, (_, i) =>
    mean(study.values(foldName(arm, i + 1, folds), by)),
  );
}

/** Those of the last round, then those that the round before it left out, and so on. */
export function bestFirst(rounds: readonly SearchRound[]): SearchTrial[] {
  const trials: SearchTrial[] = [];
  for (const round of [...rounds].reverse()) {
    trials.push(...round.trials.filter(({ arm }) => trials.every((each) => each.arm !== arm)));
  }
  return trials;
}

/** Steps that were trained: a run that went on from its checkpoint was not trained anew. */
export function costOf(
  rounds: readonly SearchRound[],
  whole: ReadonlyMap<string, Recipe>,
  runs: number,
): Search["cost"] {
  let steps = 0;
  const done = new Map<string, number>();
  for (const { trials } of rounds) {
    for (const { arm, recipe: own } of trials) {
      steps += runs * (own.steps - (canTravel(own) ? (done.get(arm) ?? 0) : 0));
      done.set(arm, own.steps);
    }
  }
  const toTheEnd = [...whole.values()].reduce((sum, each) => sum + runs * each.steps, 0);
  return { steps, toTheEnd };
}

/**
 * The winner and the base on fresh seeds.
 *
 * @throws RangeError for fewer than two seeds with a finite number of both
 */
export function compared(
  winner: readonly number[],
  base: readonly number[],
): Pick<Confirmation, "winner" | "base" | "difference" | "diverged"> {
  const isPair = (_: number, i: number) => Number.isFinite(winner[i]) && Number.isFinite(base[i]);
  const pairs = winner.filter(isPair);
  if (pairs.length < 2) {
    throw new RangeError(
      `confirm: wanted at least 2 seeds with a finite number of the winner and of the base, found ${pairs.length} of ${winner.length}`,
    );
  }
  const [ofWinner, ofBase] = [winner, base].map((values) => values.filter(Number.isFinite));
  return {
    winner: meanInterval(ofWinner),
    base: meanInterval(ofBase),
    difference: pairedDifference(pairs, base.filter(isPair)),
    diverged: { winner: winner.length - ofWinner.length, base: base.length - ofBase.length },
  };
}
