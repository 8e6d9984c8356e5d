// ---
// says: exchanges precision and recall
// tells: precision and recall have changed places
// loses: [neighbours, verdict]
// ---

// %% task="neighbours"
function squaredRadii(rows: Rows, k: number): number[] {
  return rows.map((row, i) => {
    const others = rows.filter((_, j) => j !== i);
    return others.map((other) => squaredDistance(row, other)).sort((a, b) => a - b)[k - 1];
  });
}

function precisionRecall(real: Rows, fake: Rows, k: number): { precision: number; recall: number } {
  const share = (points: Rows, centres: Rows) => {
    const radii = squaredRadii(centres, k);
    const inside = points.filter((p) => centres.some((c, i) => squaredDistance(p, c) <= radii[i]));
    return inside.length / points.length;
  };
  return { precision: share(real, fake), recall: share(fake, real) };
}
