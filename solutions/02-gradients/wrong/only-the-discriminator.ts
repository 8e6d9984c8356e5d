// ---
// says: mends the loss and the discriminator, and leaves the first weights
// loses: [make-it-work]
// ---

// %% task="make-it-work"
function workingRecipe(): Recipe {
  return {
    ...asItWas,
    loss: "nonSaturating",
    terms: [{ name: "r1", weight: 0.1 }],
    discriminator: { hidden: [64, 64], activation: "leakyRelu" },
  };
}
