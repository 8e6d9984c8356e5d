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

/** How many steps fill a slice of time, between 1 and 500. */
export function stepsFor(sliceMs: number, stepMs: number): number {
  return Math.max(1, Math.min(500, Math.round(sliceMs / stepMs)));
}
