// ---
// says: thinks that a tanh which saturates makes the gradient shrink
// loses: [deep-tanh]
// ---

// %% task="deep-tanh"
quiz("deep-tanh", ["a", "c"]);
