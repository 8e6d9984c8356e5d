import type { Random } from "../random";
import { expectInteger } from "../shape";

/** One part to measure on, the others to train on; places in the list of examples. */
export interface Fold {
  /** What to train on. */
  readonly train: readonly number[];
  /** What to measure on. */
  readonly heldOut: readonly number[];
}

/**
 * k-fold cross-validation: the examples in `k` parts of nearly equal size, at random; each part is held out
 * once. With little data a single held-out part says more about itself than about the model.
 *
 * @throws RangeError for k below 2 or above the number of examples
 * @example
 * ```ts
 * import { kFold, seeded } from "gan-clinic";
 * const folds = kFold(10, 3, seeded(1));
 * assert.deepEqual(folds.map(({ heldOut }) => heldOut.length), [4, 3, 3]);
 * assert.deepEqual(folds.flatMap(({ heldOut }) => heldOut).sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
 * ```
 */
export function kFold(examples: number, k: number, random: Random): Fold[] {
  expectInteger(examples, "kFold examples", { atLeast: 2 });
  expectInteger(k, "kFold k", { atLeast: 2, atMost: examples });
  const order = [...random.shuffle(examples)];
  return Array.from({ length: k }, (_, part) => ({
    train: order.filter((_place, i) => i % k !== part),
    heldOut: order.filter((_place, i) => i % k === part),
  }));
}
