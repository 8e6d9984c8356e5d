// ---
// says: packs, and leaves the discriminator as slow as it was
// loses: [ring]
// ---

// %% task="ring"
function ringRecipe(): Recipe {
  return { ...baseline, packing: 2, average: 0.995 };
}
