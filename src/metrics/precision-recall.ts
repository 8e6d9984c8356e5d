import { expectInteger } from "../shape";
import { mean } from "../statistics";
import { eachDistanceRow, reaches, squaredRadii } from "./linear-algebra/distances";
import { featurePair } from "./linear-algebra/matrix";
import type { Features } from "./points";

/** Options of {@link precisionRecall} and {@link densityCoverage}. */
export interface NeighbourOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** Which of its neighbours a ball reaches to; 3 for precision and recall, 5 for density and coverage. */
  readonly k?: number;
}

/** What {@link precisionRecall} found. */
export interface PrecisionRecall {
  /** Share of the fakes that lie in the real examples' region: 1 when every fake looks real. */
  readonly precision: number;
  /** Share of the real examples that lie in the fakes' region: 1 when nothing real is missing. */
  readonly recall: number;
}

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, eq. 1 and 2). Quality and variety apart: a set is
 * taken for the balls around its members, each out to its member's k-th nearest neighbour in the same
 * set. Precision asks which fakes lie in a real ball, recall which real examples lie in a fake ball.
 *
 * Each is blind to the other's fault: one perfect fake a thousand times over has precision 1, a cloud of
 * noise around everything real has recall 1. Exchanged arguments exchange the two.
 *
 * - Perfect fakes do not get 1, and the less, the more features there are. For normal features, n = 2,000
 *   and k = 3, both measured 0.98 at d = 2, 0.79 at d = 16 and 0.61 at d = 64.
 * - An outlier's ball is large: one odd real example makes room for many bad fakes, and fakes that are
 *   spread thinly get large balls and high recall. {@link densityCoverage} is built against that.
 * - Both depend on n and k: compare at the same.
 *
 * @param real (n, d) features, n above k; as a bare array, with `d`. Read before the call returns
 * @param fake (m, d) features, m above k
 * @param options its `k` is 3 as published
 * @throws TypeError when they are not (n, d) of one d; RangeError for k below 1 or too few examples, or
 *   numbers that are not finite
 * @example
 * ```ts
 * import { precisionRecall } from "gan-clinic";
 * const real = Float32Array.of(0, 1, 2, 10, 11, 12); // two modes on a line
 * const fake = Float32Array.of(0, 0.5, 1, 1.5, 2, 5); // one of them, and one bad fake
 * const found = await precisionRecall(real, fake, { d: 1, k: 1 });
 * assert.deepEqual(found, { precision: 5 / 6, recall: 1 / 2 });
 * ```
 */
export async function precisionRecall(
  real: Features,
  fake: Features,
  { d, k = 3 }: NeighbourOptions = {},
): Promise<PrecisionRecall> {
  const [reals, fakes] = featurePair(real, fake, d, "precisionRecall");
  expectNeighbours(k, reals.rows, fakes.rows, "precisionRecall");
  const realRadii = await squaredRadii(reals, k);
  const fakeRadii = await squaredRadii(fakes, k);
  const precise = new Uint8Array(fakes.rows);
  const recalled = new Uint8Array(reals.rows);
  await eachDistanceRow(fakes, reals, (j, squared) => {
    for (let i = 0; i < reals.rows; i++) {
      if (reaches(realRadii[i], squared[i])) precise[j] = 1;
      if (reaches(fakeRadii[j], squared[i])) recalled[i] = 1;
    }
  });
  return { precision: mean(precise), recall: mean(recalled) };
}

/**
 * @throws RangeError for k below 1, or sets of no more than k
 */
export function expectNeighbours(k: number, real: number, fake: number, what: string): void {
  expectInteger(k, `${what} k`, { atLeast: 1 });
  expectInteger(real, `${what} real examples`, { atLeast: k + 1 });
  expectInteger(fake, `${what} fake examples`, { atLeast: k + 1 });
}
