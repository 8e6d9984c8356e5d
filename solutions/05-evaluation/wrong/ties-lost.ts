// ---
// says: counts an equal distance as no copy at all
// tells: a draw counts nothing
// loses: [memorised]
// ---

// %% task="memorised"
function memorisation(train: Rows, heldOut: Rows, fake: Rows): number {
  const nearest = (row: number[]) => Math.min(...train.map((each) => squaredDistance(row, each)));
  const usual = heldOut.map((row) => nearest(row));
  return average(
    fake.map((row) => nearest(row)).map((a) => usual.filter((b) => a < b).length / usual.length),
  );
}
