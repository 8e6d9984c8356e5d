// ---
// says: draws the circle of notebook 01 whatever the truth is, and one mode too few in the tokens
// loses: [impostors]
// ---

// %% task="impostors"
function tokens({ centres }: Truth, n: number): Float32Array {
  return Float32Array.from(
    Array.from({ length: n }, (_, i) => centres[i < 8 && i < centres.length ? i : 0]).flat(),
  );
}

function smear(_truth: Truth, n: number): Float32Array {
  const angles = Array.from({ length: n }, (_, i) => (2 * Math.PI * i) / n);
  return Float32Array.from(
    angles.flatMap((angle) => [0.8 * Math.cos(angle), 0.8 * Math.sin(angle)]),
  );
}
