// ---
// says: saturation shrinks gradients, any clipping keeps the direction, σ = 1 keeps the size, a right value proves the gradient
// loses: [deep-tanh, direction, spectral-where, value-right]
// ---

// %% task="deep-tanh"
quiz("deep-tanh", ["a", "c"]);

// %% task="direction"
quiz("direction", ["a", "b", "c", "d"]);

// %% task="spectral-where"
quiz("spectral-where", ["c"]);

// %% task="value-right"
quiz("value-right", ["b"]);
