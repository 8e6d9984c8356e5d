import { expectInteger } from "../shape";

/** What was measured at each step, a plain array a column; all columns have the same length. */
export interface History {
  /** From 1. */
  readonly step: number[];
  /** Sum of the two parts that follow. */
  readonly discriminatorLoss: number[];
  /** Its part of the real batch. */
  readonly discriminatorLossReal: number[];
  /** Its part of the fake batch. */
  readonly discriminatorLossFake: number[];
  /** The generator's loss, its terms left out. */
  readonly generatorLoss: number[];
  /** Sum of the weighted terms in the discriminator's loss, such as penalties; not in the losses above. */
  readonly discriminatorPenalty: number[];
  /** Sum of the weighted terms in the generator's loss, such as feature matching; not in `generatorLoss`. */
  readonly generatorPenalty: number[];
  /** Length of the discriminator's whole gradient, before clipping. */
  readonly discriminatorGradient: number[];
  /** Length of the generator's whole gradient, before clipping. */
  readonly generatorGradient: number[];
  /** Mean D(x) = sigmoid(score) over the step's real batch, before the discriminator's update. */
  readonly realProbability: number[];
  /** Mean D(G(z)) over the step's fake batch, before the discriminator's update. */
  readonly fakeProbability: number[];
  /** Share of both batches on the right side of score 0; .5 is a coin. */
  readonly discriminatorAccuracy: number[];
  /** Share of the real batch on the right side of score 0, above it; .5 is a coin. */
  readonly realAccuracy: number[];
  /** Share of the fake batch on the right side of score 0, below it; .5 is a coin. */
  readonly fakeAccuracy: number[];
  /** The discriminator's updates in the step. */
  readonly discriminatorUpdates: number[];
  /** The generator's updates in the step. */
  readonly generatorUpdates: number[];
  /** Strength of the augmentation; 0 without one. */
  readonly augmentStrength: number[];
}

/**
 * The two losses of the last step, for a line that tells how training goes; nothing before the first step.
 *
 * @example
 * ```ts
 * import { latestLosses } from "gan-clinic";
 * const { history } = { history: { discriminatorLoss: [1.4, 1.2], generatorLoss: [0.7, 0.9] } };
 * assert.deepEqual(latestLosses(history), { "loss D": 1.2, "loss G": 0.9 });
 * assert.deepEqual(latestLosses({ discriminatorLoss: [], generatorLoss: [] }), {});
 * ```
 */
export function latestLosses({
  discriminatorLoss,
  generatorLoss,
}: Pick<History, "discriminatorLoss" | "generatorLoss">): Record<string, number> {
  const [ofD, ofG] = [discriminatorLoss.at(-1), generatorLoss.at(-1)];
  return ofD === undefined || ofG === undefined ? {} : { "loss D": ofD, "loss G": ofG };
}

/** One row of a {@link History}. */
export type HistoryRow = { [Column in keyof History]: number };

/** What one discriminator update measured, as plain numbers. */
export interface DiscriminatorMeasures {
  readonly real: number;
  readonly fake: number;
  readonly penalty: number;
  readonly gradientNorm: number;
  readonly realScores: ArrayLike<number>;
  readonly fakeScores: ArrayLike<number>;
}

/** What one generator update measured. */
export interface GeneratorMeasures {
  readonly loss: number;
  readonly penalty: number;
  readonly gradientNorm: number;
}

export function emptyHistory(): History {
  return {
    step: [],
    discriminatorLoss: [],
    discriminatorLossReal: [],
    discriminatorLossFake: [],
    generatorLoss: [],
    discriminatorPenalty: [],
    generatorPenalty: [],
    discriminatorGradient: [],
    generatorGradient: [],
    realProbability: [],
    fakeProbability: [],
    discriminatorAccuracy: [],
    realAccuracy: [],
    fakeAccuracy: [],
    discriminatorUpdates: [],
    generatorUpdates: [],
    augmentStrength: [],
  };
}

/** What a row tells of its step, besides what was measured. */
export interface RecordedStep {
  readonly variant: { readonly discriminatorSteps: number; readonly generatorSteps: number };
  /** What levers say of their numbers. */
  readonly columns?: Partial<HistoryRow>;
}

/**
 * Appends one row. With several updates of a player, it describes the last of them; of a player that made
 * none, it repeats the row before.
 */
export function record(
  history: History,
  step: number,
  {
    discriminator,
    generator,
  }: { discriminator?: DiscriminatorMeasures; generator?: GeneratorMeasures },
  { variant, columns = {} }: RecordedStep,
): void {
  const row: Partial<HistoryRow> = {
    step,
    discriminatorUpdates: variant.discriminatorSteps,
    generatorUpdates: variant.generatorSteps,
    ...columns,
    ...(discriminator && discriminatorRow(discriminator)),
    ...(generator && {
      generatorLoss: generator.loss,
      generatorPenalty: generator.penalty,
      generatorGradient: generator.gradientNorm,
    }),
  };
  for (const column of Object.keys(history) as (keyof History)[]) {
    history[column].push(row[column] ?? history[column].at(-1) ?? 0);
  }
}

function discriminatorRow(measures: DiscriminatorMeasures): Partial<HistoryRow> {
  const { real, fake, penalty, gradientNorm, realScores, fakeScores } = measures;
  const realAccuracy = mean(realScores, (score) => (score > 0 ? 1 : 0));
  const fakeAccuracy = mean(fakeScores, (score) => (score > 0 ? 0 : 1));
  return {
    discriminatorLoss: real + fake,
    discriminatorLossReal: real,
    discriminatorLossFake: fake,
    discriminatorPenalty: penalty,
    discriminatorGradient: gradientNorm,
    realProbability: mean(realScores, sigmoid),
    fakeProbability: mean(fakeScores, sigmoid),
    discriminatorAccuracy: (realAccuracy + fakeAccuracy) / 2,
    realAccuracy,
    fakeAccuracy,
  };
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
