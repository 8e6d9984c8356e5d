import { jStat } from "jstat";
import { mean, squaresOf } from "../statistics";
import type { Requirement } from "./claim-types";

/** Equally likely values of a chance variable that its integral is taken over. */
const GRID = 60;

/**
 * How likely a claim is to hold again, on as many fresh seeds: the chance that the 95 % interval of their mean meets
 * the bounds.
 *
 * What is known of the next n seeds is what these n showed. Let them be normal, independent and of one distribution,
 * and let nothing else be known of its mean μ and its standard deviation σ (the prior 1/σ). Of these seeds, m is the
 * mean and s the standard deviation. Then
 *
 *     σ² = (n - 1) s² / V,  V from χ² with n - 1 degrees
 *     next mean given σ: normal around m, with variance σ²/n for μ and σ²/n for the seeds, 2 σ²/n together
 *     next s² = σ² W / (n - 1),  W from χ² with n - 1 degrees
 *
 * and the chance is the mean, over V and W, of the chance that next mean ∓ t · next s / √n is within the bounds. A claim
 * that holds by a hair has about one chance in two, and one that failed has some chance as well.
 *
 * The assumptions matter: a measure that now and then jumps (a run in ten collapses) is not normal, and seeds that
 * bounds were chosen by are not fresh. Both make the true chance smaller.
 *
 * @param values one a seed; of a claim with a baseline the differences
 * @returns 0 to 1; of values that are all the same, 1 or 0
 */
export function chanceToHold(values: readonly number[], require: Requirement): number {
  const n = values.length;
  const { atLeast = -Infinity, atMost = Infinity } = require;
  const middle = mean(values);
  const squares = squaresOf(values); // (n - 1) s²
  if (squares === 0) return middle >= atLeast && middle <= atMost ? 1 : 0;
  const t = jStat.studentt.inv(0.975, n - 1);
  const draws = Array.from({ length: GRID }, (_, i) =>
    jStat.chisquare.inv((i + 0.5) / GRID, n - 1),
  );
  let sum = 0;
  for (const v of draws) {
    const sigma = Math.sqrt(squares / v);
    const spread = sigma * Math.sqrt(2 / n);
    for (const w of draws) {
      const reach = (t * sigma * Math.sqrt(w / (n - 1))) / Math.sqrt(n);
      const [low, high] = [atLeast + reach, atMost - reach];
      if (low < high) sum += below((high - middle) / spread) - below((low - middle) / spread);
    }
  }
  return sum / GRID ** 2;
}

/** The chance that a standard normal number is below z. */
function below(z: number): number {
  if (z === Infinity) return 1;
  return z === -Infinity ? 0 : jStat.normal.cdf(z, 0, 1);
}
