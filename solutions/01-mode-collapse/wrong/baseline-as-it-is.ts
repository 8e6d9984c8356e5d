// ---
// says: hands in the baseline, which collapses
// loses: [ring]
// ---

// %% task="ring"
function ringRecipe(): Recipe {
  return baseline;
}
