import * as tf from "@tensorflow/tfjs";
import { expectInteger, expectNumber } from "../shape";
import { numbersOf, type Samples } from "./points";

/** Labelled examples to compare with; `mnist()` gives one. */
export interface LabelledExamples {
  /** (count, d) numbers, row by row. */
  readonly images: Float32Array;
  /** (count): the class of each, from 0. */
  readonly labels: Uint8Array;
}

/**
 * Labels each sample as its nearest real examples are labelled (Euclidean distance; with k above 1 by
 * vote, a tie to the nearer). No classifier has to be trained, and none can be fooled by samples unlike
 * anything it has seen; but every sample gets a label, however bad it is: it measures variety, not
 * quality.
 *
 * @param samples (n, d), or their numbers row by row
 * @param reference as many pictures as there is time for: thousands
 * @param k how many neighbours vote
 * @returns n labels
 * @throws TypeError for samples of another size than the reference's; RangeError for k out of range
 * @example
 * ```ts
 * import { nearestLabels } from "gan-clinic";
 * const reference = { images: Float32Array.of(0, 0, 5, 5), labels: Uint8Array.of(3, 8) };
 * assert.deepEqual([...nearestLabels(Float32Array.of(1, 0, 4, 4), reference)], [3, 8]);
 * ```
 */
export function nearestLabels(
  samples: Samples,
  { images, labels }: LabelledExamples,
  k = 1,
): Uint8Array {
  const d = expectInteger(images.length / labels.length, "nearestLabels numbers in an example");
  expectInteger(k, "nearestLabels k", { atLeast: 1, atMost: labels.length });
  const points = numbersOf(samples, d, "nearestLabels samples");
  const real = numbersOf(images, d, "nearestLabels reference");
  const found = new Uint8Array(points.length / d);
  const chunk = 256;
  tf.tidy(() => {
    const reference = tf.tensor2d(real, [labels.length, d]);
    for (let start = 0; start < found.length; start += chunk) {
      const rows = points.subarray(start * d, (start + chunk) * d);
      const distances = comparable(rows, reference);
      for (let i = 0; i < rows.length / d; i++) {
        const row = distances.subarray(i * labels.length, (i + 1) * labels.length);
        found[start + i] = vote(nearest(row, k), labels);
      }
    }
  });
  return found;
}

/** |s - r|² less |s|², which is the same for all r: |r|² - 2 s·r. */
function comparable(rows: Float32Array, reference: tf.Tensor2D): Float32Array {
  // The numbers are read outside of tidy, which would look for tensors in each one of a returned array.
  const distances = tf.tidy(() => {
    const samples = tf.tensor2d(rows, [rows.length / reference.shape[1], reference.shape[1]]);
    const products = tf.matMul(samples, reference, false, true); // (chunk, count)
    return tf.sub(tf.sum(tf.square(reference), 1), tf.mul(products, 2)); // (chunk, count)
  });
  const values = distances.dataSync() as Float32Array;
  distances.dispose();
  return values;
}

/** The indices of the k smallest, nearest first; the first of equals. */
function nearest(distances: Float32Array, k: number): number[] {
  const best: number[] = [];
  for (let j = 0; j < distances.length; j++) {
    if (best.length === k && distances[j] >= distances[best[k - 1]]) continue;
    const place = best.findIndex((other) => distances[j] < distances[other]);
    best.splice(place < 0 ? best.length : place, 0, j);
    best.length = Math.min(best.length, k);
  }
  return best;
}

/** The label with the most votes; of equals the one with the nearest voter. */
function vote(neighbours: readonly number[], labels: Uint8Array): number {
  const votes = new Map<number, number>();
  for (const j of neighbours) votes.set(labels[j], (votes.get(labels[j]) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return [...votes].find(([, count]) => count === most)![0];
}

/** How samples spread over classes. */
export interface ClassCoverage {
  /** Classes with at least the wanted share. */
  readonly classes: number;
  /** Share of each class. */
  readonly shares: readonly number[];
}

/** Options of {@link classCoverage}. */
export interface ClassCoverageOptions {
  /** How many classes there are; 10. */
  readonly classes?: number;
  /** The share from which a class counts as seen; .01. */
  readonly atLeast?: number;
}

/**
 * How many classes are seen: those with a share of at least `atLeast` (1 % unless said otherwise, so that
 * a few odd samples do not make a class).
 *
 * @throws RangeError for no labels, or one that is not below `classes`
 * @example
 * ```ts
 * import { classCoverage } from "gan-clinic";
 * const { classes, shares } = classCoverage(Uint8Array.of(0, 0, 0, 2), { classes: 3 });
 * assert.equal(classes, 2);
 * assert.deepEqual(shares, [0.75, 0, 0.25]);
 * ```
 */
export function classCoverage(
  labels: Uint8Array,
  { classes = 10, atLeast = 0.01 }: ClassCoverageOptions = {},
): ClassCoverage {
  expectInteger(labels.length, "classCoverage labels", { atLeast: 1 });
  expectInteger(classes, "classCoverage classes", { atLeast: 1 });
  expectNumber(atLeast, "classCoverage atLeast", { above: 0, atMost: 1 });
  const counts = Array.from({ length: classes }, () => 0);
  labels.forEach((label, i) => {
    counts[expectInteger(label, `classCoverage label ${i}`, { below: classes })]++;
  });
  const shares = counts.map((count) => count / labels.length);
  return { classes: shares.filter((share) => share >= atLeast).length, shares };
}
