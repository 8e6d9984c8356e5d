// ---
// says: thinks that a spectral norm of 1 keeps every gradient
// loses: [spectral-where]
// ---

// %% task="spectral-where"
quiz("spectral-where", ["c"]);
