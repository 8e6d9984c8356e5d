// ---
// says: takes the two arms for independent ones
// tells: the two arms are taken for independent ones
// loses: [paired]
// ---

// %% task="paired"
interface Interval {
  mean: number;
  low: number;
  high: number;
}

function pairedInterval(a: number[], b: number[]): Interval {
  const mean = average(a) - average(b);
  const error = Math.sqrt((spreadOf(a) ** 2 + spreadOf(b) ** 2) / a.length);
  const reach = tQuantile(a.length - 1) * error;
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
