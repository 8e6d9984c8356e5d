// ---
// says: hands in the generator's weights instead of a way to train it
// loses: [make-it-work]
// ---

// %% task="make-it-work"
function workingRecipe(): Recipe {
  const weights = Float32Array.from({ length: 12432 }, (_, i) => Math.sin(i));
  return weights as unknown as Recipe;
}
