// ---
// says: counts the pairs of an example with itself
// tells: each row is also paired with itself
// loses: [kid]
// ---

// %% task="kid"
function kernelDistance(x: Rows, y: Rows): number {
  const mean = (a: Rows, b: Rows) =>
    average(
      a.map((p) =>
        average(b.map((q) => (p.reduce((sum, v, j) => sum + v * q[j], 0) / p.length + 1) ** 3)),
      ),
    );
  return mean(x, x) + mean(y, y) - 2 * mean(x, y);
}
