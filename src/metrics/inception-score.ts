import { expectInteger, expectNumber } from "../shape";
import { mean, standardDeviation } from "../statistics";
import { featureMatrix, rowsOf, type Matrix } from "./linear-algebra/matrix";
import type { Features } from "./points";

/** Options of {@link inceptionScore}. */
export interface InceptionScoreOptions {
  /** Classes; taken from a tensor when left out. */
  readonly classes?: number;
  /** Parts of the samples, in their order, each scored by itself; 10. */
  readonly splits?: number;
}

/** What {@link inceptionScore} found. */
export interface InceptionScore {
  /** Mean over the splits, 1 to the number of classes. */
  readonly mean: number;
  /** Standard deviation over the splits, as it is published: divided by their number. */
  readonly std: number;
}

/**
 * The inception score (Salimans et al. 2016, section 4) of what a classifier says of samples: high when it
 * is sure of each sample, and its answers vary over samples.
 *
 *     exp E KL(p(y|x) ‖ p(y))
 *
 * From 1 (the same answer for all) to the number of classes. There are no real examples in it: it cannot
 * see that a class looks wrong, or that one sample stands for all of its class. So one memorised picture a
 * class gets the highest score. A classifier is sure of much that is no picture at all.
 *
 * A split of few samples has a mean p(y) of its own, nearer to each of its p(y|x): small splits score lower.
 * The samples should come in random order, since splits are cut in order. The published figures take
 * 50,000 samples in 10 splits, with Inception's classes.
 *
 * @param probabilities (n, classes), each row summing to 1; as a bare array, with `classes`
 * @throws TypeError when they are not (n, classes); RangeError for more splits than samples, or rows that
 *   are no probabilities
 * @example
 * ```ts
 * import { inceptionScore } from "gan-clinic";
 * const sure = Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1); // four samples, two classes in turn
 * assert.deepEqual(inceptionScore(sure, { classes: 2, splits: 2 }), { mean: 2, std: 0 });
 * ```
 */
export function inceptionScore(
  probabilities: Features,
  { classes, splits = 10 }: InceptionScoreOptions = {},
): InceptionScore {
  const matrix = featureMatrix(probabilities, classes, "inceptionScore probabilities");
  expectInteger(splits, "inceptionScore splits", { atLeast: 1, atMost: matrix.rows });
  for (let i = 0; i < matrix.rows; i++) expectProbabilities(matrix, i);
  const scores = Array.from({ length: splits }, (_, split) => {
    const cut = (part: number) => Math.floor((part * matrix.rows) / splits);
    return score(rowsOf(matrix, cut(split), cut(split + 1)));
  });
  return { mean: mean(scores), std: standardDeviation(scores) };
}

function expectProbabilities({ values, columns }: Matrix, row: number): void {
  let sum = 0;
  for (let k = 0; k < columns; k++) {
    const value = values[row * columns + k];
    sum += expectNumber(value, `inceptionScore probability ${k} of sample ${row}`, { atLeast: 0 });
  }
  if (Math.abs(sum - 1) > 1e-3) {
    throw new RangeError(
      `inceptionScore probabilities: wanted rows that sum to 1, found ${sum} in sample ${row}`,
    );
  }
}

/** exp of the mean Σ p log (p / q), with 0 log 0 = 0; where p is above 0, so is q. */
function score({ rows, columns, values }: Matrix): number {
  const marginal = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) marginal[at % columns] += values[at] / rows;
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    const p = values[at];
    if (p > 0) sum += p * Math.log(p / marginal[at % columns]);
  }
  return Math.exp(sum / rows);
}
