// Of plain numbers, in float64, added up in their order. What is computed with tensors has TensorFlow.js's own.

/** NaN of none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Σ (x - mean)²; 0 of none. */
export function squaresOf(values: ArrayLike<number>): number {
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - middle) ** 2;
  return sum;
}

/** What a sample says of the variance of where it was drawn from: divided by n - 1; not a number for n below 2. */
export function variance(values: ArrayLike<number>): number {
  return squaresOf(values) / (values.length - 1);
}

/** How far these values lie from their mean, root mean square: divided by n; NaN of none. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(squaresOf(values) / values.length);
}

/**
 * The middle one by size; NaN counts as the largest. NaN of none.
 *
 * @param ofTwo which one of an even number: the lower or the upper of the two in the middle, or their mean
 */
export function median(
  values: ArrayLike<number>,
  ofTwo: "lower" | "upper" | "mean" = "mean",
): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const lower = sorted[(sorted.length - 1) >> 1];
  const upper = sorted[sorted.length >> 1];
  if (ofTwo === "mean") return (lower + upper) / 2;
  return ofTwo === "lower" ? lower : upper;
}
