// ---
// says: a whole protocol that never asks about the training set
// loses: [verdict]
// ---

// %% task="verdict"
interface Verdict {
  faults: Fault[];
  order: number[];
}

function judge(train: Rows, test: Rows, generators: Rows[], random: Random): Verdict {
  const half = Math.floor(test.length / 2);
  const size = Math.min(half, ...generators.map((rows) => rows.length));
  const take = (rows: Rows) => [...random.shuffle(rows.length)].slice(0, size).map((i) => rows[i]);
  const measure = (heldOut: Rows, rows: Rows) => {
    const { precision, recall } = precisionRecall(heldOut.slice(0, size), rows, 3);
    return {
      distance: frechetDistance(moments(heldOut), moments(rows)),
      noise: -precision,
      dropped: -recall,
    };
  };
  const draws = Array.from({ length: 6 }, () => {
    const mixed = [...random.shuffle(test.length)].map((i) => test[i]);
    const heldOut = mixed.slice(0, half);
    return {
      real: measure(heldOut, take(mixed.slice(half))),
      found: generators.map((rows) => measure(heldOut, take(rows))),
    };
  });
  const found = generators.map((_, g) => {
    const z = (kind: "noise" | "dropped") => {
      const usual = draws.map(({ real }) => real[kind]);
      return (average(draws.map((draw) => draw.found[g][kind])) - average(usual)) / spreadOf(usual);
    };
    const worst = z("noise") > z("dropped") ? ("noise" as const) : ("dropped" as const);
    const fault: Fault = z(worst) > 3 ? worst : "none";
    const distance = average(draws.map((draw) => draw.found[g].distance));
    return { g: g, fault: fault, rank: fault === "none" ? 0 : 1, distance: distance };
  });
  const sorted = [...found].sort((a, b) => a.rank - b.rank || a.distance - b.distance);
  return { faults: found.map(({ fault }) => fault), order: sorted.map(({ g }) => g) };
}
