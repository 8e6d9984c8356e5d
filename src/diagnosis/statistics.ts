import { median } from "../statistics";

/** The median of the finite values, of an even number the lower one; NaN of none. */
export function usual(values: readonly number[]): number {
  return median(values.filter(Number.isFinite), "lower");
}

/** The greatest of the finite values; NaN of none. */
export function greatest(values: readonly number[]): number {
  return values
    .filter(Number.isFinite)
    .reduce((most, value) => (most >= value ? most : value), NaN);
}

/** The rows between two shares of a run, 0 is its start and 1 its end; at least one row. */
export function part<T>(rows: readonly T[], from: number, to: number): T[] {
  const first = Math.min(rows.length - 1, Math.floor(from * rows.length));
  return rows.slice(first, Math.max(first + 1, Math.ceil(to * rows.length)));
}

/** What a noisy column was like in a part of the run: the median there. */
export function level(values: readonly number[], from: number, to: number): number {
  return usual(part(values, from, to));
}

/** log10, but no less than -12: what is 0 has no logarithm. */
export function decades(value: number): number {
  return Math.log10(Math.max(value, 1e-12));
}

/** At most `count` rows at equal distances, the first and the last among them. */
export function spreadOut<T>(rows: readonly T[], count: number): readonly T[] {
  if (rows.length <= count) return rows;
  return Array.from({ length: count }, (_, i) => {
    return rows[Math.round((i * (rows.length - 1)) / (count - 1))];
  });
}
