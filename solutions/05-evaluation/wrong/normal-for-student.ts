// ---
// says: takes 1.96 in place of Student's t
// tells: 1.96 stands in the place of Student's t
// loses: [paired]
// ---

// %% task="paired"
interface Interval {
  mean: number;
  low: number;
  high: number;
}

function pairedInterval(a: number[], b: number[]): Interval {
  const differences = a.map((value, s) => value - b[s]);
  const mean = average(differences);
  const reach = (z975 * spreadOf(differences)) / Math.sqrt(a.length);
  return { mean: mean, low: mean - reach, high: mean + reach };
}

function seedsFor(differences: number[], smallest: number): number {
  return Math.max(2, Math.ceil((((z975 + z80) * spreadOf(differences)) / smallest) ** 2));
}

function spreadOf(values: number[]): number {
  const mean = average(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
