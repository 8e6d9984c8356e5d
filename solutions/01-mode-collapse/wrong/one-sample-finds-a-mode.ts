// ---
// says: counts a mode from one good sample on, as the published rule does
// tells: one good sample is enough to find a mode, as in the published rule
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
  const nats = nearest.map((hits, k) => hits && (hits / n) * Math.log(hits / n / masses[k]));
  return {
    modes: good.filter((hits) => hits > 0).length,
    highQuality: good.reduce((sum, hits) => sum + hits) / n,
    reverseKL: nats.reduce((sum, each) => sum + each),
  };
}
