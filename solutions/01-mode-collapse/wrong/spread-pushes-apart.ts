// ---
// says: takes the gradient to push equal samples apart
// loses: [equal]
// ---

// %% task="equal"
quiz("equal", ["a"]);
