const [steps, decay] = [200, 1e-2];

/**
 * A logistic regression, P(1 | x) = 1 / (1 + e^-(w · x + b)), over features brought to mean 0 and variance
 * 1: the least of mean softplus(∓(w · x + b)) + decay / 2 |w|². Found by Nesterov's steps (1983) of length
 * 1 / L, where L = d / 4 + decay bounds the curvature: the mean of |x|² is d, and the sigmoid's slope at
 * most 1/4. So every run descends, whatever the data.
 *
 * @returns a function that says of rows whether they are of class 1
 */
export function logisticClassifier(
  rows: Float32Array, // (n, d)
  labels: Uint8Array, // (n), 0 or 1
  d: number,
): (rows: Float32Array) => Uint8Array {
  const scale = scaling(rows, d);
  const x = scale(rows); // (n, d + 1), with a 1 at the end of each row for the bias
  const rate = 1 / ((d + 1) / 4 + decay);
  let weights = new Float64Array(d + 1);
  let ahead = weights;
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(ahead, x, labels);
    const next = ahead.map((weight, k) => weight - rate * gradient[k]);
    const before = weights;
    ahead = next.map((weight, k) => weight + (step / (step + 3)) * (weight - before[k]));
    weights = next;
  }
  return (test) => {
    const scores = scoresOf(weights, scale(test));
    return Uint8Array.from(scores, (score) => (score > 0 ? 1 : 0));
  };
}

/** Brings rows to the mean 0 and variance 1 of these; a feature without variance stays 0. */
function scaling(rows: Float32Array, d: number): (rows: Float32Array) => Float64Array {
  const n = rows.length / d;
  const mean = new Float64Array(d);
  const variance = new Float64Array(d);
  rows.forEach((value, i) => (mean[i % d] += value / n));
  rows.forEach((value, i) => (variance[i % d] += (value - mean[i % d]) ** 2 / n));
  return (others) => {
    const out = new Float64Array((others.length / d) * (d + 1)).fill(1);
    others.forEach((value, i) => {
      const [row, k] = [Math.floor(i / d), i % d];
      const std = Math.sqrt(variance[k]);
      out[row * (d + 1) + k] = std === 0 ? 0 : (value - mean[k]) / std;
    });
    return out;
  };
}

function scoresOf(weights: Float64Array, x: Float64Array): Float64Array {
  const width = weights.length;
  return Float64Array.from({ length: x.length / width }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += weights[k] * x[i * width + k];
    return sum;
  });
}

/** Mean of (p - label) x, and decay · w for all but the bias. */
function gradientAt(weights: Float64Array, x: Float64Array, labels: Uint8Array): Float64Array {
  const width = weights.length;
  const gradient = weights.map((weight, k) => (k === width - 1 ? 0 : decay * weight));
  scoresOf(weights, x).forEach((score, i) => {
    const error = (1 / (1 + Math.exp(-score)) - labels[i]) / labels.length;
    for (let k = 0; k < width; k++) gradient[k] += error * x[i * width + k];
  });
  return gradient;
}
