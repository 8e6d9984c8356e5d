// ---
// says: takes an example for its own first neighbour
// tells: each point is its own first neighbour
// loses: [neighbours]
// ---

// %% task="neighbours"
function squaredRadii(rows: Rows, k: number): number[] {
  return rows.map(
    (row) => rows.map((other) => squaredDistance(row, other)).sort((a, b) => a - b)[k - 1],
  );
}

function precisionRecall(real: Rows, fake: Rows, k: number): { precision: number; recall: number } {
  const share = (points: Rows, centres: Rows) => {
    const radii = squaredRadii(centres, k);
    const inside = points.filter((p) => centres.some((c, i) => squaredDistance(p, c) <= radii[i]));
    return inside.length / points.length;
  };
  return { precision: share(fake, real), recall: share(real, fake) };
}
