import { jStat } from "jstat";
import { expectInteger, expectNumber } from "../shape";

/** A share and where it may lie. */
export interface Proportion {
  /** Successes by tries, 0 to 1. */
  readonly share: number;
  /** The interval's lower end. */
  readonly low: number;
  /** The interval's upper end. */
  readonly high: number;
  /** How many tries. */
  readonly n: number;
}

/**
 * A share of successes with Wilson's interval (1927, p. 209): all shares p that a normal test does not
 * refuse, that is |share - p| <= z √(p (1 - p) / n). The ends solve that as an equation in p:
 *
 *     (s + z²/2  ±  z √(s (n - s) / n + z²/4)) / (n + z²)
 *
 * for s successes of n. Unlike share ± z √(share (1 - share) / n) it stays in [0, 1], and has a width even
 * when all tries succeed.
 *
 * @param level chance with which the interval is meant to hold the true share
 * @throws RangeError for fewer than one try, more successes than tries, or a level outside (0, 1)
 * @example
 * ```ts
 * import { wilsonInterval } from "gan-clinic";
 * const { share, low, high } = wilsonInterval(10, 20);
 * assert.equal(share, 0.5);
 * const reach = (1.96 * Math.sqrt(20 / 4 + 1.96 ** 2 / 4)) / (20 + 1.96 ** 2); // around .5
 * assert.ok(Math.abs(high - 0.5 - reach) < 1e-4 && Math.abs(0.5 - low - reach) < 1e-4);
 * ```
 */
export function wilsonInterval(successes: number, n: number, level = 0.95): Proportion {
  expectInteger(n, "wilsonInterval n", { atLeast: 1 });
  expectInteger(successes, "wilsonInterval successes", { atLeast: 0, atMost: n });
  expectNumber(level, "wilsonInterval level", { above: 0, below: 1 });
  const z = jStat.normal.inv((1 + level) / 2, 0, 1);
  const centre = (successes + z ** 2 / 2) / (n + z ** 2);
  const reach = (z * Math.sqrt((successes * (n - successes)) / n + z ** 2 / 4)) / (n + z ** 2);
  return {
    share: successes / n,
    low: successes === 0 ? 0 : centre - reach, // these two ends are exact, but for rounding
    high: successes === n ? 1 : centre + reach,
    n,
  };
}

/**
 * The chance of at least so many heads in n throws of a fair coin: the p-value of "better than guessing".
 * P(X >= k) = I_½(k, n - k + 1), the regularised incomplete beta function.
 */
export function guessingChance(successes: number, n: number): number {
  return successes === 0 ? 1 : jStat.ibeta(0.5, successes, n - successes + 1);
}
