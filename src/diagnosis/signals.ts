import { givenSignals, type GivenSignals } from "./given-signals";
import { modeSharesOf, type ModeShares } from "./mode-shares";
import { motionOf, type Motion } from "./motion";
import type { DiagnosedMonitor, RunRecord } from "./run-record";
import { decades, greatest, level, part, usual } from "./statistics";

/**
 * What the rules look at: a run in twenty numbers. Orders of magnitude are decades (1 is a factor of ten). A
 * signal is left out where the run does not tell it.
 */
export interface Signals
  extends GivenSignals, Partial<ModeShares>, Partial<Omit<Motion, "realDistance">> {
  /** 1 when a loss, a gradient or a sample is not finite, and neither the data nor the loss is to blame; else 0. */
  readonly notFinite: number;
  /** How sure the discriminator is at the end: mean D(x) less mean D(G(z)), -1 to 1. */
  readonly certainty?: number;
  /** Share of its judgements that are right, over the second half. */
  readonly accuracy?: number;
  /** The generator's loss at the end. */
  readonly generatorLoss?: number;
  /** Length of the generator's gradient at the end, in decades. */
  readonly generatorGradient?: number;
  /** How far it is below what it was in the best tenth of the run, in decades. */
  readonly gradientFall?: number;
  /**
   * The generator's longest gradient by its usual one, in decades. The first tenth is left out, and what
   * is usual is the median of the run or of its first fifth, whichever is longer: a gradient that has died
   * makes no burst of what was before.
   */
  readonly gradientBurst?: number;
  /** Gradient of the first layer by that of the last, in decades: of the network where it is lower. */
  readonly depthFall?: number;
  /** Gradient of the first layer by that of the last, in decades: of the network where it is higher. */
  readonly depthGrowth?: number;
  /** How much the score changes over the distance of two real examples. */
  readonly scoreRange?: number;
  /** Distance of two fakes by that of two real examples, over the second half. */
  readonly diversity?: number;
  /** |log2| of the diversity, 1 is half or twice the data's: the worst of the run's second quarter. */
  readonly spreadErrorBefore?: number;
  /** |log2| of the diversity, 1 is half or twice the data's: the best of the last three rows. */
  readonly spreadErrorEnd?: number;
  /** How plainly the fakes are not the data: 1 is half or twice the spread, or half of the modes. */
  readonly mismatch?: number;
  /** The monitors' `overfitting`, at the end. */
  readonly overfitting?: number;
  /** The monitors' `trainingGap`, over the second half. */
  readonly trainingGap?: number;
}

/** Fewer rows are too few to tell a level from a fluctuation. */
export const fewestRows = { history: 20, monitors: 5 };

/**
 * A run in the numbers that a diagnosis is made of, such as to see how close a call was.
 *
 * @param masses the true share of each mode of the monitors' histograms; all alike when left out
 * @example
 * ```ts
 * import { signalsOf, type RunRecord } from "gan-clinic";
 * const column = (value: number) => new Array<number>(30).fill(value);
 * const run: RunRecord = {
 *   history: {
 *     step: column(1),
 *     discriminatorLossReal: column(0.01),
 *     discriminatorLossFake: column(0.01),
 *     generatorLoss: column(4.6),
 *     generatorGradient: [...column(1).slice(0, 15), ...column(0.01).slice(15)],
 *     realProbability: column(0.99),
 *     fakeProbability: column(0.01),
 *     discriminatorAccuracy: column(1),
 *   },
 *   monitors: column(0).map((step) => ({
 *     step, meanSlope: 1, diversity: 1, generatorGradients: { w: 1 }, discriminatorGradients: { w: 1 },
 *   })),
 *   stopped: "finished",
 * };
 * const signals = signalsOf(run);
 * assert.equal(signals.certainty, 0.99 - 0.01);
 * assert.equal(signals.gradientFall, 2); // from 1 to a hundredth
 * assert.equal(signals.coverage, undefined); // nobody counted modes
 * ```
 */
export function signalsOf(record: RunRecord, masses?: readonly number[]): Signals {
  const run = measuredOnly(record);
  const given = givenSignals(run);
  const blamed = given.dataNotFinite === 1 || given.lossNotFinite === 1;
  const notFinite = allFinite(run) || blamed ? 0 : 1;
  if (isShort(run)) return { notFinite, ...given };
  const { monitors, snapshots = [] } = run;
  const { realDistance, ...motion } = motionOf(snapshots, monitors);
  const modes = modeSharesOf(monitors, masses);
  const column = (name: "diversity" | "meanSlope") => monitors.map((row) => row[name]);
  const diversity = level(column("diversity"), 0.5, 1);
  const spreadError = column("diversity").map(spreadErrorOf);
  const overfitting = monitors.flatMap((row) => row.overfitting ?? []);
  const gaps = monitors.flatMap((row) => row.trainingGap ?? []);
  const all: Signals = {
    notFinite,
    ...given,
    ...judgementOf(run),
    ...gradientsOf(run),
    ...modes,
    ...motion,
    scoreRange: level(column("meanSlope"), 0.5, 1) * realDistance,
    diversity,
    spreadErrorBefore: greatest(part(spreadError, 0.25, 0.5)),
    spreadErrorEnd: -greatest(spreadError.slice(-3).map((error) => -error)),
    mismatch: greatest([level(spreadError, 0.5, 1), ...(modes ? [2 * (1 - modes.coverage)] : [])]),
    ...(overfitting.length > 0 && { overfitting: level(overfitting, 0.7, 1) }),
    ...(gaps.length > 0 && { trainingGap: level(gaps, 0.5, 1) }),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => Number.isFinite(value)),
  ) as unknown as Signals;
}

/**
 * The columns of a player that never made an update stand at 0: they were not measured. And a typed array that went
 * through JSON has no length.
 */
function measuredOnly(run: RunRecord): RunRecord {
  const { history, snapshots } = run;
  const never = (updates: readonly number[] | undefined) =>
    updates !== undefined && updates.length > 0 && updates.every((count) => count === 0);
  const unknown = history.step.map(() => NaN);
  return {
    ...run,
    history: {
      ...history,
      ...(never(history.generatorUpdates) && {
        generatorLoss: unknown,
        generatorGradient: unknown,
      }),
      ...(never(history.discriminatorUpdates) && {
        discriminatorLossReal: unknown,
        discriminatorLossFake: unknown,
        realProbability: unknown,
        fakeProbability: unknown,
        discriminatorAccuracy: unknown,
      }),
    },
    ...(snapshots && {
      snapshots: snapshots.map((snapshot) => ({
        ...snapshot,
        samples:
          "length" in snapshot.samples ? snapshot.samples : Object.values<number>(snapshot.samples),
      })),
    }),
  };
}

export function isShort({ history, monitors }: RunRecord): boolean {
  return history.step.length < fewestRows.history || monitors.length < fewestRows.monitors;
}

/**
 * Losses alone do not tell that a run has diverged: a training that stops at the first bad number has none
 * in its history, and what never moves again looks stable. A column without a single finite number was not
 * measured.
 */
function allFinite({ history, snapshots = [], stopped }: RunRecord): boolean {
  if (stopped === "not-a-number") return false;
  const columns = Object.values<number[]>(history).filter((values) => values.some(Number.isFinite));
  if (!columns.every((values) => values.every(Number.isFinite))) return false;
  return snapshots.every(({ samples }) => Array.from(samples).every(Number.isFinite));
}

/**
 * Whether the scores are a critic's: heights and no logits, so that sigmoid(score) is no probability. It is known by
 * a loss with a part below 0, which no other loss has.
 */
export function isCritic({ history }: RunRecord): boolean {
  const parts = [history.discriminatorLossReal, history.discriminatorLossFake];
  return parts.some((values) => values.some((value) => value < 0));
}

/** What the discriminator says, where it gives probabilities. */
function judgementOf(run: RunRecord): Partial<Signals> {
  const { history } = run;
  const generatorLoss = level(history.generatorLoss, 0.7, 1);
  if (isCritic(run)) return { generatorLoss };
  return {
    generatorLoss,
    certainty: level(history.realProbability, 0.7, 1) - level(history.fakeProbability, 0.7, 1),
    accuracy: level(history.discriminatorAccuracy, 0.5, 1),
  };
}

function gradientsOf({ history, monitors }: RunRecord): Partial<Signals> {
  const { generatorGradient } = history;
  const tenths = Array.from({ length: 10 }, (_, i) =>
    decades(level(generatorGradient, i / 10, (i + 1) / 10)),
  );
  const end = decades(level(generatorGradient, 0.8, 1));
  const ordinary = decades(Math.max(usual(generatorGradient), level(generatorGradient, 0, 0.2)));
  const longest = decades(greatest(part(generatorGradient, 0.1, 1)));
  const depths = (["generatorGradients", "discriminatorGradients"] as const).map((player) =>
    level(
      monitors.map((row) => depthOf(row[player])),
      0.1,
      1,
    ),
  );
  return {
    generatorGradient: end,
    gradientFall: Math.max(...tenths) - end,
    gradientBurst: longest - ordinary,
    depthFall: Math.min(...depths),
    depthGrowth: Math.max(...depths),
  };
}

/** |log2|; a collapse to one point is no infinity but 20. */
function spreadErrorOf(diversity: number): number {
  return Number.isFinite(diversity) ? Math.abs(Math.log2(Math.max(diversity, 1e-6))) : NaN;
}

/** Gradient of the first layer by that of the last, in decades. A layer has weights and mostly a bias. */
function depthOf(gradients: DiagnosedMonitor["generatorGradients"]): number {
  const sizes = Object.values(gradients);
  if (sizes.length === 0) return NaN;
  return decades(Math.max(...sizes.slice(0, 2))) - decades(Math.max(...sizes.slice(-2)));
}
