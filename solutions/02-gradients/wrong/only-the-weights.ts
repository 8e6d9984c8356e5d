// ---
// says: mends the first weights and the loss, and leaves the discriminator of twelve sigmoid layers
// loses: [make-it-work]
// ---

// %% task="make-it-work"
function workingRecipe(): Recipe {
  return {
    ...asItWas,
    init: { name: "orthogonal", gain: 1 },
    loss: "nonSaturating",
    terms: [{ name: "r1", weight: 0.1 }],
  };
}
