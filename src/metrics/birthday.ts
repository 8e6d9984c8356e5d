import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { squaredDistance } from "./neighbours";
import { numbersOf, widthOf, type Samples } from "./points";

/** Two samples and how far apart they are. */
export interface SamplePair {
  /** The first sample's place, from 0. */
  readonly first: number;
  /** The second sample's place, behind the first's. */
  readonly second: number;
  /** Euclidean distance of the two. */
  readonly distance: number;
}

/** Options of {@link closestPairs}. */
export interface ClosestOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** How many pairs; 20. */
  readonly count?: number;
}

/**
 * The pairs of samples that are most alike, nearest first: the ones to look at before saying what a
 * duplicate is (Arora, Risteski and Zhang 2018 look at the 20 nearest).
 *
 * @param samples (n, d)
 * @throws TypeError for rows of another size; RangeError for fewer than two samples or more pairs than
 *   there are
 * @example
 * ```ts
 * import { closestPairs } from "gan-clinic";
 * const [nearest] = closestPairs(Float32Array.of(0, 7, 3, 8), { d: 1, count: 1 }); // numbers on a line
 * assert.deepEqual(nearest, { first: 1, second: 3, distance: 1 });
 * ```
 */
export function closestPairs(samples: Samples, options: ClosestOptions = {}): SamplePair[] {
  const { count = 20 } = options;
  const d = widthOf(samples, options.d, "closestPairs", "samples");
  const x = numbersOf(samples, d, "closestPairs samples");
  const n = expectInteger(x.length / d, "closestPairs examples", { atLeast: 2 });
  expectInteger(count, "closestPairs count", { atLeast: 1, atMost: (n * (n - 1)) / 2 });
  const found: SamplePair[] = []; // with squared distances, until the end
  for (let first = 0; first < n; first++) {
    for (let second = first + 1; second < n; second++) {
      const limit = found.length < count ? Infinity : found[count - 1].distance;
      const distance = squaredDistance(x, first, x, second, d, limit);
      if (distance >= limit) continue;
      const place = found.findIndex((pair) => distance < pair.distance);
      found.splice(place < 0 ? found.length : place, 0, { first, second, distance });
      found.length = Math.min(found.length, count);
    }
  }
  return found.map((pair) => ({ ...pair, distance: Math.sqrt(pair.distance) }));
}

/** Options of {@link birthdayParadox}. */
export interface BirthdayOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** Samples at most this far apart are the same picture. See {@link closestPairs}. */
  readonly threshold: number;
  /** In how many random orders the samples are gone through; 1,000. */
  readonly repeats?: number;
  /** Draws the orders. */
  readonly random: Random;
}

/** What {@link birthdayParadox} finds. */
export interface Birthday {
  /** The smallest batch that holds a duplicate with a chance of a half or more. */
  readonly batchSize: number;
  /** How many different pictures there are, if all are equally likely. */
  readonly support: number;
  /** True when there are too few duplicates to tell: then both numbers are lower bounds. */
  readonly atLeast: boolean;
  /** How many pairs of samples are duplicates, of all. */
  readonly duplicates: number;
}

/**
 * How many different pictures can a generator make? The birthday test of Arora, Risteski and Zhang (2018):
 * among N equally likely pictures a batch of about √(2 N ln 2) holds some picture twice with a chance of a
 * half (23 people, 365 days). Read backwards, from the batch size s at which that happens:
 *
 *     N ≈ s (s - 1) / (2 ln 2)
 *
 * The samples are gone through in random orders; s is the median place of the first duplicate. If pictures
 * are not equally likely, N says how many of the common ones there are: there may be more. A real data
 * set passed through the same test, with the same threshold, gives what to compare with.
 *
 * @param samples (n, d), many: with fewer than s nothing is found
 * @throws TypeError for rows of another size; RangeError for fewer than two samples, a negative threshold
 * @example
 * ```ts
 * import { birthdayParadox, seeded } from "gan-clinic";
 * const days = Float32Array.from(seeded(1).integers(4000, 365));
 * const { batchSize, support } = birthdayParadox(days, { d: 1, threshold: 0, random: seeded(2) });
 * assert.ok(Math.abs(batchSize - 23) <= 2);
 * assert.ok(support > 270 && support < 480);
 * ```
 */
export function birthdayParadox(
  samples: Samples,
  { d: width, threshold, repeats = 1000, random }: BirthdayOptions,
): Birthday {
  const d = widthOf(samples, width, "birthdayParadox", "samples");
  expectNumber(threshold, "birthdayParadox threshold", { atLeast: 0 });
  expectInteger(repeats, "birthdayParadox repeats", { atLeast: 1 });
  const x = numbersOf(samples, d, "birthdayParadox samples");
  const n = expectInteger(x.length / d, "birthdayParadox examples", { atLeast: 2 });
  const twins = twinsOf(x, d, threshold);
  const sizes = Array.from({ length: repeats }, () => firstDuplicate(random.shuffle(n), twins));
  sizes.sort((a, b) => a - b);
  const median = sizes[Math.ceil(repeats / 2) - 1]; // half of the orders have their duplicate by here
  const batchSize = Math.min(median, n);
  return {
    batchSize,
    support: (batchSize * (batchSize - 1)) / (2 * Math.LN2),
    atLeast: median === Infinity,
    duplicates: twins.reduce((sum, own) => sum + own.length, 0) / 2,
  };
}

/** For each sample, the others that are the same picture. */
function twinsOf(x: Float32Array, d: number, threshold: number): number[][] {
  const n = x.length / d;
  const twins = Array.from({ length: n }, (): number[] => []);
  const most = threshold * threshold;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      if (squaredDistance(x, i, x, j, d, most) > most) continue;
      twins[i].push(j);
      twins[j].push(i);
    }
  }
  return twins;
}

/** How many samples of the order hold a duplicate for the first time; infinite when all hold none. */
function firstDuplicate(order: Int32Array, twins: readonly number[][]): number {
  const seen = new Uint8Array(order.length);
  for (let place = 0; place < order.length; place++) {
    const sample = order[place];
    if (twins[sample].some((twin) => seen[twin] === 1)) return place + 1;
    seen[sample] = 1;
  }
  return Infinity;
}
