// ---
// says: saturation shrinks gradients, any clipping keeps the direction, σ = 1 keeps the size, a right value proves the gradient
// loses: [deep-tanh, direction, spectral-where, value-right]
// ---

// %% task="deep-tanh"
quiz("deep-tanh", ["a", "b"]);

// %% task="direction"
quiz("direction", ["a", "b", "c", "d"]);

// %% task="spectral-where"
quiz("spectral-where", ["b"]);

// %% task="value-right"
quiz("value-right", ["b"]);
