import { mean, median } from "../../statistics";
import type { History } from "../../training/history";
import { measureOf, type Measure } from "./measure";

/** Which steps of a training count. */
export type TrainingPart = "all" | "first twentieth" | "first half" | "second half" | "last fifth";

const ends: Readonly<Record<TrainingPart, (steps: number) => readonly [from: number, to: number]>> =
  {
    all: (n) => [0, n],
    "first twentieth": (n) => [0, Math.ceil(n / 20)],
    "first half": (n) => [0, Math.floor(n / 2)],
    "second half": (n) => [Math.floor(n / 2), n],
    "last fifth": (n) => [Math.floor(0.8 * n), n],
  };

/** The values of a part of the steps. */
function partOf(values: readonly number[], part: TrainingPart): readonly number[] {
  return values.slice(...ends[part](values.length));
}

/** Gradients shorter than this count as this long: float32 says nothing of what is below. */
const SHORTEST = 1e-6;

/** Options of {@link generatorSignal} and {@link discriminatorAccuracy}. */
export interface PartOptions {
  /** Which steps count; "second half". */
  readonly part?: TrainingPart;
}

/**
 * The signal to the generator: the length of the gradient that reaches its weights, the median of a part of the
 * training, in powers of ten. What is shorter than 1e-6 counts as 1e-6. A dead signal is bad; a long one is not yet good.
 *
 * @example
 * ```ts
 * import { generatorSignal } from "gan-clinic";
 * const signal = generatorSignal({ part: "first twentieth" });
 * assert.equal(signal.unit, "powers of ten");
 * ```
 */
export function generatorSignal({ part = "second half" }: PartOptions = {}): Measure {
  return measureOf(
    "generatorSignal",
    { part },
    { title: "signal to G (powers of ten)", unit: "powers of ten", better: "more" },
    ({ history }) => {
      const length = median(partOf(history.generatorGradient, part), "upper");
      return Math.log10(Math.max(SHORTEST, length));
    },
  );
}

/**
 * The share of real and generated examples on the right side of the discriminator's score: .5 is a coin. The mean of a
 * part of the training. It has no better way: both a dead and a good run can have a high one.
 *
 * @example
 * ```ts
 * import { discriminatorAccuracy } from "gan-clinic";
 * assert.equal(discriminatorAccuracy().unit, "accuracy of D");
 * ```
 */
export function discriminatorAccuracy({ part = "second half" }: PartOptions = {}): Measure {
  return measureOf(
    "discriminatorAccuracy",
    { part },
    { title: "accuracy of D", unit: "accuracy of D" },
    ({ history }) => mean(partOf(history.discriminatorAccuracy, part)),
  );
}

/** Options of {@link historyMean}. */
export interface HistoryMeanOptions extends PartOptions {
  /** A column of the history. */
  readonly column: keyof History;
}

/**
 * The mean of a column of the history over a part of the training: a loss, a penalty, the updates in a step.
 *
 * @throws TypeError for a column that the history does not have, when it is measured
 * @example
 * ```ts
 * import { historyMean } from "gan-clinic";
 * const loss = historyMean({ column: "discriminatorLoss", part: "last fifth" });
 * assert.equal(loss.title, "discriminatorLoss, mean of the last fifth");
 * ```
 */
export function historyMean({ column, part = "second half" }: HistoryMeanOptions): Measure {
  return measureOf(
    "historyMean",
    { column, part },
    { title: `${column}, mean of the ${part === "all" ? "training" : part}`, unit: column },
    ({ history }) => {
      const values = (history as Partial<History>)[column];
      if (values) return mean(partOf(values, part));
      const known = Object.keys(history).join(", ");
      throw new TypeError(`historyMean column: wanted one of ${known}, found "${column}"`);
    },
  );
}

/** The monitors that are one number. */
export type MonitorColumn =
  "generatorWeights" | "discriminatorWeights" | "meanSlope" | "greatestSlope" | "diversity";

/** Options of {@link monitorAtEnd}. */
export interface MonitorAtEndOptions {
  /** Which monitor. */
  readonly column: MonitorColumn;
}

/**
 * A monitor as it was when the training ended: how steep the discriminator is between real and generated examples
 * ("meanSlope"), how varied the samples are ("diversity": 1 is as varied as the data).
 *
 * @example
 * ```ts
 * import { monitorAtEnd } from "gan-clinic";
 * assert.equal(monitorAtEnd({ column: "meanSlope" }).unit, "meanSlope");
 * ```
 */
export function monitorAtEnd({ column }: MonitorAtEndOptions): Measure {
  return measureOf(
    "monitorAtEnd",
    { column },
    { title: `${column} at the end`, unit: column },
    ({ monitors }) => monitors.at(-1)?.[column] ?? NaN,
  );
}
