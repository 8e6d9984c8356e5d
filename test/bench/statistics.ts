/** What a list of timings says. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The middle value; between the two middle ones of an even count.
 *
 * @throws RangeError for an empty list
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("median: wanted at least one value, found none");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * How many times as long `a` takes as `b`: the median over the rounds of one round's ratio. In a round
 * both run right after each other, so what slows the whole machine for a while slows both.
 */
export function ratio(a: readonly number[], b: readonly number[]): Spread {
  const rounds = Math.min(a.length, b.length);
  return spread(Array.from({ length: rounds }, (_, i) => a[i] / b[i]));
}

/** A median and where the true one lies in 95 of 100 such lists. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The median with its interval, from the ranks alone: a few rounds that something else slowed do not widen it. How
 * many of n values lie below the true median is binomial, each with chance 1/2; at most 2.5 % is left on either side.
 *
 * @throws RangeError for fewer than 6 values: between their ends lies the median less often than in 95 %
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  const n = values.length;
  if (n < 6) throw new RangeError(`medianInterval: wanted at least 6 values, found ${n}`);
  let rank = -1; // of the value that is the low end
  let chance = 2 ** -n; // that exactly rank + 1 values lie below the true median
  for (let below = chance; below <= 0.025; below += chance) {
    rank += 1;
    chance *= (n - rank) / (rank + 1);
  }
  const sorted = [...values].sort((a, b) => a - b);
  return { median: median(values), low: sorted[rank], high: sorted[n - 1 - rank] };
}

/** How many steps fill a slice of time, between 1 and 500. */
export function stepsFor(sliceMs: number, stepMs: number): number {
  return Math.max(1, Math.min(500, Math.round(sliceMs / stepMs)));
}
