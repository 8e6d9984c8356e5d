/** What of the data a generator with bounded outputs cannot make. */
export interface OutOfReach {
  /** Its outputs lie above; left out where they have no lower end. */
  readonly low?: number;
  /** Its outputs lie below; left out where they have no upper end. */
  readonly high?: number;
  /** The least number of the data. */
  readonly least: number;
  /** The greatest. */
  readonly most: number;
  /** Share of their numbers that lie outside of the range. */
  readonly share: number;
  /** Mean squared distance of the data from the range, by their variance. */
  readonly loss: number;
}

/**
 * What lies outside of [low, high] is made best by the end that is nearest: so no generator comes nearer, in the mean
 * of squares, than E(x - clip(x))². By the variance of the data, E(x - E x)², 0 is all within reach, and 1 is as bad as
 * one number for all of them. Numbers that are not finite are passed over.
 */
export function outOfReach(
  values: ArrayLike<number>,
  [low, high]: readonly [number, number],
): OutOfReach {
  let [count, outside, missed, sum, squares] = [0, 0, 0, 0, 0];
  let [least, most] = [Infinity, -Infinity];
  const start = Number.isFinite(values[0]) ? values[0] : 0; // squares of differences from it: large numbers keep their digits
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (!Number.isFinite(x)) continue;
    const off = x - Math.min(high, Math.max(low, x));
    count++;
    if (off !== 0) outside++;
    missed += off * off;
    sum += x - start;
    squares += (x - start) ** 2;
    least = Math.min(least, x);
    most = Math.max(most, x);
  }
  const variance = squares / count - (sum / count) ** 2;
  const loss = missed === 0 ? 0 : missed / count / Math.max(variance, 1e-12);
  return {
    ...(Number.isFinite(low) && { low }), // JSON knows no infinity
    ...(Number.isFinite(high) && { high }),
    least,
    most,
    share: outside / Math.max(1, count),
    loss,
  };
}
