import type { Random } from "../random";
import { expectInteger } from "../shape";
import { meanInterval, type MeanInterval } from "./interval";
import { numbersOf, widthOf, type Samples } from "./points";

/** A metric of sets of one size, over several draws. */
export interface BiasPoint extends MeanInterval {
  /** Examples in either set. */
  readonly size: number;
  /** One of each draw. */
  readonly values: readonly number[];
}

/** Options of {@link biasCurve}. */
export interface BiasCurveOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** How many examples, from either set. */
  readonly sizes: readonly number[];
  /** How many times each size is drawn; 10. */
  readonly repeats?: number;
  /** Draws the examples of each size. */
  readonly random: Random;
}

/**
 * What a metric owes to the number of examples alone: the same two heaps of examples, measured through
 * random subsets of several sizes. Fréchet distances, sliced distances and the KL of modes are too large
 * for few examples, even between two sets of one distribution (Chong and Forsyth 2020 for FID); KID is
 * right on average at every size (Bińkowski et al. 2018). A number means something only beside another
 * of the same size.
 *
 * Both subsets are drawn without replacement, anew for each repeat. Subsets of a large part of the heap
 * share most of their examples, so their intervals are too narrow: keep sizes under half of it.
 *
 * @param metric of (size, d) real and fake rows; may be asynchronous
 * @throws TypeError for rows of another size; RangeError for a size below 1 or above what there is, for no
 *   sizes, fewer than two repeats, or a metric that is not finite
 * @example
 * ```ts
 * import { biasCurve, energyDistance, mind, seeded } from "gan-clinic";
 * const [real, fake] = [seeded(1).normals(800), seeded(2).normals(800)]; // one distribution
 * const squared = (a: Float32Array, b: Float32Array) =>
 *   mind(a, b, { d: 2, directions: 8, random: seeded(3) });
 * const options = { d: 2, sizes: [10, 160], random: seeded(4) };
 * const [few, many] = await biasCurve(squared, real, fake, options);
 * assert.ok(few.mean > 4 * many.mean); // falls as 1 / size, to 0
 * const fair = await biasCurve((a, b) => energyDistance(a, b, 2), real, fake, options);
 * assert.ok(fair[0].low < 0.1); // around 0 at any size
 * ```
 */
export async function biasCurve(
  metric: (real: Float32Array, fake: Float32Array) => number | Promise<number>,
  real: Samples,
  fake: Samples,
  { d: width, sizes, repeats = 10, random }: BiasCurveOptions,
): Promise<BiasPoint[]> {
  const d = widthOf(real, width, "biasCurve", "real");
  expectInteger(repeats, "biasCurve repeats", { atLeast: 2 });
  expectInteger(sizes.length, "biasCurve sizes", { atLeast: 1 });
  const x = numbersOf(real, d, "biasCurve real").slice();
  const y = numbersOf(fake, d, "biasCurve fake").slice();
  const atMost = Math.min(x.length, y.length) / d;
  for (const size of sizes) expectInteger(size, "biasCurve size", { atLeast: 1, atMost });
  const points: BiasPoint[] = [];
  for (const size of sizes) {
    const values: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const stream = random.stream(`size ${size} repeat ${repeat}`);
      const reals = subset(x, size, d, stream.stream("real"));
      values.push(await metric(reals, subset(y, size, d, stream.stream("fake"))));
    }
    points.push({ size, values, ...meanInterval(values) });
  }
  return points;
}

function subset(x: Float32Array, size: number, d: number, random: Random): Float32Array {
  const rows = new Float32Array(size * d);
  random
    .shuffle(x.length / d)
    .subarray(0, size)
    .forEach((from, to) => {
      rows.set(x.subarray(from * d, (from + 1) * d), to * d);
    });
  return rows;
}
