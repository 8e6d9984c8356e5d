import type { Claim } from "../evidence/claim";
import type { Comparison } from "../evidence/comparison";
import type { Chart } from "../plots/chart";
import type { Reference } from "../plots/reference";
import type { Recipe, RecipeChange } from "../recipes/recipe";
import type { RecipeParts } from "../recipes/parts";
import type { BudgetName } from "../evidence/budget";
import type { StudyRun } from "./finished-run";
import type { Measure } from "./measures/measure";
import type { ArmVerdict, VerdictOptions } from "./verdicts";

/** What {@link runStudy} runs. */
export interface StudyOptions {
  /** What all arms have in common: a recipe, or its parts. */
  readonly base: Recipe | RecipeParts;
  /** By name, what each arm changes of it, as `recipe.with` takes it; `{}` for the base itself. */
  readonly arms: Readonly<Record<string, RecipeChange>>;
  /** How many seeds, from 1 on (`seedList`); or which. */
  readonly seeds: number | readonly number[];
  /** By name, what is measured of each run. The library's own are measured where the run is trained. */
  readonly measure?: Readonly<Record<string, Measure>>;
  /** The arm whose first run is shown while it trains; it takes twenty snapshots. */
  readonly watch?: string;
  /** The share of the steps that a quick run makes, 0 to 1; .25. Choose one that still shows the effect. */
  readonly quick?: number;
  /** How much may be spent; what `budgetName` says. */
  readonly budget?: BudgetName;
  /** How many runs are trained at a time; as many as there are cores. 0: in this process, one after the other. */
  readonly processes?: number;
}

/** How {@link Study.table} compares. */
export interface StudyTableOptions {
  /** The arm that the others are compared with. */
  readonly baseline: string;
  /** Which arms, in this order; all. */
  readonly arms?: readonly string[];
  /** Which measures, in this order; all. */
  readonly measures?: readonly string[];
  /** Which way is an improvement, for measures that do not say so themselves. */
  readonly better?: Readonly<Record<string, "more" | "less">>;
  /** What stands over it; the study's name. */
  readonly title?: string;
}

/** What {@link Study.claim} requires. */
export interface StudyClaimOptions {
  /** The arm of the baseline: the requirement is then on the difference, seed by seed. */
  readonly vs?: string;
  /** The interval's lower end must reach this. */
  readonly atLeast?: number;
  /** The interval's upper end must not pass this. */
  readonly atMost?: number;
  /** Unit of the numbers; what the measure says. */
  readonly unit?: string;
  /** true: a sentence to remember; `resultsTable` folds the others away. */
  readonly headline?: boolean;
}

/** How {@link Study.dose} draws. */
export interface StudyDoseOptions {
  /** Which arms, in this order; all. */
  readonly arms?: readonly string[];
  /** What to see in the chart, as a phrase; the measure and the study. */
  readonly title?: string;
  /** The finding as a sentence; the means of all arms. */
  readonly alt?: string;
  /** Scale of the measure; "linear". */
  readonly yScale?: "linear" | "log";
  /** Level lines, such as what real data measure. */
  readonly reference?: readonly Reference[];
}

/** How many seeds a study needs is told of this. */
export interface StudyPowerOptions {
  /** Chance that the difference is found, 0 to 1; .8. */
  readonly power?: number;
}

/** What came of a study. */
export interface Study {
  /** Its name. */
  readonly name: string;
  /** How much it was allowed to spend. Claims of any but a full one are reported, not judged. */
  readonly budget: BudgetName;
  /** The seeds of each arm. */
  readonly seeds: readonly number[];
  /** The arms' names. */
  readonly arms: readonly string[];
  /** The names of what was measured so far. */
  readonly measures: readonly string[];
  /** An arm's runs, in the order of the seeds. */
  runs(arm: string): readonly StudyRun[];
  /** What a measure gave for each run of an arm, in the order of the seeds. */
  values(arm: string, measure: string): readonly number[];
  /** Measures all runs, without training them again. A name that was used already now means this. */
  measure(name: string, measure: Measure): Promise<void>;
  /** Shows the arms side by side, as `comparisonTable` does, and gives its cells. */
  table(options: StudyTableOptions): Comparison[];
  /** States what an arm shows, as `claim` does; `resultsTable()` has it at the end. */
  claim(text: string, arm: string, measure: string, options: StudyClaimOptions): Claim;
  /** Sorts the arms by one bar, shows the table, and gives its rows. */
  verdicts(measure: string, options: VerdictOptions): ArmVerdict[];
  /** How many seeds would find a difference of `effect` between two arms, if they spread as these runs do. */
  seedsNeeded(measure: string, effect: number, options?: StudyPowerOptions): number;
  /** Samples of an arm's first run at up to four moments of its training, as a chart to be shown. */
  film(arm: string): Promise<Chart>;
  /** A measure of all arms side by side, a ring a seed, as a chart to be shown. */
  dose(measure: string, options?: StudyDoseOptions): Chart;
  /** Frees the networks of all runs that were made again. */
  dispose(): void;
}
