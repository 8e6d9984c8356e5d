import { mean } from "../statistics";
import { eachDistanceRow, exceeds, squaredRadii } from "./linear-algebra/distances";
import { featurePair } from "./linear-algebra/matrix";
import type { Features } from "./points";
import { expectNeighbours, type NeighbourOptions } from "./precision-recall";

/** What {@link densityCoverage} found. */
export interface DensityCoverage {
  /** In how many real balls a fake lies, by k: 1 on average for perfect fakes; may exceed it. */
  readonly density: number;
  /** Share of the real balls with a fake in them. */
  readonly coverage: number;
}

/**
 * Density and coverage (Naeem et al. 2020, eq. 3 and 4). The balls are around real examples only, each out
 * to its k-th nearest real neighbour. Density counts in how many of them a fake lies, so that one outlier's
 * large ball does not make a bad fake good, as in {@link precisionRecall}; coverage asks which of them hold
 * a fake at all, so that fakes far off cover nothing.
 *
 * What perfect fakes get is known, whatever the data:
 *
 *     density 1    coverage 1 - Π (n - i) / (n + m - i), i = 1 … k
 *
 * which is about 1 - 2^-k for n = m: 0.969 for k = 5. Above 1, density says that the fakes keep to
 * where the data is dense: too safe, not too good.
 *
 * @param real (n, d) features, n above k; as a bare array, with `d`. Read before the call returns
 * @param fake (m, d) features, m above k
 * @param options its `k` is 5 as published
 * @throws TypeError when they are not (n, d) of one d; RangeError for k below 1 or too few examples, or
 *   numbers that are not finite
 * @example
 * ```ts
 * import { densityCoverage } from "gan-clinic";
 * const real = Float32Array.of(0, 1, 2, 10, 11, 12); // two modes on a line
 * const fake = Float32Array.of(0.5, 1.5, 30); // the first mode, and one bad fake
 * const found = await densityCoverage(real, fake, { d: 1, k: 1 });
 * assert.deepEqual(found, { density: (2 + 2 + 0) / 3, coverage: 1 / 2 });
 * ```
 */
export async function densityCoverage(
  real: Features,
  fake: Features,
  { d, k = 5 }: NeighbourOptions = {},
): Promise<DensityCoverage> {
  const [reals, fakes] = featurePair(real, fake, d, "densityCoverage");
  expectNeighbours(k, reals.rows, fakes.rows, "densityCoverage");
  const radii = await squaredRadii(reals, k);
  let hits = 0;
  const covered = new Uint8Array(reals.rows);
  await eachDistanceRow(fakes, reals, (_, squared) => {
    for (let i = 0; i < reals.rows; i++) {
      if (!exceeds(radii[i], squared[i])) continue;
      hits++;
      covered[i] = 1;
    }
  });
  return { density: hits / (k * fakes.rows), coverage: mean(covered) };
}
