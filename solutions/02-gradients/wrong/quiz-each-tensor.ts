// ---
// says: thinks that clipping each tensor keeps the direction
// loses: [direction]
// ---

// %% task="direction"
quiz("direction", ["a", "b", "d"]);
