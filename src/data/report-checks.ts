import { median } from "../statistics";
import { nearestOthers, type Neighbours } from "./neighbours";

/** Some examples of a data set. */
export interface Flagged {
  /** Of all examples. */
  readonly share: number;
  /** Which, in order. */
  readonly examples: readonly number[];
}

/** Examples as rows of numbers. */
export interface Rows {
  readonly values: Float32Array; // (count, size)
  readonly count: number;
  readonly size: number;
}

/** The examples for which `test` holds. */
export function flagWhere(
  { values, count, size }: Rows,
  test: (row: Float32Array, i: number) => boolean,
): Flagged {
  const examples = Array.from({ length: count }, (_, i) => i).filter((i) =>
    test(values.subarray(i * size, (i + 1) * size), i),
  );
  return flagged(examples, count);
}

export function flagged(examples: readonly number[], count: number): Flagged {
  return { share: examples.length / count, examples };
}

/** Examples, among these, of which an equal one came before. */
export function repeated({ values, count, size }: Rows, among: readonly number[]): Flagged {
  const seen = new Set<string>();
  const again = among.filter((i) => {
    const start = values.byteOffset + 4 * i * size;
    const key = Buffer.from(values.buffer, start, 4 * size).toString("latin1");
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  return flagged(again, count);
}

const neighbourCount = 5;

/** The five nearest others of some of the examples. */
export interface Surroundings extends Neighbours {
  /** Which examples were looked at; `indices` counts in these. */
  readonly among: readonly number[];
}

/** Looks at these examples only; undefined when there are too few for five others each. */
export function surroundings(
  { values, size }: Rows,
  among: readonly number[],
): Surroundings | undefined {
  if (among.length <= neighbourCount) return undefined;
  const own = new Float32Array(among.length * size);
  among.forEach((i, k) => {
    own.set(values.subarray(i * size, (i + 1) * size), k * size);
  });
  return { ...nearestOthers(own, size, neighbourCount), among };
}

/**
 * Examples with a twin before them: one so much nearer than their fifth neighbour that chance would have
 * it once in a thousand, and five times nearer at least.
 *
 * Points that lie at random in d dimensions have their four nearest anywhere in the ball to the fifth. So
 * the nearest is nearer than r times the fifth with probability 1 - (1 - r^d)^4. And d, which is what the
 * data have, not what their numbers have, follows from the third: by how much it is nearer, to the power
 * of d, has the distribution Beta(3, 2), whose median is .614. (Facco et al. 2017 take the first and the
 * second, but twins would spoil these.) Both hold at each place by itself, so a set may be dense here and
 * thin there.
 */
export function nearlyRepeated(
  { k, indices, distances, among }: Surroundings,
  count: number,
): Flagged & { readonly dimension: number } {
  const ratio = among.map((_, i) => distances[i * k + 2] / distances[i * k + k - 1]);
  const dimension = Math.log(0.614) / Math.log(median(ratio, "upper"));
  const chance = 1 - (1 - 0.001) ** (1 / 4); // is r^d
  const near = Math.min(0.2, chance ** (1 / dimension));
  const later = new Set<number>();
  among.forEach((_, i) => {
    const isTwin = distances[i * k] < near * distances[i * k + k - 1];
    if (isTwin) later.add(Math.max(i, indices[i * k]));
  });
  const examples = [...later].sort((a, b) => a - b).map((i) => among[i]);
  return { ...flagged(examples, count), dimension };
}

/** Labels that all neighbours contradict. */
export interface LabelDoubts extends Flagged {
  /**
   * Of the examples whose five neighbours are all of one class, the share that has another label: an
   * estimate of the share of wrong labels. Classes that overlap raise it: clean MNIST has .02 to .04,
   * Fashion-MNIST with its shirts .05 to .09.
   */
  readonly rate: number;
}

/** Examples whose five nearest are all of one class, and not theirs. */
export function doubtfulLabels(
  { k, indices, among }: Surroundings,
  labels: ArrayLike<number>,
  count: number,
): LabelDoubts {
  let unanimous = 0;
  const examples = among.filter((own, i) => {
    const others = Array.from({ length: k }, (_, place) => labels[among[indices[i * k + place]]]);
    if (others.some((label) => label !== others[0])) return false;
    unanimous++;
    return labels[own] !== others[0];
  });
  return { ...flagged(examples, count), rate: unanimous === 0 ? 0 : examples.length / unanimous };
}

/** How examples spread over classes. */
export interface ClassBalance {
  /** The share of each class; they sum to 1. */
  readonly shares: readonly number[];
  /**
   * Entropy of the shares by its greatest, log(classes): 1 when all are alike, 0 when all examples are of
   * one of several classes. Of few examples the entropy comes out too low by (classes - 1) / (2 count) (Miller 1955), which
   * is added.
   */
  readonly evenness: number;
}

export function classBalance(labels: ArrayLike<number>, classes: number): ClassBalance {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of Array.from(labels)) counts[label]++;
  const shares = counts.map((count) => count / labels.length);
  const entropy = shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  const corrected = entropy + (classes - 1) / (2 * labels.length);
  return { shares, evenness: classes === 1 ? 1 : Math.min(1, corrected / Math.log(classes)) };
}
