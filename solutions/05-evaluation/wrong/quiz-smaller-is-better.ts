// ---
// says: compares distances over different numbers of examples
// loses: [sizes]
// ---

// %% task="sizes"
quiz("sizes", ["a"]);
