// ---
// title: "Lab 05: evaluation"
// lab: 05-evaluation
// minutes: 120
// tasks:
//   - id: moments
//     title: Mean and covariance
//     points: 3
//     says: Compute the mean and the unbiased covariance of a set of features.
//     hint: Take the mean off every row first, and divide the sums of products by one less than the rows.
//     kind: code
//     calls: []
//   - id: frechet
//     title: The Fréchet distance
//     points: 5
//     says: Compute the distance of two Gaussians by the symmetric form, also where a covariance is singular.
//     hint: Build a root from eigenvectors and the roots of eigenvalues; eigenvalues below 0 are rounding, so take them for 0.
//     kind: code
//     calls: []
//   - id: zero
//     title: A distance of zero
//     points: 1
//     says: Say what a Fréchet distance of 0 shows.
//     hint: Look at what the formula gets to see of the two sets.
//     kind: quiz
//   - id: kid
//     title: The kernel distance
//     points: 3
//     says: Compute the unbiased kernel distance of two sets.
//     hint: Leave out the pairs of an example with itself, and count how many pairs are left.
//     kind: code
//     calls: []
//   - id: neighbours
//     title: Precision and recall
//     points: 5
//     says: Compute precision and recall by the balls out to the k-th neighbour.
//     hint: A ball's radius comes from its centre's own set, without the centre; leave it out by its place in the list, not by its distance.
//     kind: code
//     calls: []
//   - id: reading
//     title: Reading precision and recall
//     points: 2
//     says: Choose what a generator with these two numbers may be doing.
//     hint: For each answer, ask first which fakes leave the real balls, then which real examples lose their fake.
//     kind: quiz
//   - id: bias
//     title: The bias study
//     points: 4
//     says: Measure at a given size, and follow the distances to infinitely many examples.
//     hint: Each repeat shuffles anew and takes the first rows of that order; the line is straight over one over the size.
//     kind: code
//     calls: []
//   - id: sizes
//     title: Two sizes
//     points: 1
//     says: Choose what two distances at different sizes tell.
//     hint: How large would either be at the other's size?
//     kind: quiz
//   - id: paired
//     title: A paired comparison over seeds
//     points: 4
//     says: Give the interval of a paired difference, and the number of seeds that finds a given difference.
//     hint: Work with one list of differences from the start; its standard deviation is all that both answers need.
//     kind: code
//     calls: []
//   - id: interval
//     title: Reading an interval
//     points: 2
//     says: Choose what follows from an interval that holds 0.
//     hint: Distinguish what was shown from what was not found out.
//     kind: quiz
//   - id: memorised
//     title: A memorisation test
//     points: 3
//     says: Compute how often a fake is nearer to the training set than a new real example is.
//     hint: Every fake meets every held-out example; a draw counts half.
//     kind: code
//     calls: []
//   - id: report
//     title: A review
//     points: 3
//     says: Write what is missing from a report, and the experiment that would settle it.
//     hint: Go through the protocol of notebook 05 point by point.
//     kind: text
//   - id: verdict
//     title: A protocol that ranks generators rightly
//     points: 8
//     says: Find the fault of each of several hidden generators, and rank them.
//     hint: Ask your metrics about new real examples first, many times and at the generators' size, and call a fault only what lies far outside of that.
//     kind: open
// ---

// %% [markdown]
// # Lab 05: evaluation
//
// In notebook 05 you saw numbers that mislead. Here you build the numbers yourself: the Fréchet distance, the kernel
// distance, precision and recall, an interval over seeds, a memorisation test. At the end you put them together to a
// protocol. It gets the samples of ten generators that you do not know, and says which of them is good, which one
// adds noise, which one leaves something out, and which one has copied its training set.
//
// You need notebook 05. All is done in plain numbers, without tensors. The lab takes about two hours. The tasks can be
// done in any order; only the last one uses what you built before.
//
// **How to work.** Cells that begin with `// ✎ Your code` are yours: put your code in the place of
// `throw new Error("not implemented")` there. You may add cells of your own. All other cells are read only: when your lab
// is graded, they are as they were handed out. `await check("…")` below each task says what was measured and what was
// wanted; when it is graded, more checks are made, on other numbers.

// %%
import { check, quiz } from "gan-clinic/dist/lab";
import { bars, curves, seeded, show, type Random } from "gan-clinic";

/** A set of examples: one row for each, one column for each feature. A matrix, too. */
type Rows = number[][];

/** The mean of a list. */
function average(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0) / values.length;
}

/** The matrix product A B. */
function product(a: Rows, b: Rows): Rows {
  return a.map((row) =>
    b[0].map((_, j) => row.reduce((total, each, k) => total + each * b[k][j], 0)),
  );
}

/** The sum of a matrix's diagonal. */
function trace(matrix: Rows): number {
  return matrix.reduce((total, row, i) => total + row[i], 0);
}

/** The squared distance of two rows. */
function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let j = 0; j < a.length; j++) total += (a[j] - b[j]) ** 2;
  return total;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
 * `vectors[k]` is the eigenvector of `values[k]`; vectors have length 1 and stand at right angles to each other.
 */
function eigenSymmetric(matrix: Rows): { values: number[]; vectors: Rows } {
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = a.map((_, i) => Float64Array.from(a, (__, j) => (i === j ? 1 : 0)));
  const turn = (x: Float64Array, y: Float64Array, c: number, s: number) => {
    for (let k = 0; k < x.length; k++) {
      const [xk, yk] = [x[k], y[k]];
      x[k] = c * xk - s * yk;
      y[k] = s * xk + c * yk;
    }
  };
  for (let sweep = 0; sweep < 50; sweep++) {
    let [beside, whole] = [0, 0];
    a.forEach((row, i) => {
      row.forEach((each, j) => {
        whole += each ** 2;
        if (i !== j) beside += each ** 2;
      });
    });
    if (beside <= 1e-30 * whole) break;
    for (let p = 0; p < a.length; p++) {
      for (let q = p + 1; q < a.length; q++) {
        if (a[p][q] === 0) continue;
        const half = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (const row of a) {
          const [rp, rq] = [row[p], row[q]];
          row[p] = c * rp - s * rq;
          row[q] = s * rp + c * rq;
        }
        turn(a[p], a[q], c, s);
        turn(vectors[p], vectors[q], c, s);
      }
    }
  }
  return { values: a.map((row, i) => row[i]), vectors: vectors.map((v) => [...v]) };
}

// %% [markdown]
// ## The practice sets
//
// Real examples come from a few groups in 15 to 18 features. That is like the features of pictures, only smaller, and
// here we know the truth. `practice(seed)` makes a training set, a test set of real examples that no generator has
// seen, and ten generators with their faults:
//
// | fault | what the generator does |
// | --- | --- |
// | none | new real examples |
// | noise | adds normal noise to each example |
// | dropped | leaves out some of the groups |
// | copied | hands out training examples, each moved a little: all of them, or some among new real ones |
//
// A fault comes in two doses; 2 is the larger one. Half of the generators hand in few examples and half many: chance
// decides which, so the number says nothing about the fault.

// %%
type Fault = "none" | "noise" | "dropped" | "copied";

interface Generator {
  fault: Fault;
  dose: number;
  rows: Rows;
}

interface Practice {
  train: Rows;
  test: Rows;
  generators: Generator[];
  draw: (count: number, noise?: number) => Rows; // more real examples, or noisy ones
}

function practice(seed: number): Practice {
  const random = seeded(seed).stream("practice");
  const d = 15 + random.integers(1, 4)[0];
  const groups = 6 + random.integers(1, 2)[0];
  const centres = Array.from({ length: groups }, () => [...random.normals(d, 0, 2)]);
  const mixing = Array.from({ length: d }, () => [...random.normals(d, 0, 1 / Math.sqrt(d))]);
  const everyGroup = centres.map((_, group) => group);
  const some = (count: number, from: number[], noise: number): Rows =>
    Array.from({ length: count }, () => {
      const centre = centres[from[random.integers(1, from.length)[0]]];
      const inner = centre.map((place) => place + random.normals(1)[0]);
      return mixing.map((row) => {
        const noisy = random.normals(1)[0] * noise;
        return row.reduce((total, each, j) => total + each * inner[j], noisy);
      });
    });
  const shuffledGroups = [...random.shuffle(groups)];
  const train = some(150, everyGroup, 0);
  const copies = (count: number, share: number): Rows =>
    some(count, everyGroup, 0).map((row) => {
      if (random.uniforms(1)[0] >= share) return row;
      return train[random.integers(1, 150)[0]].map((each) => each + random.normals(1)[0] * 0.05);
    });
  const few = [...random.integers(5, 30)].map((more) => 100 + more);
  const many = [...random.integers(5, 300)].map((more) => 1000 + more);
  const counts = [...random.shuffle(10)].map((at) => [...few, ...many][at]);
  const generators: Generator[] = [
    { fault: "none", dose: 0, rows: some(counts[0], everyGroup, 0) },
    { fault: "none", dose: 0, rows: some(counts[1], everyGroup, 0) },
    { fault: "none", dose: 0, rows: some(counts[2], everyGroup, 0) },
    { fault: "noise", dose: 1, rows: some(counts[3], everyGroup, 0.6) },
    { fault: "noise", dose: 1, rows: some(counts[4], everyGroup, 0.6) },
    { fault: "noise", dose: 2, rows: some(counts[5], everyGroup, 0.85) },
    { fault: "dropped", dose: 1, rows: some(counts[6], shuffledGroups.slice(2), 0) },
    { fault: "dropped", dose: 2, rows: some(counts[7], shuffledGroups.slice(4), 0) },
    { fault: "copied", dose: 1, rows: copies(counts[8], 0.5) },
    { fault: "copied", dose: 2, rows: copies(counts[9], 1) },
  ];
  const draw = (count: number, noise = 0) => some(count, everyGroup, noise);
  return { train: train, test: draw(600), generators: generators, draw: draw };
}

const practiced = practice(1);

/** Shows what a metric says of the practice generators, or that it is not there yet. */
async function look(name: string, metric: (rows: Rows) => number): Promise<void> {
  try {
    const sets = [
      { fault: "real", dose: 0, rows: practiced.draw(100) },
      ...practiced.generators.filter((_, g) => g === 2 || g >= 4), // one of each kind
    ];
    const values = sets.map(({ rows }) => metric(rows.slice(0, 100)));
    const chart = bars({
      title: `${name} of 100 examples from each practice generator`,
      alt: `Bars of ${name}: one for new real examples and one for each kind of practice generator.`,
      categories: sets.map(({ fault, dose }) => (dose > 0 ? `${fault} ${dose}` : fault)),
      series: [{ name: name, values: values }],
      xTitle: "what the generator does",
      yTitle: name,
    });
    await show(chart);
  } catch (error) {
    console.log(
      `There is something to see here once the tasks above are solved. (${(error as Error).message})`,
    );
  }
}

// %% [markdown] task="moments"
// ## 1 · Mean and covariance
//
// The Fréchet distance sees two things of a set: where its cloud lies, and which shape it has. That is its mean and
// its covariance
//
// $$ \mu = \frac{1}{n}\sum_i x_i \qquad \Sigma = \frac{1}{n - 1}\sum_i (x_i - \mu)(x_i - \mu)^\top $$
//
// The $n - 1$ makes the covariance right on average, however small the set. Take $\mu$ off *before* you multiply:
// features may lie far from 0, and a difference of two large numbers has few digits left.
//
// `rows` is $(n, d)$, the mean has $d$ numbers, the covariance is $(d, d)$. Leave `rows` as they are.

// %% task="moments"
interface Moments {
  mean: number[];
  covariance: Rows;
}

/** Mean and unbiased covariance of (n, d) features. */
function moments(rows: Rows): Moments {
  // BEGIN SOLUTION
  const mean = rows[0].map((_, j) => average(rows.map((row) => row[j])));
  const centred = rows.map((row) => row.map((value, j) => value - mean[j]));
  const covariance = mean.map((_, i) =>
    mean.map((__, j) => centred.reduce((sum, row) => sum + row[i] * row[j], 0) / (rows.length - 1)),
  );
  return { mean: mean, covariance: covariance };
  // END SOLUTION
}

// %% [markdown] task="frechet"
// ## 2 · The Fréchet distance
//
// How far must one cloud be moved and reshaped to lie on the other? For two Gaussians the answer is
// ([Heusel et al. 2017](https://arxiv.org/abs/1706.08500), eq. 6)
//
// $$ |\mu_1 - \mu_2|^2 + \mathrm{tr}\left(\Sigma_1 + \Sigma_2 - 2\,(\Sigma_1\Sigma_2)^{1/2}\right) $$
//
// The root is one of a matrix, and $\Sigma_1\Sigma_2$ is not even symmetric. With few examples it is singular too, and
// general methods for the root then fail or return complex numbers. There is a better way: with $R = \Sigma_1^{1/2}$
// the matrix $R\,\Sigma_2 R$ has the same eigenvalues as $\Sigma_1\Sigma_2$, and it *is* symmetric. So
//
// $$ \mathrm{tr}\,(\Sigma_1\Sigma_2)^{1/2} = \mathrm{tr}\,(R\,\Sigma_2 R)^{1/2} $$
//
// and both roots are of symmetric matrices. Such a root has the same eigenvectors $v_k$, and the roots of the
// eigenvalues: $\sum_k \sqrt{\lambda_k}\, v_k v_k^\top$. In exact numbers no $\lambda_k$ is below 0. In rounded ones
// some are, a little.
//
// Write `matrixRoot` with `eigenSymmetric` from above, and `frechetDistance` with `product`, `trace` and your
// `matrixRoot`.

// %% task="frechet"
/** The symmetric root of a symmetric (d, d) matrix without negative eigenvalues, but for rounding. */
function matrixRoot(matrix: Rows): Rows {
  // BEGIN SOLUTION
  const { values, vectors } = eigenSymmetric(matrix);
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  return matrix.map((row, i) =>
    row.map((_, j) =>
      roots.reduce((sum, root, k) => sum + root * vectors[k][i] * vectors[k][j], 0),
    ),
  );
  // END SOLUTION
}

/** The (squared) Fréchet distance of two Gaussians of d features. */
function frechetDistance(a: Moments, b: Moments): number {
  // BEGIN SOLUTION
  const root = matrixRoot(a.covariance);
  const shared = matrixRoot(product(product(root, b.covariance), root));
  const moved = squaredDistance(a.mean, b.mean);
  return moved + trace(a.covariance) + trace(b.covariance) - 2 * trace(shared);
  // END SOLUTION
}

// %% [markdown]
// What it says of the practice generators, against the test set. Is anything of it a surprise?

// %%
await look("Fréchet distance", (rows) => frechetDistance(moments(practiced.test), moments(rows)));

// %% [markdown] task="zero"
// The Fréchet distance between very many fakes and very many held-out real examples is 0.00. What does that show?
//
// - [ ] The fakes have the same distribution as the real examples
//   > Not even nearly. One blob and two half-moons can share mean and covariance, and then they are at distance 0.
// - [x] The features of the fakes have the same mean and the same covariance as those of the real examples
//   > That is all that the formula sees.
// - [ ] The fakes are copies of those real examples
//   > Copies would be at 0, but so are new examples of the same distribution, when there are many.
// - [ ] The generator has not memorised its training set
//   > A generator that copies a large training set has the right mean and covariance. This number cannot tell.

// %% [markdown] task="kid"
// ## 3 · The kernel distance
//
// Another way to compare two clouds: how alike is a real example to another real one, a fake to another fake, and a
// real one to a fake? If the clouds are the same, all three are the same on average. With the likeness
// $k(x, y) = (x \cdot y / d + 1)^3$ this is the KID ([Bińkowski et al. 2018](https://arxiv.org/abs/1801.01401)):
//
// $$ \frac{1}{n(n-1)}\sum_{i \neq j} k(x_i, x_j) + \frac{1}{m(m-1)}\sum_{i \neq j} k(y_i, y_j) - \frac{2}{nm}\sum_{i,j} k(x_i, y_j) $$
//
// An example is more like itself than like any other. Whoever counts these pairs gets a distance above 0 for two sets
// of one distribution, and the fewer examples, the more. Without them the estimate is **unbiased**: around 0, at every
// size, and so sometimes below 0. Leave it so.
//
// `x` is $(n, d)$, `y` is $(m, d)$.

// %% task="kid"
/** The unbiased squared kernel distance of (n, d) and (m, d) features. */
function kernelDistance(x: Rows, y: Rows): number {
  // BEGIN SOLUTION
  const kernel = (a: number[], b: number[]) =>
    (product(
      [a],
      b.map((v) => [v]),
    )[0][0] /
      a.length +
      1) **
    3;
  const between = average(x.map((a) => average(y.map((b) => kernel(a, b)))));
  const within = (set: Rows) =>
    average(set.map((a, i) => average(set.filter((_, j) => j !== i).map((b) => kernel(a, b)))));
  return within(x) + within(y) - 2 * between;
  // END SOLUTION
}

// %%
await look("KID", (rows) => kernelDistance(practiced.test.slice(0, 200), rows));

// %% [markdown] task="neighbours"
// ## 4 · Precision and recall
//
// A distance says how far, not what is wrong. Precision and recall
// ([Kynkäänniemi et al. 2019](https://arxiv.org/abs/1904.06991)) ask two questions.
//
// Put a ball around each *real* example, out to its $k$-th nearest neighbour **among the other real examples**. The
// balls together are the region of the real data. **Precision** is the share of the fakes that lie in at least one
// real ball. For **recall** the sets change places: balls around the fakes, out to the $k$-th nearest other fake; and
// the share of the real examples that lie in at least one of them.
//
// Three details: the example itself is not its own neighbour; but another example *at the same place* is one, at
// distance 0. And a point at exactly the radius is inside.

// %% task="neighbours"
/** For each of (n, d) rows, the squared distance to its k-th nearest neighbour among the other rows. */
function squaredRadii(rows: Rows, k: number): number[] {
  // BEGIN SOLUTION
  return rows.map((row, i) => {
    const others = rows.filter((_, j) => j !== i);
    return new Float64Array(others.map((other) => squaredDistance(row, other))).sort()[k - 1];
  });
  // END SOLUTION
}

/** Precision and recall of (m, d) fakes against (n, d) real examples. */
function precisionRecall(real: Rows, fake: Rows, k: number): { precision: number; recall: number } {
  // BEGIN SOLUTION
  const covered = (points: Rows, centres: Rows) => {
    const radii = squaredRadii(centres, k);
    const isInside = (point: number[]) =>
      centres.some((each, i) => squaredDistance(point, each) <= radii[i]);
    return points.filter(isInside).length / points.length;
  };
  return { precision: covered(fake, real), recall: covered(real, fake) };
  // END SOLUTION
}

// %% [markdown]
// Compare the two charts with each other, and with the bar of "real": that is the best that anyone can get.

// %%
await look("precision", (rows) => precisionRecall(practiced.test.slice(0, 100), rows, 3).precision);
await look("recall", (rows) => precisionRecall(practiced.test.slice(0, 100), rows, 3).recall);

// %% [markdown] task="reading"
// New real examples have precision 0.80 and recall 0.80, at this number of examples and in these features. A generator
// has precision 0.82 and recall 0.35. What may it be doing?
//
// - [ ] It adds noise that leads away from the real examples
//   > Then fakes would leave the real balls, and precision would fall.
// - [x] It leaves out some kinds of examples
//   > What it makes lies in real balls; the missing kinds have no fake near them.
// - [ ] It hands out all of its large training set, and nothing else
//   > Training examples are real examples: both numbers would stay at 0.80. That is why a test of its own is needed.
// - [x] It hands out a few perfect examples again and again
//   > Each is in a real ball. But their neighbours are themselves, so their balls have no size and hold no real example.

// %% [markdown] task="bias"
// ## 5 · The bias study
//
// Measure the Fréchet distance between two sets of real examples: it is not 0. With fewer examples mean and covariance
// are less exact, and every error counts as distance. This *bias* falls as $1/n$, and it is not the same for all
// generators ([Chong and Forsyth 2020](https://arxiv.org/abs/1911.07023)). Two things follow.
//
// **Compare at one size.** `distanceAtSize` measures a metric with `size` of the fakes. One draw of them is chance, so
// it draws `repeats` times and returns the mean. Each time the order is shuffled anew by `random.shuffle(count)`,
// which gives the numbers 0 to `count - 1` in random order; no example comes twice in one draw. All of `real` is used
// each time.
//
// **Or go to infinity.** Over $1/n$ the distances lie on a straight line. `distanceAtInfinity` fits it by least
// squares and follows it to $1/n = 0$. With $u_i = 1/n_i$ and distances $y_i$
//
// $$ \text{slope} = \frac{\sum_i (u_i - \bar u)(y_i - \bar y)}{\sum_i (u_i - \bar u)^2} \qquad \text{distance} = \bar y - \text{slope} \cdot \bar u $$

// %% task="bias"
type Metric = (real: Rows, fake: Rows) => number;

/** The mean of a metric over `repeats` random draws of `size` fakes, each draw without repetition. */
function distanceAtSize(
  metric: Metric,
  real: Rows,
  fake: Rows,
  size: number,
  repeats: number,
  random: Random,
): number {
  // BEGIN SOLUTION
  const drawn = () => [...random.shuffle(fake.length)].slice(0, size).map((i) => fake[i]);
  return average(Array.from({ length: repeats }, () => metric(real, drawn())));
  // END SOLUTION
}

/** Where the straight line of distances over 1/size meets infinitely many examples, and how steep it is. */
function distanceAtInfinity(
  sizes: number[],
  distances: number[],
): { distance: number; slope: number } {
  // BEGIN SOLUTION
  const inverses = sizes.map((size) => 1 / size);
  const [u, y] = [average(inverses), average(distances)];
  const products = average(inverses.map((inverse, i) => (inverse - u) * (distances[i] - y)));
  const slope = products / average(inverses.map((inverse) => (inverse - u) ** 2));
  return { distance: y - slope * u, slope: slope };
  // END SOLUTION
}

// %% [markdown]
// Real examples and slightly noisy ones, at many sizes. Look for two points with which noisy examples would win
// against real ones: few of the real ones, many of the noisy ones.

// %%
try {
  const sizes = [60, 80, 120, 200, 400, 800];
  const metric: Metric = (real, fake) => frechetDistance(moments(real), moments(fake));
  const sets = [
    { name: "real", rows: practiced.draw(1200) },
    { name: "noise 1", rows: practiced.draw(1200, 0.6) },
  ];
  const found = sets.map(({ name, rows }) => {
    const random = seeded(1).stream(name);
    const values = sizes.map((size) =>
      distanceAtSize(metric, practiced.test, rows, size, 5, random),
    );
    return { name: name, values: values, end: distanceAtInfinity(sizes, values).distance };
  });
  const chart = curves({
    title: "The fewer examples, the larger the distance",
    alt: "Fréchet distance over one over the number of examples, for real and for noisy examples: two nearly straight rising lines.",
    x: [0, ...sizes.map((size) => 1 / size).reverse()].sort((a, b) => a - b),
    series: found.map(({ name, values, end }) => ({
      name: name,
      values: [end, ...[...values].reverse()],
    })),
    xTitle: "1 / examples (at 0: by the line)",
    yTitle: "Fréchet distance to the test set",
  });
  await show(chart);
} catch (error) {
  console.log(
    `There is something to see here once the tasks above are solved. (${(error as Error).message})`,
  );
}

// %% [markdown] task="sizes"
// Generator A has a Fréchet distance of 31 over 500 examples, generator B has 24 over 50,000. Same features, same
// held-out set. Which one is better?
//
// - [ ] B: its distance is the smaller one
//   > The bias at 500 examples may be more than 7. Then A is better.
// - [ ] A: taken to infinitely many examples, its distance falls by more
//   > It falls by more, but nobody has measured whether below 24.
// - [ ] B, if ten draws of 500 from A all lie above 24
//   > All ten have the same bias. Repeating a measurement shows its spread, not its bias.
// - [x] Nobody can know before B was measured with 500 examples too, or both were taken to infinity
//   > At one size the biases are alike, or at infinity gone.

// %% [markdown] task="paired"
// ## 6 · A paired comparison over seeds
//
// Is setting A better than setting B? One run of each is chance. Train both with the same seeds: the same first
// weights, the same batches. A seed that is bad for one is often bad for both. So look at the **differences**
// $a_s - b_s$: what the seed does to both cancels.
//
// Their mean has the 95 % interval $\bar\delta \pm t \cdot s / \sqrt n$. Here $s$ is their standard deviation, with
// $n - 1$, and $t$ the 97.5 % quantile of Student's distribution with $n - 1$ degrees of freedom. It is larger than 1.96,
// since $s$ too is only estimated, from few seeds: at 5 seeds it is 2.78. `tQuantile(degrees)` in the next cell knows
// it.
//
// And how many seeds does a comparison need? From the $s$ of a pilot study: to find a difference of `smallest` with a
// chance of 80 %,
//
// $$ n = \left\lceil \left( (1.96 + 0.842)\, \frac{s}{\text{smallest}} \right)^2 \right\rceil $$
//
// and never fewer than 2, for one difference has no spread. The two numbers are in the next cell, too.

// %%
const z975 = 1.959964; // 97.5 % of a normal distribution lie below it
const z80 = 0.841621; // and 80 % below this

const tTable = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788,
  2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639,
  2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];

/** The 97.5 % quantile of Student's t, for 1 to 30 degrees of freedom. */
function tQuantile(degrees: number): number {
  if (!(degrees >= 1 && degrees <= 30)) throw new RangeError(`no t for ${degrees} degrees`);
  return tTable[degrees - 1];
}

// %% task="paired"
interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** The mean of a[s] - b[s] over the seeds s, with its 95 % interval. */
function pairedInterval(a: number[], b: number[]): Interval {
  // BEGIN SOLUTION
  const differences = a.map((value, s) => value - b[s]);
  const mean = average(differences);
  const reach = tQuantile(a.length - 1) * (spreadOf(differences) / Math.sqrt(a.length));
  return { mean: mean, low: mean - reach, high: mean + reach };
  // END SOLUTION
}

/** How many seeds find a difference of `smallest`, judged by the paired differences of a pilot study. */
function seedsFor(differences: number[], smallest: number): number {
  // BEGIN SOLUTION
  return Math.max(2, Math.ceil((((z975 + z80) * spreadOf(differences)) / smallest) ** 2));
  // END SOLUTION
}

/** The standard deviation of a list, with n - 1. A helper, for both. */
function spreadOf(values: number[]): number {
  // BEGIN SOLUTION
  const mean = average(values);
  return Math.sqrt(
    (average(values.map((value) => (value - mean) ** 2)) * values.length) / (values.length - 1),
  );
  // END SOLUTION
}

// %% [markdown]
// Ten seeds, two settings. A seed moves both by 10 or so, and setting A is better by 3. Once with the right partners,
// and once with partners that do not belong together:

// %%
try {
  const random = seeded(2).stream("seeds");
  const seedEffect = random.normals(10, 100, 10);
  const [armA, armB] = [-3, 0].map((shift) =>
    [...random.normals(10, shift, 2)].map((v, s) => v + seedEffect[s]),
  );
  const told = ({ mean, low, high }: Interval) =>
    `${mean.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
  console.log(`paired:     A - B = ${told(pairedInterval(armA, armB))}`);
  console.log(`not paired: A - B = ${told(pairedInterval(armA, [...armB.slice(1), armB[0]]))}`);
  console.log(
    `to find a difference of 3: ${seedsFor(
      armA.map((v, s) => v - armB[s]),
      3,
    )} seeds, paired`,
  );
} catch (error) {
  console.log(
    `There is something to see here once the task above is solved. (${(error as Error).message})`,
  );
}

// %% [markdown] task="interval"
// Settings A and B were trained with the same five seeds. The difference of their Fréchet distances, A − B, is −2.5
// with the 95 % interval [−6, 1]. What follows?
//
// - [x] It is undecided which one is better; more seeds may decide it
//   > The interval holds differences that matter, in both directions.
// - [ ] A and B are equally good
//   > That was not shown: −5 is in the interval, too.
// - [x] Pairing made the interval narrower only if a seed moves A and B in the same direction
//   > What the seed does to both is all that cancels.
// - [ ] With ten times as many examples from each of the ten runs, it would be decided
//   > They would make each of the ten numbers more exact. The spread over seeds would stay.

// %% [markdown] task="memorised"
// ## 7 · A memorisation test
//
// Copies of training examples are perfect examples: no metric so far minds them. Ask about the training set as such.
// New real examples lie at some distance from it. Fakes of a good generator lie as far; copies lie nearer.
//
// So give each fake and each held-out real example the distance to its nearest *training* example. Then
// ([Meehan et al. 2020](https://arxiv.org/abs/2004.05675))
//
// $$ \mathrm{AUC} = P(\text{a fake's distance} < \text{a held-out example's}) + \tfrac12 P(\text{both are equal}) $$
//
// over all pairs of a fake and a held-out example. 0.5: as near as new data. Near 1: copies. Near 0: far from all
// data.

// %% task="memorised"
/** The AUC of the memorisation test. */
function memorisation(train: Rows, heldOut: Rows, fake: Rows): number {
  // BEGIN SOLUTION
  const nearest = (row: number[]) => Math.min(...train.map((each) => squaredDistance(row, each)));
  const usual = heldOut.map(nearest);
  const scores = fake
    .map(nearest)
    .map((own) => average(usual.map((other) => (Math.sign(other - own) + 1) / 2)));
  return average(scores);
  // END SOLUTION
}

// %%
await look("memorisation (AUC)", (rows) =>
  memorisation(practiced.train, practiced.test.slice(0, 100), rows),
);

// %% [markdown]
// ## 8 · A review
//
// A colleague writes: *"Our generator reaches a Fréchet distance of 3.1 to the training set, with 10,000 samples. The
// published model has 4.0, with 2,000 samples, as its authors say. We trained it once; samples look sharp. So ours is
// better."* Name three faults of this comparison, each with what it may hide, and describe in three or four sentences
// the experiment that would settle it.

// %% [markdown] task="report"
// The sizes differ: at 2,000 samples the bias is larger, so 4.0 may be the better generator. The distance is to the
// training set, where copies win; it must be to held-out examples, with a memorisation test beside it. One run is
// chance: another seed of the same setting may differ by more than 0.9. (Also good: were features and preprocessing
// the same? What do new real examples get?) The experiment: fix features, a held-out set and one number of samples
// before. Train both with the same seeds, as many as a pilot study asks for. Report the paired interval of the
// difference, beside the distance of new real examples at that size, with precision, recall and the memorisation test
// for each run.

// %% [markdown] task="verdict"
// ## 9 · A protocol that ranks generators rightly
//
// Now all together. `judge` gets a training set, a test set and the samples of ten generators in unknown order. It
// returns
//
// - `faults`: for each generator, in their order, `"none"`, `"noise"`, `"dropped"` or `"copied"`;
// - `order`: the generators' numbers, from 0, the best one first.
//
// The grader calls it with four cases that nobody has seen, made in the way of `practice(seed)`, at another place and
// scale, with doses and numbers of examples that differ a little (from 80 examples on), in an order drawn by chance. It
// counts how many of the 40 faults are right, and how many pairs of generators are in the right order. Only pairs with an
// undisputed answer count: no fault is better than a fault, a small dose is better than a large one of the same fault,
// and a generator that copies is worse than any that does not.
//
// Wanted: at least **80 % of the faults**, **85 % of the pairs without a copying generator**, **85 % of the pairs with
// one**, and **75 % of the pairs where numbers mislead**: those that only noise tells apart and of which the better one
// handed in less than half as many examples.
//
// You may use everything from above. Try your protocol on `practice(2)`, `practice(3)`, … Some questions to ask it:
// what do my metrics say of new *real* examples, at this size? How much does that vary from draw to draw? Whose
// examples may be compared with whose? A case should take at most a few seconds.

// %% task="verdict"
interface Verdict {
  faults: Fault[];
  order: number[];
}

/** The fault of each generator, and all of them in order, the best one first. */
function judge(train: Rows, test: Rows, generators: Rows[], random: Random): Verdict {
  // BEGIN SOLUTION
  const half = Math.floor(test.length / 2);
  const size = Math.min(half, ...generators.map((rows) => rows.length)); // one for all
  const some = (rows: Rows, count: number) =>
    [...random.shuffle(rows.length)].slice(0, count).map((i) => rows[i]);
  const answers = (few: Rows, shape: Moments, rows: Rows) => {
    const { precision, recall } = precisionRecall(few, rows, 3);
    return {
      distance: frechetDistance(shape, moments(rows)),
      noise: -precision,
      dropped: -recall,
      copied: memorisation(train, few, rows),
    };
  };
  // Each draw splits the test set anew: one half to compare with, and new real examples from the other.
  const draws = Array.from({ length: 6 }, () => {
    const mixed = some(test, test.length);
    const [few, shape] = [mixed.slice(0, size), moments(mixed.slice(0, half))];
    return {
      real: answers(few, shape, mixed.slice(half, half + size)),
      found: generators.map((rows) => answers(few, shape, some(rows, size))),
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
    const rank = fault === "none" ? 0 : fault === "copied" ? 2 : 1;
    return {
      g: g,
      fault: fault,
      rank: rank,
      distance: average(draws.map(({ found }) => found[g].distance)),
    };
  });
  const sorted = [...results].sort((a, b) => a.rank - b.rank || a.distance - b.distance);
  return { faults: results.map(({ fault }) => fault), order: sorted.map(({ g }) => g) };
  // END SOLUTION
}

// %% [markdown]
// Your protocol at work on `practice(2)`: the true fault and dose, and behind the arrow what your protocol says.

// %%
try {
  const { train, test, generators } = practice(2);
  const handedIn = generators.map(({ rows }) => rows);
  const { faults, order } = judge(train, test, handedIn, seeded(2).stream("judge"));
  console.log("The best one first:");
  for (const g of order) {
    const { fault, dose, rows } = generators[g];
    const truth = `  ${fault} ${dose}`.padEnd(12) + `(${rows.length} examples)`.padEnd(18);
    console.log(`${truth}→ ${faults[g]}`);
  }
} catch (error) {
  console.log(
    `There is something to see here once the task above is solved. (${(error as Error).message})`,
  );
}
