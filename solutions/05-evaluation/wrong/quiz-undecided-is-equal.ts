// ---
// says: takes an interval that holds 0 for equality
// loses: [interval]
// ---

// %% task="interval"
quiz("interval", ["b", "d"]);
