// ---
// says: takes the first fakes in place of random ones, and fits the line over n
// tells: the first rows are taken every time, or the line is fitted over n
// loses: [bias]
// ---

// %% task="bias"
type Metric = (real: Rows, fake: Rows) => number;

function distanceAtSize(metric: Metric, real: Rows, fake: Rows, size: number): number {
  return metric(real, fake.slice(0, size));
}

function distanceAtInfinity(
  sizes: number[],
  distances: number[],
): { distance: number; slope: number } {
  const [u, y] = [average(sizes), average(distances)];
  const products = average(sizes.map((size, i) => (size - u) * (distances[i] - y)));
  const slope = products / average(sizes.map((size) => (size - u) ** 2));
  return { distance: y - slope * u, slope: slope };
}
