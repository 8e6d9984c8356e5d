// ---
// says: finds the faults at one size, but ranks by distances over unequal numbers of samples
// loses: [verdict]
// ---

// %% task="verdict"
interface Verdict {
  faults: Fault[];
  order: number[];
}

/** The fault of each generator, and all of them in order, the best one first. */
function judge(train: Rows, test: Rows, generators: Rows[], random: Random): Verdict {
  const half = Math.floor(test.length / 2);
  const size = Math.min(half, ...generators.map((rows) => rows.length)); // one for all
  const some = (rows: Rows, count: number) =>
    [...random.shuffle(rows.length)].slice(0, count).map((i) => rows[i]);
  const answers = (few: Rows, rows: Rows) => {
    const { precision, recall } = precisionRecall(few, rows, 3);
    return {
      noise: -precision,
      dropped: -recall,
      copied: memorisation(train, few, rows),
    };
  };
  // Each draw splits the test set anew: one half to compare with, and new real examples from the other.
  const draws = Array.from({ length: 6 }, () => {
    const mixed = some(test, test.length);
    const few = mixed.slice(0, size);
    return {
      real: answers(few, mixed.slice(half, half + size)),
      found: generators.map((rows) => answers(few, some(rows, size))),
    };
  });
  const kinds = ["noise", "dropped", "copied"] as const;
  const results = generators.map((_, g) => {
    const z = (kind: (typeof kinds)[number]) => {
      const usual = draws.map(({ real }) => real[kind]);
      return (average(draws.map(({ found }) => found[g][kind])) - average(usual)) / spreadOf(usual);
    };
    const worst = [...kinds].sort((a, b) => z(b) - z(a))[0];
    const fault: Fault = z(worst) > 3 ? worst : "none";
    const whole = frechetDistance(moments(test), moments(generators[g])); // all it handed in
    return { g: g, fault: fault, badness: fault === "copied" ? Infinity : whole };
  });
  const badness = (g: number) => Math.min(results[g].badness, 1e9);
  const sorted = [...results].sort((a, b) => badness(a.g) - badness(b.g));
  return { faults: results.map(({ fault }) => fault), order: sorted.map(({ g }) => g) };
}
