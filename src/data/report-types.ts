import type { ClassBalance, Flagged, LabelDoubts } from "./report-checks";

/** What was found in a data set, in numbers. */
export interface DataReport {
  /** How many examples. */
  readonly count: number;
  /** Examples with a NaN or an infinity. */
  readonly notFinite: Flagged;
  /** Examples with a number outside the range, where that is known. */
  readonly outOfRange?: Flagged;
  /**
   * Examples with a number far from all others at its place, such as -999 for a missing one: 30 interquartile ranges
   * from the median. Only where no range is known.
   */
  readonly farOut?: Flagged;
  /** Examples whose numbers are all the same; only where an example has more than three. */
  readonly blank: Flagged;
  /** Examples equal to one before them. */
  readonly duplicates: Flagged;
  /** Examples with a twin before them that chance does not explain, and the data's own dimension. */
  readonly nearDuplicates?: Flagged & {
    /** In how many dimensions the data spread, as far as distances of neighbours tell. */
    readonly dimension: number;
  };
  /** Examples whose five nearest are all of one other class. */
  readonly labels?: LabelDoubts;
  /** How even the classes are; left out where there are no labels. */
  readonly balance?: ClassBalance;
  /** Pictures with noise, and the level (a standard deviation) of the middle picture. */
  readonly noise?: Flagged & {
    /** Standard deviation of the middle picture's noise, in the unit of the pixels. */
    readonly level: number;
  };
  /** What is worth a look, in words; empty for clean data. */
  readonly findings: readonly DataFinding[];
}

/** Something in a data set that is worth a look. */
export interface DataFinding {
  /** Which part of the {@link DataReport} it comes from. */
  readonly fault:
    | "notFinite"
    | "outOfRange"
    | "farOut"
    | "blank"
    | "duplicates"
    | "nearDuplicates"
    | "labels"
    | "balance"
    | "noise";
  /** How much of the data it is, 0 to 1; of "balance" how far it is from even. */
  readonly share: number;
  /** What is wrong and what to do. */
  readonly text: string;
}
