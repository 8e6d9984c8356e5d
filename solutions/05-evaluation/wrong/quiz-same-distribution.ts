// ---
// says: takes a distance of 0 for equal distributions
// loses: [zero]
// ---

// %% task="zero"
quiz("zero", ["a"]);
