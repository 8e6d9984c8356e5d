// ---
// says: takes the losses of the equilibrium for a proof that the data are learned
// loses: [losses]
// ---

// %% task="losses"
quiz("losses", ["a"]);
