// ---
// says: takes the product of the means off the mean of the products, which loses all digits far from 0
// tells: the product of the means is taken off last, where no digits are left
// loses: [moments]
// ---

// %% task="moments"
interface Moments {
  mean: number[];
  covariance: Rows;
}

function moments(rows: Rows): Moments {
  const n = rows.length;
  const mean = rows[0].map((_, j) => average(rows.map((row) => row[j])));
  const covariance = mean.map((a, i) =>
    mean.map((b, j) => ((average(rows.map((row) => row[i] * row[j])) - a * b) * n) / (n - 1)),
  );
  return { mean: mean, covariance: covariance };
}
