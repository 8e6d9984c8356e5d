import { expectInteger } from "../shape";
import type { FeatureExtractor } from "./features/extractor";
import type { Samples } from "./points";

/**
 * The class that a classifier finds the likeliest, for each sample.
 *
 * @param samples (n, inputs), or their numbers row by row
 * @param classifier `classifierFeatures`, or another extractor with `probabilitiesOf`
 * @returns n labels; of equals the lowest
 * @throws TypeError for an extractor that is no classifier, or samples of another size
 * @example
 * ```ts
 * import { predictedLabels } from "gan-clinic";
 * const byLarger = {
 *   name: "by the larger", inputs: 2, features: 2, classes: 2,
 *   featuresOf: (samples: Float32Array) => samples,
 *   probabilitiesOf: (samples: Float32Array) => samples,
 * };
 * const labels = predictedLabels(Float32Array.of(0.9, 0.1, 0.2, 0.8), byLarger);
 * assert.deepEqual([...labels], [0, 1]);
 * ```
 */
export function predictedLabels(samples: Samples, classifier: FeatureExtractor): Int32Array {
  const { name, classes } = classifier;
  if (!classifier.probabilitiesOf || classes === undefined) {
    throw new TypeError(
      `predictedLabels classifier: wanted one with probabilitiesOf and classes, such as ` +
        `classifierFeatures("mnist-28"); found "${name}" without`,
    );
  }
  const probabilities = classifier.probabilitiesOf(samples); // (n, classes)
  return Int32Array.from({ length: probabilities.length / classes }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.reduce((best, value, k) => (value > row[best] ? k : best), 0);
  });
}

/** What {@link classAgreement} found. */
export interface ClassAgreement {
  /** Share of all samples that are of the class that was asked for. */
  readonly agreement: number;
  /** The same share among the samples of each class that was asked for. */
  readonly byClass: readonly number[];
  /** (classes, classes): how many samples of each class asked for, a row, were found to be of each class. */
  readonly counts: readonly (readonly number[])[];
}

/** Options of {@link classAgreement}. */
export interface ClassAgreementOptions {
  /** How many classes there are; 10. */
  readonly classes?: number;
}

/**
 * Whether a conditional generator makes what it is asked for: the share of its samples in which a classifier (or their
 * nearest real examples) sees the class that was asked for. A generator that does not mind its labels gets 1 / classes.
 * Real examples with their true labels are the ceiling: it lies below 1 as far as the classifier errs.
 *
 * It says nothing of variety: one good picture of each class has agreement 1. Read it with {@link classPrecisionRecall}.
 *
 * @param asked (n): the class that each sample was made for
 * @param found (n): the class that was seen in it, as `predictedLabels` or `nearestLabels` gives it
 * @throws TypeError for another number of labels; RangeError for none, one that is not below `classes`, or a class that was
 *   asked of no sample
 * @example
 * ```ts
 * import { classAgreement } from "gan-clinic";
 * const asked = Uint8Array.of(0, 0, 0, 0, 1, 1);
 * const found = Uint8Array.of(0, 0, 0, 1, 1, 0);
 * const { agreement, byClass, counts } = classAgreement(asked, found, { classes: 2 });
 * assert.equal(agreement, 4 / 6);
 * assert.deepEqual(byClass, [3 / 4, 1 / 2]);
 * assert.deepEqual(counts, [[3, 1], [1, 1]]);
 * ```
 */
export function classAgreement(
  asked: Uint8Array | Int32Array,
  found: Uint8Array | Int32Array,
  { classes = 10 }: ClassAgreementOptions = {},
): ClassAgreement {
  expectInteger(classes, "classAgreement classes", { atLeast: 1 });
  expectInteger(asked.length, "classAgreement asked labels", { atLeast: 1 });
  if (found.length !== asked.length) {
    throw new TypeError(
      `classAgreement found: wanted ${asked.length} labels, one for each of asked; found ${found.length}`,
    );
  }
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  asked.forEach((label, i) => {
    expectInteger(label, `classAgreement asked label ${i}`, { atLeast: 0, below: classes });
    expectInteger(found[i], `classAgreement found label ${i}`, { atLeast: 0, below: classes });
    counts[label][found[i]]++;
  });
  const byClass = counts.map((row, k) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return row[k] / expectInteger(all, `classAgreement samples of class ${k}`, { atLeast: 1 });
  });
  const agreeing = counts.reduce((sum, row, k) => sum + row[k], 0);
  return { agreement: agreeing / asked.length, byClass, counts };
}
