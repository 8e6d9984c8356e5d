// ---
// says: adds the generator's weights to the recipe
// loses: [ring]
// ---

// %% task="ring"
function ringRecipe(): Recipe {
  const weights = Array.from({ length: 4866 }, (_, i) => Math.sin(i));
  return { ...baseline, weights: weights } as Recipe;
}
