// ---
// says: computes 1 - D by subtracting, which is 0 or 1 where it matters
// tells: 1 - D is computed by subtracting
// loses: [losses]
// ---

// %% task="losses"
function generatorLosses(score: number) {
  const D = 1 / (1 + Math.exp(-score));
  return {
    saturating: { loss: Math.log(1 - D), slope: -D },
    nonSaturating: { loss: -Math.log(D), slope: -(1 - D) },
  };
}
