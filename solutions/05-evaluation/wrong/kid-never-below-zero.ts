// ---
// says: cuts the kernel distance off at 0, which makes it biased again
// tells: the distance is cut off at 0
// loses: [kid]
// ---

// %% task="kid"
function kernelDistance(x: Rows, y: Rows): number {
  const kernel = (p: number[], q: number[]) =>
    (p.reduce((sum, v, j) => sum + v * q[j], 0) / p.length + 1) ** 3;
  const within = (set: Rows) =>
    average(set.map((a, i) => average(set.filter((_, j) => j !== i).map((b) => kernel(a, b)))));
  const between = average(x.map((a) => average(y.map((b) => kernel(a, b)))));
  return Math.max(0, within(x) + within(y) - 2 * between);
}
