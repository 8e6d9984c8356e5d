// ---
// says: looks how near fakes are to the held-out set, not to the training set
// tells: distances are taken to the held-out set, not to the training set
// loses: [memorised, verdict]
// ---

// %% task="memorised"
function memorisation(train: Rows, heldOut: Rows, fake: Rows): number {
  const to = (row: number[], set: Rows) =>
    Math.min(...set.map((each) => squaredDistance(row, each)));
  const own = fake.map((row) => to(row, heldOut));
  const usual = train.map((row) => to(row, heldOut));
  return average(own.map((a) => average(usual.map((b) => (a < b ? 1 : a === b ? 0.5 : 0)))));
}
