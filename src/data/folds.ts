import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger } from "../shape";
import { takeExamples, type FiniteDataset } from "./finite";
import type { Split } from "./sampling";

/** Which part of which fold. */
export interface FoldPlace {
  /** How many folds there are. */
  readonly k: number;
  /** Which one, from 1. */
  readonly fold: number;
  /** What to train on, or what to measure on. */
  readonly part: keyof Split;
}

/**
 * The folds of k-fold cross-validation: the examples in `k` parts of nearly equal size, at random; each part is held out
 * once, and the others are trained on. With few examples, one held-out part says as much about itself as about the model.
 * In a recipe, a part of a fold is `{ kFold: { data, k, fold: 1, part: "train", seed } }`.
 *
 * @throws TypeError for a data set whose examples do not lie in memory; RangeError for k below 2 or above their number
 * @example
 * ```ts
 * import { kFold, ring, seeded, subset } from "gan-clinic";
 * const folds = kFold(subset(ring(), 10, seeded(1)), 3, seeded(2));
 * assert.deepEqual(folds.map(({ heldOut }) => heldOut.count), [4, 3, 3]);
 * assert.deepEqual(folds.map(({ train }) => train.count), [6, 7, 7]);
 * ```
 */
export function kFold(dataset: FiniteDataset, k: number, random: Random): Split[] {
  const order = orderOf(dataset, k, random);
  return Array.from({ length: k }, (_, i) => ({
    train: partOf(order, { k, fold: i + 1, part: "train" }),
    heldOut: partOf(order, { k, fold: i + 1, part: "heldOut" }),
  }));
}

/** One part of one fold, as {@link kFold} gives it. */
export function foldOf(dataset: FiniteDataset, place: FoldPlace, random: Random): FiniteDataset {
  expectInteger(place.fold, "kFold fold", { atLeast: 1, atMost: place.k });
  return partOf(orderOf(dataset, place.k, random), place);
}

/** A data set with the order in which its examples are dealt to the folds. */
interface Order {
  readonly dataset: FiniteDataset;
  readonly rows: Int32Array;
  /** Where the stream stood before the order was drawn. */
  readonly state: Random["state"];
}

function orderOf(dataset: FiniteDataset, k: number, random: Random): Order {
  const { count, name } = dataset as Partial<FiniteDataset>;
  if (count === undefined) {
    throw new TypeError(
      `kFold: wanted a data set whose examples all lie in memory, found "${String(name)}"; take part of it (subset)`,
    );
  }
  expectInteger(k, "kFold k", { atLeast: 2, atMost: count });
  const { state } = random;
  return { dataset, rows: random.shuffle(count), state };
}

function partOf({ dataset, rows, state }: Order, { k, fold, part }: FoldPlace): FiniteDataset {
  const isHeldOut = (i: number) => i % k === fold - 1;
  const own = rows.filter((_, i) => isHeldOut(i) === (part === "heldOut"));
  const given = { data: dataset, k, fold, part, random: state };
  return lever("data", "kFold", given, takeExamples(dataset, own));
}
