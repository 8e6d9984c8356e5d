// ---
// says: draws examples with repetition, which makes the bias larger
// tells: a row may come twice in one draw
// loses: [bias]
// ---

// %% task="bias"
type Metric = (real: Rows, fake: Rows) => number;

function distanceAtSize(
  metric: Metric,
  real: Rows,
  fake: Rows,
  size: number,
  repeats: number,
  random: Random,
): number {
  const drawn = () => Array.from(random.integers(size, fake.length), (i) => fake[i]);
  return average(Array.from({ length: repeats }, () => metric(real, drawn())));
}

function distanceAtInfinity(
  sizes: number[],
  distances: number[],
): { distance: number; slope: number } {
  const inverses = sizes.map((size) => 1 / size);
  const [u, y] = [average(inverses), average(distances)];
  const products = average(inverses.map((inverse, i) => (inverse - u) * (distances[i] - y)));
  const slope = products / average(inverses.map((inverse) => (inverse - u) ** 2));
  return { distance: y - slope * u, slope: slope };
}
