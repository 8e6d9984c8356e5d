// ---
// says: takes a right value for a right gradient
// loses: [value-right]
// ---

// %% task="value-right"
quiz("value-right", ["b"]);
