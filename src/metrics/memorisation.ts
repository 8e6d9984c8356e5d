import { jStat } from "jstat";
import { expectInteger, expectNumber } from "../shape";
import { mean, variance } from "../statistics";
import { nearestNeighbours } from "./neighbours";
import { numbersOf, widthOf, type Samples } from "./points";

/** Options of {@link memorisation}. */
export interface MemorisationOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** Chance with which the interval is meant to hold the true AUC; .95. */
  readonly level?: number;
}

/** How near fakes are to the training examples, compared with new real ones. */
export interface Memorisation {
  /** Chance that a fake is nearer to the training examples than a new real example is. */
  readonly auc: number;
  /** The lower end of the AUC's interval. */
  readonly low: number;
  /** The upper end of the AUC's interval. */
  readonly high: number;
  /** Mean distance of fakes to their nearest training example, over that of the held-out ones. */
  readonly ratio: number;
  /** Each fake's distance to its nearest training example. */
  readonly fakeDistances: Float64Array;
  /** Each held-out example's distance to its nearest training example. */
  readonly heldOutDistances: Float64Array;
}

/** The three sets that {@link memorisation} compares. */
export interface MemorisationSets {
  /** (m, d): what the generator was trained on. */
  readonly train: Samples;
  /** (n, d): real examples that it has not seen. */
  readonly heldOut: Samples;
  /** (k, d) */
  readonly fake: Samples;
}

/**
 * Has the generator learnt its training examples by heart? New real examples lie at some distance from the
 * training examples. Fakes of a good generator lie as far from them; copies lie nearer; bad pictures lie
 * further off. So each fake and each held-out example gets its distance to the nearest training example,
 * and
 *
 *     AUC = P(fake's < held-out's) + ½ P(equal)
 *
 * which is the Mann-Whitney statistic of Meehan, Chaudhuri and Dasgupta (2020, section 3), a share of
 * pairs. .5: as near as new data. Near 1: copies. Near 0: far from all data. A generator that copies some
 * examples and makes bad ones besides may show .5: look at the smallest distances too, and at the pictures
 * beside their neighbours.
 *
 * The interval is DeLong's (DeLong, DeLong and Clarke-Pearson 1988): variance of each fake's share over
 * the fakes, and of each held-out example's over those. It has no width where all pairs agree.
 *
 * Pixels find exact copies, features find near ones.
 *
 * @throws TypeError for rows of another size; RangeError for fewer than two fakes or held-out examples
 * @example
 * ```ts
 * import { memorisation } from "gan-clinic";
 * const train = Float32Array.of(0, 10, 20); // numbers on a line
 * const heldOut = Float32Array.of(2, 13); // 2 and 3 from the nearest
 * const copies = memorisation({ train, heldOut, fake: Float32Array.of(10, 10, 20.5) }, { d: 1 });
 * assert.equal(copies.auc, 1);
 * assert.ok(Math.abs(copies.ratio - 0.5 / 3 / 2.5) < 1e-9);
 * ```
 */
export function memorisation(
  { train, heldOut, fake }: MemorisationSets,
  options: MemorisationOptions = {},
): Memorisation {
  const { level = 0.95 } = options;
  const d = widthOf(train, options.d, "memorisation", "train");
  expectNumber(level, "memorisation level", { above: 0, below: 1 });
  const examples = numbersOf(train, d, "memorisation train");
  const distancesOf = (samples: Samples, what: string): Float64Array => {
    const rows = numbersOf(samples, d, what);
    expectInteger(rows.length / d, `${what} examples`, { atLeast: 2 });
    return nearestNeighbours(rows, examples, { d }).distances;
  };
  const fakeDistances = distancesOf(fake, "memorisation fake");
  const heldOutDistances = distancesOf(heldOut, "memorisation heldOut");
  const longer = sharesAbove(fakeDistances, heldOutDistances); // of held-out ones, for each fake
  const shorter = sharesAbove(heldOutDistances, fakeDistances).map((share) => 1 - share);
  const auc = mean(longer);
  const z = jStat.normal.inv((1 + level) / 2, 0, 1);
  const reach = z * Math.sqrt(errorOf(longer) + errorOf(shorter));
  return {
    auc,
    low: Math.max(auc - reach, 0),
    high: Math.min(auc + reach, 1),
    ratio: mean(fakeDistances) / mean(heldOutDistances),
    fakeDistances,
    heldOutDistances,
  };
}

/** For each value, the share of the others above it; equal ones count half. */
function sharesAbove(values: Float64Array, others: Float64Array): Float64Array {
  const sorted = others.slice().sort();
  return values.map((value) => {
    const notBelow = sorted.length - countBelow(sorted, (other) => other < value);
    const above = sorted.length - countBelow(sorted, (other) => other <= value);
    return (notBelow + above) / 2 / sorted.length;
  });
}

/** How many sorted numbers, from the first, are `below`: by halving. */
function countBelow(sorted: Float64Array, below: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The variance of the mean. */
function errorOf(values: Float64Array): number {
  return variance(values) / values.length;
}
