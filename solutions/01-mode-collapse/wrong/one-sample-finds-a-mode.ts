// ---
// says: hands in the library's measure, which counts a mode from one good sample on
// loses: [coverage]
// ---

// %% task="coverage"
interface Coverage {
  modes: number;
  highQuality: number;
  reverseKL: number;
}

function coverage(points: Float32Array, truth: Truth): Coverage {
  const { modes, highQuality, reverseKL } = published(points, truth);
  return { modes: modes, highQuality: highQuality, reverseKL: reverseKL };
}
