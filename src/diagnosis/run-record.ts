import type { TrainingFacts } from "../training/facts";
import type { History } from "../training/history";
import type { MonitorRow } from "../training/monitors";
import type { TrainingProblem } from "../training/problem";
import type { TrainingEnd } from "../training/trainer";

/** The columns of a history that a diagnosis looks at. */
export type DiagnosedColumn =
  | "step"
  | "discriminatorLossReal"
  | "discriminatorLossFake"
  | "generatorLoss"
  | "generatorGradient"
  | "realProbability"
  | "fakeProbability"
  | "discriminatorAccuracy";

/** The fields of a monitor row that a diagnosis looks at. */
export type DiagnosedMonitor = Pick<
  MonitorRow,
  | "step"
  | "meanSlope"
  | "diversity"
  | "generatorGradients"
  | "discriminatorGradients"
  | "overfitting"
  | "histogram"
  | "counts"
  | "trainingGap"
>;

/** A snapshot as it comes out of a training, or out of a file. */
export interface SnapshotRecord {
  /** Steps done; 0 is before training. */
  readonly step: number;
  /** (n, …) numbers, row by row; of a typed array that went through JSON, an object with the numbers from "0" on. */
  readonly samples: ArrayLike<number>;
  /** Shape of `samples`; the first axis is the examples. */
  readonly shape: readonly number[]; // (n, …)
}

/**
 * What is known of a training: a run of `trainGan`, or the same read from a file. A history may be thinned
 * (every tenth row, say), as long as its columns stay of one length.
 */
export interface RunRecord {
  /** What each step measured: the columns that the rules look at. */
  readonly history: Pick<History, DiagnosedColumn> &
    Partial<Pick<History, "discriminatorUpdates" | "generatorUpdates">>;
  /** Without `overfitting` and `histogram`, what they would show is not looked for. */
  readonly monitors: readonly DiagnosedMonitor[];
  /** Without them, how the samples move is not looked at. */
  readonly snapshots?: readonly SnapshotRecord[];
  /** How it ended. */
  readonly stopped: TrainingEnd;
  /** What was plain before the first step; without them, the data and the critic's bound are not looked at. */
  readonly facts?: TrainingFacts;
  /** The first number that was not finite, if there was one. */
  readonly problem?: TrainingProblem;
}
