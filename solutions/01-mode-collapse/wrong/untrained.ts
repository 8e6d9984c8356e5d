// ---
// says: returns the weights that the generator began with
// loses: [ring]
// ---

// %% task="ring"
async function trainRing(_points: Float32Array, _steps: number, seed: number) {
  const generator = makeGenerator(seed);
  return Float32Array.from(generator.variables.flatMap((v) => Array.from(v.dataSync())));
}
