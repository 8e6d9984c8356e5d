import type { MeanInterval } from "../metrics/interval";

/** What must be true of the interval. Bounds are in the unit of the measurement. */
export interface Requirement {
  /** the interval's lower end must reach this */
  atLeast?: number;
  /** the interval's upper end must not pass this */
  atMost?: number;
}

/** A claim with its verdict, as it is stored in the notebook and in the results table. */
export interface Claim {
  /** the sentence */
  text: string;
  /** unit of the measurement, for instance "modes of 8" */
  unit: string;
  /** how many seeds it rests on */
  seeds: number;
  /** mean and interval of the measurement */
  measured: MeanInterval;
  /** the same of the baseline, when there is one */
  baseline?: MeanInterval;
  /** the same of the paired difference `measured − baseline`: the effect size */
  difference?: MeanInterval;
  /** what had to be true of the interval */
  require: Requirement;
  /**
   * The percentile bootstrap's interval of what the requirement is on, for comparison: it does not decide, for
   * with few seeds it is too narrow (see `meanInterval`).
   */
  bootstrap: MeanInterval;
  /**
   * How likely it is to hold on as many fresh seeds, 0 to 1, if what these seeds showed is all that is known, and seeds
   * are normal and independent. One that holds by a hair has about .5. Missing in notebooks executed before it was told.
   */
  chance?: number;
  /** one of the few sentences that a learner should remember: it stands in the table at the end, the others are folded */
  headline?: true;
  /** whether it was true */
  held: boolean;
  /** why it cannot be judged, where it cannot: a seed without a number, too few seeds; then it is not held */
  problem?: string;
  /** true under the full budget only; else the verdict is information */
  enforced: boolean;
}
