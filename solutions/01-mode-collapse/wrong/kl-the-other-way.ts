// ---
// says: takes the divergence of the true shares from the samples', the forward one
// tells: the two kinds of shares have changed places, which is the forward divergence
// loses: [coverage]
// ---

// %% task="coverage"
interface Coverage {
  modes: number;
  highQuality: number;
  reverseKL: number;
}

function coverage(points: Float32Array, truth: Truth): Coverage {
  const { centres, std, masses } = truth;
  const n = points.length / 2;
  const nearest = masses.map(() => 0);
  const good = masses.map(() => 0);
  for (let i = 0; i < n; i++) {
    const away = centres.map(([x, y]) => Math.hypot(points[2 * i] - x, points[2 * i + 1] - y));
    const least = Math.min(...away);
    const mode = away.indexOf(least);
    nearest[mode]++;
    if (least <= 3 * std) good[mode]++;
  }
  const nats = masses.map((p, k) => p * Math.log(p / (nearest[k] / n + 1e-9)));
  return {
    modes: good.filter((hits, k) => hits >= (n * masses[k]) / 4).length,
    highQuality: good.reduce((sum, hits) => sum + hits) / n,
    reverseKL: nats.reduce((sum, each) => sum + each),
  };
}
