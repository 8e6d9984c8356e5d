import type { RecipeChange } from "../../recipes/recipe";
import type { RunRecord } from "../run-record";
import type { Signals } from "../signals";

/** What can be wrong with a training. */
export type Pitfall =
  | "faulty data"
  | "faulty loss"
  | "unreachable data"
  | "unbounded critic"
  | "exploding gradient"
  | "divergence"
  | "batch norm"
  | "overfitting"
  | "overpowering discriminator"
  | "vanishing gradient"
  | "weak discriminator"
  | "mode collapse"
  | "oscillation"
  | "mode dropping"
  | "undertrained";

/** A pitfall shows by each of its signs alone. */
export interface Sign {
  /** All of these together: a signal, where it begins to be suspect (0), and where it is certain (1). */
  readonly looksAt: readonly (readonly [signal: keyof Signals, from: number, to: number])[];
  /** Why this is a sign of it, and where that is known from. */
  readonly why: string;
  /** One sentence with the numbers. It may read what the sign looks at. */
  readonly evidence: (signals: Required<Signals>, run: RunRecord) => string;
}

/** Something to try. */
export interface Remedy {
  /** What to do, in a sentence. */
  readonly text: string;
  /**
   * The same as data, where a recipe can say it whatever else it has: `recipe.with(remedy.change)`. Terms in it take the
   * place of those that the recipe has.
   */
  readonly change?: RecipeChange;
}

/** What a pitfall shows itself by, and what to do about it. */
export interface Rule {
  /** What it is about. */
  readonly pitfall: Pitfall;
  /** The notebook about it. */
  readonly notebook: string;
  /** What to look for: the strongest sign that is found counts. */
  readonly signs: readonly Sign[];
  /** What follows from it: when both are found, mend this one first. */
  readonly explains: readonly Pitfall[];
  /** What to try, the likeliest first. */
  readonly remedies: readonly Remedy[];
}
