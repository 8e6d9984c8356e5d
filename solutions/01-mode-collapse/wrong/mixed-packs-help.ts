// ---
// says: takes packs of real and fake examples for a good idea
// loses: [packs]
// ---

// %% task="packs"
quiz("packs", ["a", "b", "d", "e"]);
