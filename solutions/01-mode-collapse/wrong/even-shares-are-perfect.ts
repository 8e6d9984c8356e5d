// ---
// says: takes even shares for a perfect generator
// loses: [readings]
// ---

// %% task="readings"
quiz("readings", ["b", "c"]);
