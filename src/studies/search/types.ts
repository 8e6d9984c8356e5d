import type { MeanInterval } from "../../metrics/interval";
import type { Chart } from "../../plots/chart";
import type { Recipe } from "../../recipes/recipe";
import type { Study, StudyOptions } from "../study";
import type { Setting, Space } from "./space";

/** What {@link search} searches, and how. */
export interface SearchOptions extends Omit<StudyOptions, "arms" | "watch"> {
  /** What is changed of the base. */
  readonly space: Space;
  /** How many recipes are drawn at random; or "grid": every combination of the space's lists. */
  readonly trials: number | "grid";
  /** The measure that decides. */
  readonly by: string;
  /** Which way it is an improvement; what the measure says. */
  readonly better?: "more" | "less";
  /**
   * Successive halving: one recipe in so many (2 or more) goes on to the next round, with so many times the steps, until one
   * is left, which trains the recipe's own steps.
   */
  readonly halving?: number;
  /**
   * k-fold cross-validation: each recipe is trained so many times (2 or more) on the data without one part, which is its
   * `heldOut`. A measure looks there when it says so: `energyTo({ real: "heldOut" })`.
   */
  readonly folds?: number;
  /** Recipes, and folds, are drawn from this seed; 1. */
  readonly drawSeed?: number;
}

/** A recipe that was tried. */
export interface SearchTrial {
  /** Its name: what was chosen. */
  readonly arm: string;
  /** What was chosen, by the paths of the space. */
  readonly setting: Setting;
  /** The whole recipe, as the budget had it. */
  readonly recipe: Recipe;
  /** What was measured: one a seed; with folds one a fold, the mean of its seeds. */
  readonly scores: readonly number[];
  /** Mean of the scores; as bad as can be when one is not finite. */
  readonly mean: number;
  /**
   * Of the mean; missing where there are not two finite scores. Folds share most of their examples, so theirs is too narrow
   * (Bengio and Grandvalet 2004).
   */
  readonly interval?: MeanInterval;
  /** Steps that each of its runs had done. */
  readonly steps: number;
}

/** A round of a search; a search without halving is of one. */
export interface SearchRound {
  /** All that were trained in it, the best first. */
  readonly trials: readonly SearchTrial[];
  /** The runs; with folds, an arm is a recipe and its fold. */
  readonly study: Study;
}

/** How {@link Search.confirm} trains. */
export interface ConfirmOptions {
  /** How many seeds, or which: none that the search had; 5. */
  readonly seeds?: number | readonly number[];
}

/** What the winner of a search measures on seeds that did not choose it. */
export interface Confirmation {
  /** The winner's name in the search. */
  readonly arm: string;
  /** Its mean in the search, which the search chose for being good. */
  readonly searched: number;
  /** On the fresh seeds; runs that did not end in a finite number are left out of the three intervals. */
  readonly winner: MeanInterval;
  /** The search's base, on the same seeds. */
  readonly base: MeanInterval;
  /** Winner less base, seed by seed. */
  readonly difference: MeanInterval;
  /** How many of the runs (with folds, of the folds) did not end in a finite number. */
  readonly diverged: {
    /** Of the winner's. */
    readonly winner: number;
    /** Of the base's. */
    readonly base: number;
  };
  /** The runs of both, as the arms "winner" and "base". With folds there are such arms for each fold. */
  readonly study: Study;
}

/** What came of a search. */
export interface Search {
  /** Its name. */
  readonly name: string;
  /** What decided, with its unit. */
  readonly measure: string;
  /** Which way that is an improvement. */
  readonly better: "more" | "less";
  /** The seeds of each recipe, and of each fold. */
  readonly seeds: readonly number[];
  /** How many folds the data were in; none without cross-validation. */
  readonly folds?: number;
  /** All recipes, the best first: those of the last round, then those that the round before had left out, and so on. */
  readonly trials: readonly SearchTrial[];
  /** The rounds, in the order of time. */
  readonly rounds: readonly SearchRound[];
  /** What it cost, in steps of training. */
  readonly cost: {
    /** Of all runs together. */
    readonly steps: number;
    /** What they would have been had every recipe been trained to its end. */
    readonly toTheEnd: number;
  };
  /** Shows all recipes, the best first: what was chosen, what was measured, and the place after each round. */
  table(): void;
  /** What was measured against each part that was varied, a panel a part; of several rounds the first, which had all. */
  chart(): Chart;
  /**
   * Trains the best recipe, and the base, on fresh seeds, and shows both. The best of many is partly the luckiest (the
   * winner's curse), so its interval in the search promises too much; this one does not.
   */
  confirm(options?: ConfirmOptions): Promise<Confirmation>;
  /** Frees the networks of all runs that were made again. */
  dispose(): void;
}
