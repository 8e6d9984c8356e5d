import { jStat } from "jstat";
import { expectNumber } from "../shape";

/**
 * How many seeds an arm needs, so that a difference of two arms' means is found with the chance `power`:
 * n = 2 (z₁₋α⸝₂ + z_power)² spread² / difference², the normal formula for arms that are not paired.
 *
 * @throws RangeError for a difference or spread that is not above 0, or a power or level outside (0, 1)
 * @example
 * ```ts
 * import { seedsNeeded } from "gan-clinic";
 * // (1.96 + .84)² · 2 = 15.7: for a difference as large as the spread
 * assert.equal(seedsNeeded({ difference: 1, spread: 1 }), 16);
 * ```
 */
export function seedsNeeded({
  difference,
  spread,
  power = 0.8,
  level = 0.95,
}: {
  /** Of the two means, that is to be found; above 0. */
  readonly difference: number;
  /** Standard deviation over seeds within an arm, in the same unit. */
  readonly spread: number;
  /** Chance that the difference is found, 0 to 1; .8. */
  readonly power?: number;
  /** Of the interval that is to find it, 0 to 1; .95. */
  readonly level?: number;
}): number {
  expectNumber(difference, "seedsNeeded difference", { above: 0 });
  expectNumber(spread, "seedsNeeded spread", { above: 0 });
  expectNumber(power, "seedsNeeded power", { above: 0, below: 1 });
  expectNumber(level, "seedsNeeded level", { above: 0, below: 1 });
  const z = (share: number) => jStat.normal.inv(share, 0, 1);
  return Math.ceil((2 * (z((1 + level) / 2) + z(power)) ** 2 * spread ** 2) / difference ** 2);
}
