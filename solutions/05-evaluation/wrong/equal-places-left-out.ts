// ---
// says: leaves out every neighbour at distance 0, not the example itself
// tells: every neighbour at distance 0 is left out, not just the point itself
// loses: [neighbours]
// ---

// %% task="neighbours"
function squaredRadii(rows: Rows, k: number): number[] {
  return rows.map((row) => {
    const distances = rows.map((other) => squaredDistance(row, other)).filter((each) => each > 0);
    return distances.sort((a, b) => a - b)[k - 1];
  });
}

function precisionRecall(real: Rows, fake: Rows, k: number): { precision: number; recall: number } {
  const share = (points: Rows, centres: Rows) => {
    const radii = squaredRadii(centres, k);
    const inside = points.filter((p) => centres.some((c, i) => squaredDistance(p, c) <= radii[i]));
    return inside.length / points.length;
  };
  return { precision: share(fake, real), recall: share(real, fake) };
}
