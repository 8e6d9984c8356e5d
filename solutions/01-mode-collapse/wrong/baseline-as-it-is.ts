// ---
// says: hands in the baseline, which collapses
// loses: [ring]
// ---

// %% task="ring"
async function trainRing(points: Float32Array, steps: number, seed: number): Promise<Float32Array> {
  return trainWith(points, steps, seed);
}
