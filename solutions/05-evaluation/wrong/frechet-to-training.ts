// ---
// says: ranks by the Fréchet distance to the training set, and calls the far ones noisy
// loses: [verdict]
// ---

// %% task="verdict"
interface Verdict {
  faults: Fault[];
  order: number[];
}

function judge(train: Rows, test: Rows, generators: Rows[]): Verdict {
  const distances = generators.map((rows) => frechetDistance(moments(train), moments(rows)));
  const floor = frechetDistance(moments(train), moments(test));
  return {
    faults: distances.map((distance) => (distance > 2 * floor ? "noise" : "none")),
    order: distances.map((_, g) => g).sort((a, b) => distances[a] - distances[b]),
  };
}
