/** What was measured at each step of a CycleGAN, a plain array a column; all columns have the same length. */
export interface CycleHistory {
  /** From 1. */
  readonly step: number[];
  /** Loss of `toY` against its discriminator. */
  readonly toY: number[];
  /** Loss of `toX` against its discriminator. */
  readonly toX: number[];
  /** Mean |x - toX(toY(x))|, with the noise in the cycle; not weighted. */
  readonly cycleX: number[];
  /** Mean |y - toY(toX(y))|, with the noise in the cycle; not weighted. */
  readonly cycleY: number[];
  /** Mean |x - toX(x)| + mean |y - toY(y)|, not weighted; 0, and not measured, when its weight is 0. */
  readonly identity: number[];
  /** Loss of the discriminator of x, both parts. */
  readonly discriminatorX: number[];
  /** Loss of the discriminator of y, both parts. */
  readonly discriminatorY: number[];
  /** Length of the gradient of both translators. */
  readonly generatorGradient: number[];
  /** Length of the gradient of both discriminators. */
  readonly discriminatorGradient: number[];
}

/** What one step measured, as plain numbers. */
export type CycleMeasures = { readonly [Column in Exclude<keyof CycleHistory, "step">]: number };

export function emptyCycleHistory(): CycleHistory {
  return {
    step: [],
    toY: [],
    toX: [],
    cycleX: [],
    cycleY: [],
    identity: [],
    discriminatorX: [],
    discriminatorY: [],
    generatorGradient: [],
    discriminatorGradient: [],
  };
}

/** Appends one row. */
export function recordCycle(history: CycleHistory, step: number, measures: CycleMeasures): void {
  const row = { ...measures, step };
  for (const column of Object.keys(history) as (keyof CycleHistory)[]) {
    history[column].push(row[column]);
  }
}
