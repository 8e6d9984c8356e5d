import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import type { Dataset } from "./dataset";
import {
  classLabels,
  finiteDataset,
  takeExamples,
  withSampler,
  type ClassLabels,
  type FiniteDataset,
} from "./finite";

/**
 * `n` examples of a data set, chosen once: scarce data. From a finite set they are different ones (without
 * replacement); from an endless one, such as {@link ring}, they are fresh draws.
 *
 * @throws RangeError for fewer than one, or more than there are
 * @example
 * ```ts
 * import { ring, seeded, subset } from "gan-clinic";
 * const scarce = subset(ring(), 100, seeded(1));
 * assert.equal(scarce.count, 100);
 * assert.equal(scarce.labels!.length, 100); // the mode of each point
 * ```
 */
export function subset(dataset: Dataset | FiniteDataset, n: number, random: Random): FiniteDataset {
  const given = { data: dataset, n, random: random.state };
  return lever("data", "subset", given, drawnOnce(dataset, n, random));
}

function drawnOnce(dataset: Dataset | FiniteDataset, n: number, random: Random): FiniteDataset {
  if ("examples" in dataset) {
    expectInteger(n, "subset n", { atLeast: 1, atMost: dataset.count });
    return takeExamples(dataset, random.shuffle(dataset.count).subarray(0, n));
  }
  expectInteger(n, "subset n", { atLeast: 1 });
  const { name, shape, range, picture, classes } = dataset;
  const known = { name, shape, ...(range && { range }), ...(picture && { picture }) };
  if (dataset.sampleLabelled && classes !== undefined) {
    expectInteger(classes, "subset classes", { atLeast: 1 });
    const batch = dataset.sampleLabelled(n, random);
    const labels = classLabels(classes, batch.labels.dataSync());
    return finiteDataset({
      ...known,
      examples: numbers(batch.examples, batch.labels),
      labels,
      classes,
    });
  }
  return finiteDataset({ ...known, examples: numbers(dataset.sample(n, random)) });
}

/** The numbers of the first tensor; all are disposed. */
function numbers(examples: tf.Tensor, ...others: tf.Tensor[]): Float32Array {
  const values = Float32Array.from(examples.dataSync());
  tf.dispose([examples, ...others]);
  return values;
}

/** How many examples go where. */
export interface SplitSizes {
  /** Examples to train on. */
  readonly train: number;
  /** Examples to measure on. */
  readonly heldOut: number;
}

/** Two sets that share no example. */
export interface Split {
  /** What to train on. */
  readonly train: FiniteDataset;
  /** What to measure on. */
  readonly heldOut: FiniteDataset;
}

/**
 * Two sets without a common example, chosen at random: one to train with, and one that training never
 * sees. Only the held-out one can show whether a discriminator has learned its examples by heart.
 *
 * @throws RangeError when a size is below one, or both together are more than there are
 * @example
 * ```ts
 * import { ring, seeded, split, subset } from "gan-clinic";
 * const points = subset(ring(), 100, seeded(1));
 * const { train, heldOut } = split(points, { train: 80, heldOut: 20 }, seeded(2));
 * assert.deepEqual([train.count, heldOut.count], [80, 20]);
 * ```
 */
export function split(dataset: FiniteDataset, sizes: SplitSizes, random: Random): Split {
  const { count } = dataset;
  const train = expectInteger(sizes.train, "split train", { atLeast: 1, atMost: count - 1 });
  const heldOut = expectInteger(sizes.heldOut, "split heldOut", {
    atLeast: 1,
    atMost: count - train,
  });
  const { state } = random;
  const order = random.shuffle(count);
  const part = (name: keyof Split, rows: Int32Array) =>
    lever(
      "data",
      "split",
      { data: dataset, train, heldOut, part: name, random: state },
      takeExamples(dataset, rows),
    );
  return {
    train: part("train", order.subarray(0, train)),
    heldOut: part("heldOut", order.subarray(train, train + heldOut)),
  };
}

/**
 * The same examples, drawn so that every class has the same share of a batch: first a class, all equally
 * likely, then an example of it. Rare classes are seen as often as common ones; what they lack in variety
 * stays lacking, for their few examples repeat. A class without an example is left out.
 *
 * @throws TypeError for a set without labels
 * @example
 * ```ts
 * import { balanced, finiteDataset, seeded } from "gan-clinic";
 * const skewed = finiteDataset({
 *   name: "skewed",
 *   shape: [1],
 *   examples: Float32Array.of(5, 6, 7, 8),
 *   labels: Uint8Array.of(0, 0, 0, 1),
 * });
 * const drawn = balanced(skewed).sample(1000, seeded(1)).dataSync();
 * const rare = drawn.filter((value) => value === 8).length / 1000;
 * assert.ok(Math.abs(rare - 0.5) < 0.08); // not a quarter
 * ```
 */
export function balanced<T extends FiniteDataset>(dataset: T): T {
  const { labels, name } = dataset;
  if (!labels) throw new TypeError(`balanced: wanted a set with labels, found none in "${name}"`);
  const members = classMembers(labels);
  return lever(
    "data",
    "balanced",
    { data: dataset },
    withSampler(dataset, (n, random) => {
      const classes = random.integers(n, members.length);
      const within = random.uniforms(n);
      return Int32Array.from(
        classes,
        (k, i) => members[k][Math.floor(within[i] * members[k].length)],
      );
    }),
  );
}

/** The examples of each class that has any. */
function classMembers(labels: ClassLabels): number[][] {
  const members = new Map<number, number[]>();
  labels.forEach((label, i) => {
    const own = members.get(label);
    if (own) own.push(i);
    else members.set(label, [i]);
  });
  return [...members.values()];
}

/**
 * Masses that fall from 1 to 1 / `ratio` by the same factor from class to class: `ratio^(-k / (classes - 1))`,
 * the long tail of Cui et al. 2019, section 5.1. For the `masses` of {@link ring} and {@link grid}, whose
 * rarest mode then has `ratio` times fewer points than the commonest.
 *
 * @throws RangeError for fewer than two classes, or a ratio below 1
 * @example
 * ```ts
 * import { longTail, ring } from "gan-clinic";
 * assert.deepEqual(longTail(3, 100), [1, 0.1, 0.01]);
 * const { masses } = ring({ masses: longTail(8, 10) });
 * assert.ok(Math.abs(masses[0] / masses[7] - 10) < 1e-9);
 * ```
 */
export function longTail(classes: number, ratio: number): number[] {
  expectInteger(classes, "longTail classes", { atLeast: 2 });
  if (!(ratio >= 1 && Number.isFinite(ratio))) {
    throw new RangeError(`longTail ratio: wanted a number at least 1, found ${ratio}`);
  }
  return Array.from({ length: classes }, (_, k) => ratio ** (-k / (classes - 1)));
}
