// ---
// says: divides the covariance by n
// tells: the covariance divides by n
// loses: [moments]
// ---

// %% task="moments"
interface Moments {
  mean: number[];
  covariance: Rows;
}

function moments(rows: Rows): Moments {
  const mean = rows[0].map((_, j) => average(rows.map((row) => row[j])));
  const covariance = mean.map((a, i) =>
    mean.map((b, j) => average(rows.map((row) => (row[i] - a) * (row[j] - b)))),
  );
  return { mean: mean, covariance: covariance };
}
