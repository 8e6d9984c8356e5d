// ---
// says: takes the divergence of the true shares from the samples', the forward one
// loses: [coverage]
// ---

// %% task="coverage"
interface Coverage {
  modes: number;
  highQuality: number;
  reverseKL: number;
}

function coverage(points: Float32Array, truth: Truth): Coverage {
  const { histogram, highQualityHistogram, highQuality, samples } = published(points, truth);
  const found = highQualityHistogram.filter((hits, k) => 4 * hits >= samples * truth.masses[k]);
  const forward = truth.masses.map((p, k) => p * Math.log(p / (histogram[k] / samples + 1e-9)));
  return {
    modes: found.length,
    highQuality: highQuality,
    reverseKL: forward.reduce((a, b) => a + b),
  };
}
