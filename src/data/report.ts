import { lever } from "../levers/lever";
import { expectInteger } from "../shape";
import type { PictureShape } from "./dataset";
import { roundingOf } from "./facts";
import { farOut } from "./far-out";
import { gather, sizeOf, takeExamples, type FiniteDataset } from "./finite";
import { noiseLevels } from "./noise-level";
import {
  classBalance,
  doubtfulLabels,
  flagged,
  flagWhere,
  nearlyRepeated,
  repeated,
  surroundings,
  type ClassBalance,
  type Flagged,
  type LabelDoubts,
  type Rows,
} from "./report-checks";
import { findingsOf, noisyAbove, type DataFinding } from "./report-findings";

/** What the report looks at; a {@link FiniteDataset} fits. */
export interface ReportInput {
  /** All examples, one after the other. */
  readonly examples: Float32Array; // (count, ...shape)
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** The class of each example, from 0. */
  readonly labels?: ArrayLike<number>; // (count)
  /** How many classes; one more than the largest label when left out. */
  readonly classes?: number;
  /** Between what all numbers are to lie. */
  readonly range?: readonly [low: number, high: number];
  /** For pictures: how the numbers of an example make one. */
  readonly picture?: PictureShape;
}

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

/**
 * Looks for what spoils training before training: NaN, numbers out of range or far from all others, blank examples, copies and
 * near copies, wrong labels, rare classes, noise. Each check has its number, and those over their limit
 * are told in `findings` with what to do.
 *
 * The search for near copies and wrong labels asks which examples are near each other, so it trusts
 * Euclidean distance, as is right for points and small pictures. It takes time with the square of the
 * count (3,000 digits: seconds): take a {@link subset} of larger sets. Examples with another fault, and
 * exact copies, are left out of it.
 *
 * @param dataset a finite data set, or examples and what is known of them
 * @throws TypeError when examples or labels are not whole; RangeError when there are none
 * @example
 * ```ts
 * import { corrupted, dataReport, digits8, seeded } from "gan-clinic";
 * assert.deepEqual(dataReport(digits8()).findings, []);
 * const report = dataReport(corrupted(digits8(), { duplicates: 0.1 }, seeded(1)));
 * assert.equal(report.findings[0].fault, "duplicates");
 * assert.ok(Math.abs(report.duplicates.share - 0.1) < 0.01);
 * ```
 */
export function dataReport(dataset: ReportInput): DataReport {
  const rows = rowsOf(dataset);
  const { count } = rows;
  const { range, picture, labels } = dataset;
  const notFinite = flagWhere(rows, (row) => row.some((value) => !Number.isFinite(value)));
  const rounding = range ? roundingOf(range) : 0;
  const outOfRange =
    range &&
    flagWhere(rows, (row) => row.some((x) => x < range[0] - rounding || x > range[1] + rounding));
  const far = range ? undefined : flagged(farOut(rows.values, rows.size).examples, count);
  const blank = rows.size > 3 ? flagWhere(rows, isConstant) : flagged([], count);
  const duplicates = repeated(rows, without(count, [notFinite, outOfRange, far, blank]));
  const sound = without(count, [notFinite, outOfRange, far, blank, duplicates]);
  const around = surroundings(rows, sound);
  const checks = {
    count,
    notFinite,
    ...(outOfRange && { outOfRange }),
    ...(far && { farOut: far }),
    blank,
    duplicates,
    ...(around && { nearDuplicates: nearlyRepeated(around, count) }),
    ...(around && labels && { labels: doubtfulLabels(around, labels, count) }),
    ...(labels && { balance: classBalance(labels, classesOf(dataset)) }),
    ...(picture && sound.length > 0 && { noise: noiseIn(rows, sound, picture) }),
  };
  return { ...checks, findings: findingsOf(checks) };
}

/**
 * The data set without the examples that a report flags: broken, out of range, far out, blank, copies (the first of
 * each stays), labels in doubt. Noise and rare classes cannot be mended by leaving out.
 *
 * @param report of this data set
 * @throws RangeError when nothing is left, or the report is of another set
 * @example
 * ```ts
 * import { cleaned, corrupted, dataReport, digits8, seeded } from "gan-clinic";
 * const dirty = corrupted(digits8(), { blank: 0.1, broken: 0.1 }, seeded(1));
 * const clean = cleaned(dirty, dataReport(dirty));
 * assert.ok(clean.count < 0.81 * dirty.count);
 * assert.deepEqual(dataReport(clean).findings, []);
 * ```
 */
export function cleaned(dataset: FiniteDataset, report: DataReport): FiniteDataset {
  const { count } = dataset;
  expectInteger(report.count, "cleaned report's count", { atLeast: count, atMost: count });
  const { notFinite, outOfRange, farOut: far, blank, duplicates, nearDuplicates, labels } = report;
  const flags = [notFinite, outOfRange, far, blank, duplicates, nearDuplicates, labels];
  const kept = without(count, flags);
  const left = takeExamples(dataset, Int32Array.from(kept));
  return lever("data", "cleaned", { data: dataset, content: left.examples }, left);
}

function rowsOf({ examples, shape, labels }: ReportInput): Rows {
  const size = sizeOf(shape);
  if (examples.length % size !== 0) {
    throw new TypeError(
      `dataReport examples: wanted rows of ${size} numbers, found ${examples.length} numbers`,
    );
  }
  const count = expectInteger(examples.length / size, "dataReport count", { atLeast: 1 });
  if (labels && labels.length !== count) {
    throw new TypeError(`dataReport labels: wanted ${count}, found ${labels.length}`);
  }
  return { values: examples, count, size };
}

function classesOf({ classes, labels }: ReportInput): number {
  const found = Array.from(labels!).reduce((most, label) => Math.max(most, label + 1), 1);
  return expectInteger(classes ?? found, "dataReport classes", { atLeast: found });
}

function isConstant(row: Float32Array): boolean {
  return row.every((value) => value === row[0]);
}

/** The numbers of the examples that none of these flags. */
function without(count: number, flags: readonly (Flagged | undefined)[]): number[] {
  const bad = new Set(flags.flatMap((flag) => flag?.examples ?? []));
  return Array.from({ length: count }, (_, i) => i).filter((i) => !bad.has(i));
}

function noiseIn(
  { values, size, count }: Rows,
  sound: readonly number[],
  picture: PictureShape,
): Flagged & { level: number } {
  const levels = noiseLevels(gather(values, Int32Array.from(sound), size), picture);
  const noisy = sound.filter((_, i) => levels[i] > noisyAbove);
  const level = [...levels].sort((a, b) => a - b)[Math.floor(levels.length / 2)];
  return { ...flagged(noisy, count), level };
}
