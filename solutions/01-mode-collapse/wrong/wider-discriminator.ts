// ---
// says: makes the discriminator larger, while it stays too slow to answer
// loses: [ring]
// ---

// %% task="ring"
async function trainRing(points: Float32Array, steps: number, seed: number): Promise<Float32Array> {
  return trainWith(points, steps, seed, {
    discriminator: makeDiscriminator(seed, 1, { hidden: [128, 128] }),
  });
}
