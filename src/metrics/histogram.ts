import { expectInteger, expectNumber } from "../shape";

/**
 * The reverse KL divergence of a histogram from what it should be, KL(counts / n ‖ masses), in nats: how
 * surprised one is by each sample's class if one expects the masses. With Σ over the classes that were hit:
 *
 *     Σ pₖ log (pₖ / qₖ)
 *
 * It punishes too much of a class far more than a class that is missing. All on one of K equal classes give
 * log K; a hit where the mass is 0 gives Infinity.
 *
 * Even perfect samples do not give 0: n of them give (K - 1) / 2n on average, since 2n times the divergence
 * is nearly chi-squared with K - 1 degrees of freedom (Wilks 1938), as long as each class expects a few.
 * Take that off before you call a small value a fault.
 *
 * @param counts samples in each of K classes
 * @param masses what share each class should have, in any unit: the counts of real examples will do
 * @throws TypeError for lists of different lengths; RangeError for a count that is not whole, no counts at
 *   all, or masses that are negative, not finite or all 0
 * @example
 * ```ts
 * import { histogramDivergence } from "gan-clinic";
 * assert.equal(histogramDivergence([30, 10], [3, 1]), 0);
 * assert.equal(histogramDivergence([7, 0], [1, 1]), Math.log(2));
 * ```
 */
export function histogramDivergence(counts: ArrayLike<number>, masses: ArrayLike<number>): number {
  if (counts.length !== masses.length) {
    throw new TypeError(
      `histogramDivergence: wanted as many masses as counts (${counts.length}), found ${masses.length}`,
    );
  }
  const hits = Array.from(counts, (count, k) =>
    expectInteger(count, `histogramDivergence count ${k}`, { atLeast: 0 }),
  );
  const weights = Array.from(masses, (mass, k) =>
    expectNumber(mass, `histogramDivergence mass ${k}`, { atLeast: 0 }),
  );
  const samples = expectInteger(total(hits), "histogramDivergence samples", { atLeast: 1 });
  const weight = expectNumber(total(weights), "histogramDivergence sum of masses", { above: 0 });
  return hits.reduce((sum, count, k) => {
    const share = count / samples;
    return count === 0 ? sum : sum + share * Math.log(share / (weights[k] / weight));
  }, 0);
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
