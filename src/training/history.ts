import { expectInteger } from "../shape";

/** What was measured at each step, a plain array a column; all columns have the same length. */
export interface History {
  /** From 1. */
  readonly step: number[];
  /** Sum of the two parts that follow. */
  readonly discriminatorLoss: number[];
  readonly discriminatorLossReal: number[];
  readonly discriminatorLossFake: number[];
  readonly generatorLoss: number[];
  /** Mean D(x) = sigmoid(score) over the step's real batch, before the discriminator's update. */
  readonly realProbability: number[];
  /** Mean D(G(z)) over the step's fake batch, before the discriminator's update. */
  readonly fakeProbability: number[];
  /** Share of both batches on the right side of score 0; .5 is a coin. */
  readonly discriminatorAccuracy: number[];
}

/** One row of a {@link History}. */
export type HistoryRow = { [Column in keyof History]: number };

/** What one discriminator step measured, as plain numbers. */
export interface DiscriminatorMeasures {
  readonly real: number;
  readonly fake: number;
  readonly realScores: ArrayLike<number>;
  readonly fakeScores: ArrayLike<number>;
}

export function emptyHistory(): History {
  return {
    step: [],
    discriminatorLoss: [],
    discriminatorLossReal: [],
    discriminatorLossFake: [],
    generatorLoss: [],
    realProbability: [],
    fakeProbability: [],
    discriminatorAccuracy: [],
  };
}

/** Appends one row. With several discriminator steps, it describes the last of them. */
export function record(
  history: History,
  step: number,
  { real, fake, realScores, fakeScores }: DiscriminatorMeasures,
  generatorLoss: number,
): void {
  const row: HistoryRow = {
    step,
    discriminatorLoss: real + fake,
    discriminatorLossReal: real,
    discriminatorLossFake: fake,
    generatorLoss,
    realProbability: mean(realScores, sigmoid),
    fakeProbability: mean(fakeScores, sigmoid),
    discriminatorAccuracy:
      (mean(realScores, (score) => (score > 0 ? 1 : 0)) +
        mean(fakeScores, (score) => (score > 0 ? 0 : 1))) /
      2,
  };
  for (const column of Object.keys(history) as (keyof History)[]) history[column].push(row[column]);
}

/**
 * The running mean over the last `window` values (over fewer at the start, so that nothing is lost).
 *
 * @throws RangeError for a window below 1
 * @example
 * ```ts
 * import { smooth } from "gan-clinic";
 * assert.deepEqual(smooth([1, 3, 5, 7], 2), [1, 2, 4, 6]);
 * ```
 */
export function smooth(values: readonly number[], window: number): number[] {
  expectInteger(window, "smooth window", { atLeast: 1 });
  return values.map((_, i) => mean(values.slice(Math.max(0, i + 1 - window), i + 1), (v) => v));
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function mean(values: ArrayLike<number>, of: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]);
  return sum / values.length;
}
