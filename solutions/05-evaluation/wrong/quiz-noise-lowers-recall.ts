// ---
// says: takes precision for blind to noise, and copies for missing variety
// loses: [reading]
// ---

// %% task="reading"
quiz("reading", ["a", "b", "c"]);
