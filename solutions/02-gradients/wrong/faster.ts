// ---
// says: raises both learning rates tenfold
// loses: [make-it-work]
// ---

// %% task="make-it-work"
function workingRecipe(): Recipe {
  return { ...asItWas, learningRate: { generator: 1e-2, discriminator: 1e-2 } };
}
