// ---
// says: takes the shares of the good samples only, so that blur does not count
// loses: [coverage]
// ---

// %% task="coverage"
interface Coverage {
  modes: number;
  highQuality: number;
  reverseKL: number;
}

function coverage(points: Float32Array, truth: Truth): Coverage {
  const { highQualityHistogram: good, highQuality, samples } = published(points, truth);
  const total = good.reduce((a, b) => a + b);
  const nats = good.map((hits, k) => {
    const share = hits / total;
    return share > 0 ? share * Math.log(share / truth.masses[k]) : 0;
  });
  return {
    modes: good.filter((hits, k) => 4 * hits >= samples * truth.masses[k]).length,
    highQuality: highQuality,
    reverseKL: nats.reduce((a, b) => a + b),
  };
}
