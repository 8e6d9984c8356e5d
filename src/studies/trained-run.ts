import type { History } from "../training/history";
import type { MonitorRow } from "../training/monitors";
import type { TrainingProblem } from "../training/problem";
import type { Snapshot } from "../training/snapshot";
import type { TrainingEnd } from "../training/trainer";

/** What came of one run, as plain data: it travels between processes, and is kept in a file. */
export interface TrainedRun {
  /** The seed that it was trained with. */
  readonly seed: number;
  /** Steps that were done. */
  readonly stepsDone: number;
  /** How it ended: "finished" after all its steps. */
  readonly stopped: TrainingEnd;
  /** Whether its steps were compiled. */
  readonly compiled: boolean;
  /** What went wrong, when it stopped at a number that is not finite. */
  readonly problem?: TrainingProblem;
  /** What each step measured, a column for each measure. */
  readonly history: History;
  /** What was looked at now and then: one row for each snapshot. */
  readonly monitors: readonly MonitorRow[];
  /** Samples of the generator at moments of the training. */
  readonly snapshots: readonly Snapshot[];
  /** The numbers of what each network learns and keeps. */
  readonly weights: RunWeights;
  /** What was measured where it was trained, by the text of the measure's data form. */
  readonly measured: Readonly<Record<string, number>>;
}

/** The numbers of each network's variables and states, in their order. */
export interface RunWeights {
  /** Of the generator. */
  readonly generator: readonly WeightValues[];
  /** Of the discriminator. */
  readonly discriminator: readonly WeightValues[];
  /** The generator's averaged weights, when the recipe keeps an average. */
  readonly average?: readonly WeightValues[];
}

/** The numbers of one variable. */
export type WeightValues = Float32Array | Int32Array | Uint8Array;
