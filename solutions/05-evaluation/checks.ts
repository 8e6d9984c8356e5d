/**
 * Checks of lab 05. References are plain loops in double precision, or the library's own metrics.
 *
 * The open task on 40 seeds, each with four cases of its own (wanted in brackets):
 *
 *                             faults (.80)    pairs without    where fewer       pairs with     passes
 *                                             copies (.85)     mislead (.75)     copies (.85)
 *     solution                .85 to 1.00     .89 to 1.00      .81 to 1.00      .98 to 1.00    40 of 40
 *     unequal numbers         .85 to 1.00     .75 to .96       .00 to .67       .98 to 1.00     0 of 40
 *     no memorisation test    .65 to .80      .93 to 1.00      .85 to 1.00      .16 to .50      0 of 40
 *     distance to training    .28 to .53      .74 to .97       .13 to .73       .00 to .27      0 of 40
 *
 * A class of 200 is graded by these cases, so they are as small as these margins allow.
 *
 * Nothing but the examples tells their fault: over 200 cases, classifiers by number of examples, place in the list,
 * repeated rows, order of the rows and last bits of the numbers name 27 to 32 % of the faults, chance 30 % ± 1 %.
 */
import { z } from "zod";
import type { Random } from "gan-clinic";
import type { Check, Library, Student, Verdict } from "gan-clinic/dist/grader/contract";
import { defineCheck } from "gan-clinic/dist/grader/lab/define-check";

type Rows = number[][];

const anyRows = z.array(z.array(z.number()));

/** Normal numbers as (n, d) rows. */
function normalRows(random: Random, n: number, d: number, std = 1): Rows {
  const flat = random.normals(n * d, 0, std);
  return Array.from({ length: n }, (_, i) => Array.from(flat.subarray(i * d, (i + 1) * d)));
}

/** Small whole numbers as (n, d) rows: many ties and many equal rows. */
function gridRows(random: Random, n: number, d: number, limit: number): Rows {
  return Array.from({ length: n }, () => Array.from(random.integers(d, limit)));
}

/** The largest difference between two lists of lists; infinite where their forms differ. */
function furthest(found: Rows, wanted: Rows): number {
  if (found.length !== wanted.length) return Infinity;
  return wanted.reduce((most, row, i) => {
    if (found[i].length !== row.length) return Infinity;
    return row.reduce((most2, each, j) => {
      const apart = Math.abs(each - found[i][j]);
      return apart <= most2 ? most2 : Number.isNaN(apart) ? Infinity : apart;
    }, most);
  }, 0);
}

/** Are two numbers equal, but for rounding? `scale` is the size of what they were computed from. */
function near(found: number, wanted: number, scale = 1): boolean {
  return Math.abs(found - wanted) <= 1e-6 * (Math.abs(wanted) + scale);
}

const short = (value: number) => String(Number(value.toPrecision(6)));

// ---- hidden references ----

function hiddenMoments(rows: Rows): { mean: number[]; covariance: Rows } {
  const [n, d] = [rows.length, rows[0].length];
  const mean = new Array<number>(d).fill(0);
  for (const row of rows) for (let j = 0; j < d; j++) mean[j] += row[j] / n;
  const covariance = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  for (const row of rows) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        covariance[i][j] += ((row[i] - mean[i]) * (row[j] - mean[j])) / (n - 1);
      }
    }
  }
  return { mean, covariance };
}

function hiddenKid(x: Rows, y: Rows): number {
  const kernel = (a: number[], b: number[]) => {
    let dot = 0;
    for (let j = 0; j < a.length; j++) dot += a[j] * b[j];
    return (dot / a.length + 1) ** 3;
  };
  let [withinX, withinY, between] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) withinX += 2 * kernel(x[i], x[j]);
  for (let i = 0; i < y.length; i++) for (let j = 0; j < i; j++) withinY += 2 * kernel(y[i], y[j]);
  for (const a of x) for (const b of y) between += kernel(a, b);
  const [n, m] = [x.length, y.length];
  return withinX / (n * n - n) + withinY / (m * m - m) - (2 * between) / (n * m);
}

function hiddenSquared(a: number[], b: number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

function hiddenRadii(rows: Rows, k: number): number[] {
  return rows.map((row, i) => {
    const found: number[] = [];
    rows.forEach((other, j) => {
      if (i !== j) found.push(hiddenSquared(row, other));
    });
    return Float64Array.from(found).sort()[k - 1];
  });
}

function hiddenCovered(points: Rows, centres: Rows, k: number): number {
  const limits = hiddenRadii(centres, k);
  let count = 0;
  for (const point of points) {
    if (centres.some((each, i) => hiddenSquared(each, point) <= limits[i])) count++;
  }
  return count / points.length;
}

function hiddenSpread(values: number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1));
}

function hiddenAuc(train: Rows, heldOut: Rows, fake: Rows): number {
  const distance = (row: number[]) => {
    let least = Infinity;
    for (const each of train) least = Math.min(least, hiddenSquared(row, each));
    return least;
  };
  const [own, usual] = [fake.map(distance), heldOut.map(distance)];
  let wins = 0;
  for (const a of own) for (const b of usual) wins += a < b ? 1 : a === b ? 0.5 : 0;
  return wins / own.length / usual.length;
}

/** Real and fake rows: normal ones, or whole numbers below `grid`. */
function hiddenSets(
  random: Random,
  { n, m, k, grid }: { n: number; m: number; k: number; grid: number },
): { real: Rows; fake: Rows; k: number } {
  const set = (count: number, std: number) =>
    grid > 0 ? gridRows(random, count, 2, grid) : normalRows(random, count, 2, std);
  return { real: set(n, 1), fake: set(m, 1.6), k };
}

const hiddenForm = z.object({
  precision: z.number(),
  recall: z.number(),
  radii: z.array(z.number()),
});

const hiddenProbe = (
  { precisionRecall, squaredRadii }: Student,
  _library: Library,
  { real, fake, k }: { real: Rows; fake: Rows; k: number },
): unknown => {
  const { precision, recall } = precisionRecall(real, fake, k) as Record<string, unknown>;
  return { precision, recall, radii: squaredRadii(fake, k) as unknown };
};

function hiddenNeighbours(
  { precision, recall, radii }: z.infer<typeof hiddenForm>,
  { real, fake, k }: { real: Rows; fake: Rows; k: number },
): Verdict {
  const wanted = [hiddenCovered(fake, real, k), hiddenCovered(real, fake, k)];
  return {
    passed:
      near(precision, wanted[0]) &&
      near(recall, wanted[1]) &&
      furthest([radii], [hiddenRadii(fake, k)]) < 1e-9,
    measured: `precision ${short(precision)}, recall ${short(recall)}`,
    wanted: `precision ${short(wanted[0])}, recall ${short(wanted[1])}, and the squared radii of ${fake.length} fakes`,
  };
}

interface ThreeSets {
  train: Rows;
  heldOut: Rows;
  fake: Rows;
}

function hiddenThree(random: Random, grid: number): ThreeSets {
  const set = (count: number, std: number) =>
    grid > 0 ? gridRows(random, count, 2, grid) : normalRows(random, count, 2, std);
  return { train: set(9, 1), heldOut: set(17, 1), fake: set(26, 1.4) };
}

function hiddenMemorisation(found: number, { train, heldOut, fake }: ThreeSets): Verdict {
  const wanted = hiddenAuc(train, heldOut, fake);
  return { passed: near(found, wanted), measured: short(found), wanted: short(wanted) };
}

// ---- the open task: cases whose truth is known ----

interface ExamCase {
  d: number;
  train: Float32Array;
  test: Float32Array;
  generators: Float32Array[];
}

interface ExamTruth {
  fault: string;
  dose: number;
  /** How many examples it handed in. */
  size: number;
}

/** What is true of the cases that were drawn. It never travels to the submission. */
const truths = new WeakMap<object, ExamTruth[][]>();

/** What is chosen of a kind of case. */
interface ExamKind {
  /** Standard deviations of the small and the large noise. */
  noise: [number, number];
  /** How many groups are left out. */
  dropped: [number, number];
  /** The share of copies. */
  copied: [number, number];
  /** Least numbers of examples, and how many more there may be. */
  few: [number, number];
  many: [number, number];
}

/** Examples in a training set. */
const TRAINING = 150;

/** Like the practice sets of the notebook. */
const practiceKind: ExamKind = {
  noise: [0.6, 0.85],
  dropped: [2, 4],
  copied: [0.5, 1],
  few: [100, 30],
  many: [1000, 300],
};

/** Only hidden checks may use it. */
const gradedKind: ExamKind = {
  noise: [0.57, 0.77],
  dropped: [2, 4],
  copied: [0.6, 1],
  few: [80, 40],
  many: [900, 400],
};

/**
 * One case. Half of the generators hand in few examples and half many, and chance alone decides which: so the numbers
 * tell nothing, and mislead whoever compares unequal ones.
 */
function examCase(random: Random, kind: ExamKind): { exam: ExamCase; truth: ExamTruth[] } {
  const d = 15 + random.integers(1, 4)[0];
  const groups = 6 + random.integers(1, 2)[0];
  const centres = Array.from({ length: groups }, () => random.normals(d, 0, 2));
  const mixing = Array.from({ length: d }, () => random.normals(d, 0, 1 / Math.sqrt(d)));
  const offset = random.normals(d, 0, 3);
  const scale = Math.exp(random.uniforms(1, -1, 1)[0]);
  // In double precision, and rounded once at the end: what was rounded in between can be told by its last bits.
  const examples = (count: number, from: readonly number[], noise: number): Float64Array => {
    const out = new Float64Array(count * d);
    for (let i = 0; i < count; i++) {
      const centre = centres[from[random.integers(1, from.length)[0]]];
      const [inner, outer] = [random.normals(d), random.normals(d)];
      for (let j = 0; j < d; j++) {
        let sum = offset[j] + noise * outer[j];
        for (let k = 0; k < d; k++) sum += mixing[j][k] * (centre[k] + inner[k]);
        out[i * d + j] = scale * sum;
      }
    }
    return out;
  };
  const every = centres.map((_, group) => group);
  const order = [...random.shuffle(groups)];
  const train = examples(TRAINING, every, 0);
  const copies = (count: number, share: number): Float64Array => {
    const out = examples(count, every, 0);
    for (let i = 0; i < count; i++) {
      if (random.uniforms(1)[0] >= share) continue;
      const from = random.integers(1, TRAINING)[0];
      const moved = random.normals(d);
      for (let j = 0; j < d; j++) out[i * d + j] = train[from * d + j] + 0.05 * scale * moved[j];
    }
    return out;
  };
  const counts = [kind.few, kind.many].flatMap(([least, more]) =>
    [...random.integers(5, more)].map((count) => least + count),
  );
  const sizes = [...random.shuffle(10)].map((at) => counts[at]);
  const made: { fault: string; dose: number; rows: Float64Array }[] = [
    { fault: "none", dose: 0, rows: examples(sizes[0], every, 0) },
    { fault: "none", dose: 0, rows: examples(sizes[1], every, 0) },
    { fault: "none", dose: 0, rows: examples(sizes[2], every, 0) },
    { fault: "noise", dose: 1, rows: examples(sizes[3], every, kind.noise[0]) },
    { fault: "noise", dose: 1, rows: examples(sizes[4], every, kind.noise[0]) },
    { fault: "noise", dose: 2, rows: examples(sizes[5], every, kind.noise[1]) },
    { fault: "dropped", dose: 1, rows: examples(sizes[6], order.slice(kind.dropped[0]), 0) },
    { fault: "dropped", dose: 2, rows: examples(sizes[7], order.slice(kind.dropped[1]), 0) },
    { fault: "copied", dose: 1, rows: copies(sizes[8], kind.copied[0]) },
    { fault: "copied", dose: 2, rows: copies(sizes[9], kind.copied[1]) },
  ];
  const mixed = [...random.shuffle(made.length)].map((at) => made[at]);
  return {
    exam: {
      d,
      train: Float32Array.from(train),
      test: Float32Array.from(examples(600, every, 0)),
      generators: mixed.map(({ rows }) => Float32Array.from(rows)),
    },
    truth: mixed.map(({ fault, dose, rows }) => ({ fault, dose, size: rows.length / d })),
  };
}

/** So many cases, whose truth is kept here. */
function examOf(
  random: Random,
  count: number,
  kind: ExamKind,
): { cases: ExamCase[]; seed: number } {
  const drawn = Array.from({ length: count }, (_, at) =>
    examCase(random.stream(`case ${at}`), kind),
  );
  const [seed] = random.stream("seed").integers(1, 2 ** 31);
  const inputs = { cases: drawn.map(({ exam }) => exam), seed };
  truths.set(
    inputs,
    drawn.map(({ truth }) => truth),
  );
  return inputs;
}

const answerForm = z.array(
  z.object({ faults: z.array(z.string()), order: z.array(z.number().int()) }),
);

/** Is the first one better than the second one, beyond dispute? */
function isBetter(a: ExamTruth, b: ExamTruth): boolean {
  if (a.fault === "copied") return false;
  if (b.fault === "copied") return true;
  if (a.fault === "none") return b.fault !== "none";
  return a.fault === b.fault && a.dose < b.dose;
}

interface ExamScore {
  faults: number;
  honest: number;
  misled: number;
  copies: number;
}

/** Does noise alone tell them apart, and did the better one hand in less than half as many examples? */
function isMisleading(better: ExamTruth, worse: ExamTruth): boolean {
  return worse.fault === "noise" && better.fault !== "dropped" && 2 * better.size < worse.size;
}

/**
 * Shares of right faults, of right pairs without a copying generator, of those among them where unequal numbers of
 * examples mislead, and of right pairs with a copying one. An order that leaves somebody out, or has one twice, has no
 * right pair.
 */
function examScore(answers: z.infer<typeof answerForm>, truth: ExamTruth[][]): ExamScore {
  const right = { faults: 0, honest: 0, misled: 0, copies: 0 };
  const all = { faults: 0, honest: 0, misled: 0, copies: 0 };
  truth.forEach((own, at) => {
    const { faults, order } = answers[at] ?? { faults: [], order: [] };
    const places = own.map((_, g) => order.indexOf(g));
    const isWhole = order.length === own.length && places.every((place) => place >= 0);
    own.forEach((a, i) => {
      all.faults++;
      if (faults.length === own.length && faults[i] === a.fault) right.faults++;
      own.forEach((b, j) => {
        if (!isBetter(a, b)) return;
        const kinds: (keyof ExamScore)[] = [b.fault === "copied" ? "copies" : "honest"];
        if (isMisleading(a, b)) kinds.push("misled");
        for (const kind of kinds) {
          all[kind]++;
          if (isWhole && places[i] < places[j]) right[kind]++;
        }
      });
    });
  });
  const share = (kind: keyof ExamScore) => (all[kind] > 0 ? right[kind] / all[kind] : 1);
  return {
    faults: share("faults"),
    honest: share("honest"),
    misled: share("misled"),
    copies: share("copies"),
  };
}

function examText({ faults, honest, misled, copies }: ExamScore): string {
  return (
    `${percent(faults)} of the faults, ${percent(honest)} of the pairs without copies, ` +
    `${percent(misled)} where fewer examples mislead, ${percent(copies)} of the pairs with copies`
  );
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

export const checks: Check[] = [
  // ---- moments ----
  defineCheck({
    task: "moments",
    name: "four corners of a rectangle",
    visible: true,
    hint: "Sums of products of what is left after the mean was taken off, divided by one less than the number of rows.",
    uses: ["moments"],
    inputs: (random) => {
      const [x, y] = random.integers(2, 20);
      return { x, y, rows: [[x, y], [x + 2, y], [x, y + 4], [x + 2, y + 4]] }; // prettier-ignore
    },
    probe: ({ moments }, _library, { rows }) => moments(rows),
    returns: z.object({ mean: z.array(z.number()), covariance: anyRows }),
    judge: ({ mean, covariance }, { x, y }) => ({
      passed:
        furthest([mean], [[x + 1, y + 2]]) < 1e-9 &&
        furthest(covariance, [[4 / 3, 0], [0, 16 / 3]]) < 1e-9, // prettier-ignore
      measured: `mean ${JSON.stringify(mean)}, covariance ${JSON.stringify(covariance)}`,
      wanted: `mean [${x + 1},${y + 2}], covariance [[4/3,0],[0,16/3]]`,
    }),
  }),
  defineCheck({
    task: "moments",
    name: "the same corners, far from 0",
    visible: true,
    hint: "Near 100,000,000 the mean of the products and the product of the means agree in all their digits: take the mean off every row first.",
    uses: ["moments"],
    inputs: () => {
      const far = 1e8;
      return { rows: [[far, far], [far + 2, far], [far, far + 4], [far + 2, far + 4]] }; // prettier-ignore
    },
    shows: () => "the corners of a rectangle of 2 × 4, the first one at (1e8, 1e8)",
    probe: ({ moments }, _library, { rows }) => moments(rows),
    returns: z.object({ mean: z.array(z.number()), covariance: anyRows }),
    judge: ({ covariance }) => ({
      passed: furthest(covariance, [[4 / 3, 0], [0, 16 / 3]]) < 1e-6, // prettier-ignore
      measured: `covariance ${JSON.stringify(covariance)}`,
      wanted: "covariance [[4/3,0],[0,16/3]], as near to 0",
    }),
  }),
  defineCheck({
    task: "moments",
    name: "random rows, which stay as they are",
    visible: false,
    uses: ["moments"],
    inputs: (random) => {
      const n = 3 + random.integers(1, 9)[0];
      const mixing = normalRows(random, 4, 4);
      const rows = normalRows(random, n, 4).map((row) =>
        mixing.map((each, j) => 5 * j + each.reduce((sum, value, k) => sum + value * row[k], 0)),
      );
      return { rows };
    },
    probe: ({ moments }, _library, { rows }) => {
      const found = moments(rows);
      return { mean: found.mean, covariance: found.covariance, after: rows };
    },
    returns: z.object({ mean: z.array(z.number()), covariance: anyRows, after: anyRows }),
    judge: ({ mean, covariance, after }, { rows }) => {
      const wanted = hiddenMoments(rows);
      const off = Math.max(
        furthest([mean], [wanted.mean]),
        furthest(covariance, wanted.covariance),
      );
      const changed = furthest(after, rows) > 0;
      return {
        passed: off < 1e-8 && !changed,
        measured: `off by ${short(off)}${changed ? ", and the rows were changed" : ""}`,
        wanted: `mean and covariance with n - 1 of ${rows.length} rows, which stay as they are`,
      };
    },
  }),
  defineCheck({
    task: "moments",
    name: "two rows, far from 0",
    visible: false,
    uses: ["moments"],
    inputs: (random) => ({
      rows: normalRows(random, 2, 3).map((row) => row.map((value) => value + 1e8)),
    }),
    probe: ({ moments }, _library, { rows }) => moments(rows),
    returns: z.object({ mean: z.array(z.number()), covariance: anyRows }),
    judge: ({ mean, covariance }, { rows }) => {
      const wanted = hiddenMoments(rows);
      const off = furthest(covariance, wanted.covariance);
      return {
        passed: furthest([mean], [wanted.mean]) < 1e-6 && off < 1e-5,
        measured: `a covariance that is off by ${short(off)}`,
        wanted: "the covariance of rows near 100,000,000: take the mean off first",
      };
    },
  }),

  // ---- frechet ----
  defineCheck({
    task: "frechet",
    name: "the root, times itself",
    visible: true,
    hint: "Each eigenvector times itself (all pairs of its numbers), weighted by the root of its eigenvalue, and summed.",
    uses: ["matrixRoot"],
    inputs: (random) => {
      const half = normalRows(random, 4, 4);
      const matrix = half.map((a) => half.map((b) => a.reduce((sum, v, k) => sum + v * b[k], 0)));
      return { matrix };
    },
    probe: ({ matrixRoot }, _library, { matrix }) => matrixRoot(matrix),
    returns: anyRows,
    judge: (root, { matrix }) => {
      const squared = root.map((a) =>
        matrix.map((_, j) => a.reduce((sum, v, k) => sum + v * (root[k]?.[j] ?? NaN), 0)),
      );
      const off = furthest(squared, matrix);
      return {
        passed: off < 1e-8,
        measured: `root times root is off by ${short(off)}`,
        wanted: "the matrix itself",
      };
    },
  }),
  defineCheck({
    task: "frechet",
    name: "one feature",
    visible: true,
    uses: ["frechetDistance"],
    inputs: (random) => {
      const [m1, m2] = random.normals(2, 0, 3);
      const [s1, s2] = random.uniforms(2, 0.5, 3);
      return { m1, m2, s1, s2 };
    },
    probe: ({ frechetDistance }, _library, { m1, m2, s1, s2 }) =>
      frechetDistance(
        { mean: [m1], covariance: [[s1 * s1]] },
        { mean: [m2], covariance: [[s2 * s2]] },
      ),
    returns: z.number(),
    judge: (found, { m1, m2, s1, s2 }) => {
      const wanted = (m1 - m2) ** 2 + (s1 - s2) ** 2;
      return {
        passed: near(found, wanted),
        measured: short(found),
        wanted: `${short(wanted)}, which is (difference of the means)² + (difference of the standard deviations)²`,
      };
    },
  }),
  defineCheck({
    task: "frechet",
    name: "two ellipses that lean in different directions",
    visible: true,
    hint: "The root of a product is the product of the roots only where both lean alike. Follow the symmetric form: the root of R Σ₂ R.",
    uses: ["frechetDistance"],
    inputs: () => ({
      a: { mean: [0, 0], covariance: [[2, 1], [1, 2]] }, // prettier-ignore
      b: { mean: [0, 0], covariance: [[1, 0], [0, 4]] }, // prettier-ignore
    }),
    probe: ({ frechetDistance }, _library, { a, b }) => frechetDistance(a, b),
    returns: z.number(),
    judge: (found) => ({
      passed: Math.abs(found - 0.771222) < 1e-5,
      measured: short(found),
      wanted: "0.771222, worked out by hand",
    }),
  }),
  defineCheck({
    task: "frechet",
    name: "the root of a singular matrix, with rounding",
    visible: true,
    hint: "An eigenvalue that should be 0 came out a little below it, and has no root: take it for 0.",
    uses: ["matrixRoot"],
    inputs: () => ({ matrix: [[1 - 1e-12, 1], [1, 1 - 1e-12]] }), // prettier-ignore
    shows: () =>
      "matrix = [[1, 1], [1, 1]], with 1e-12 less in its diagonal: the eigenvalues are 2 and -1e-12",
    probe: ({ matrixRoot }, _library, { matrix }) =>
      (matrixRoot(matrix) as Rows).flat().map((value) => (Number.isFinite(value) ? value : "NaN")),
    returns: z.array(z.union([z.number(), z.literal("NaN")])),
    judge: (found) => ({
      passed:
        found.length === 4 && found.every((value) => Math.abs(Number(value) - Math.SQRT1_2) < 1e-5),
      measured: found.map((value) => (value === "NaN" ? value : short(value))).join(", "),
      wanted: "0.7071 four times",
    }),
  }),
  defineCheck({
    task: "frechet",
    name: "two clouds that lean in different directions",
    visible: false,
    uses: ["frechetDistance"],
    inputs: (random) => {
      const d = 3 + random.integers(1, 4)[0];
      const cloud = () => hiddenMoments(normalRows(random, 12, d, 1 + random.uniforms(1)[0]));
      return { a: cloud(), b: cloud() };
    },
    probe: ({ frechetDistance }, _library, { a, b }) => ({
      there: frechetDistance(a, b),
      back: frechetDistance(b, a),
      same: frechetDistance(a, a),
      after: [a.mean, b.mean, ...a.covariance, ...b.covariance],
    }),
    returns: z.object({ there: z.number(), back: z.number(), same: z.number(), after: anyRows }),
    judge: async ({ there, back, same, after }, { a, b }, { frechetDistance }) => {
      const [first, second] = [a, b].map(({ mean, covariance }) => ({
        samples: Infinity,
        mean: Float64Array.from(mean),
        covariance: Float64Array.from(covariance.flat()),
      }));
      const wanted = await frechetDistance(first, second);
      const before = [a.mean, b.mean, ...a.covariance, ...b.covariance];
      return {
        passed:
          near(there, wanted) &&
          near(back, wanted) &&
          near(same, 0) &&
          furthest(after, before) === 0,
        measured: `${short(there)}, the other way round ${short(back)}, to itself ${short(same)}`,
        wanted: `${short(wanted)} both ways, 0 to itself, and nothing that was handed in is changed`,
      };
    },
  }),
  defineCheck({
    task: "frechet",
    name: "singular covariances, with rounding",
    visible: false,
    uses: ["frechetDistance"],
    inputs: (random) => {
      const d = 6;
      const cloud = () => hiddenMoments(normalRows(random, 3, d, 2)); // of rank 2
      const rounded = (matrix: Rows) =>
        matrix.map((row, i) => row.map((value, j) => (i === j ? value - 1e-10 : value)));
      const [a, b] = [cloud(), cloud()];
      return {
        a,
        b,
        roundedA: { mean: a.mean, covariance: rounded(a.covariance) },
        roundedB: { mean: b.mean, covariance: rounded(b.covariance) },
      };
    },
    probe: ({ frechetDistance }, _library, { roundedA, roundedB }) =>
      frechetDistance(roundedA, roundedB),
    returns: z.number(),
    judge: async (found, { a, b }, { frechetDistance }) => {
      const [first, second] = [a, b].map(({ mean, covariance }) => ({
        samples: Infinity,
        mean: Float64Array.from(mean),
        covariance: Float64Array.from(covariance.flat()),
      }));
      const wanted = await frechetDistance(first, second);
      return {
        passed: Math.abs(found - wanted) < 1e-3 * wanted,
        measured: short(found),
        wanted: `${short(wanted)}: covariances of rank 2 in 6 features, with eigenvalues of −1e-10`,
      };
    },
  }),

  // ---- kid ----
  defineCheck({
    task: "kid",
    name: "two zeros and two ones",
    visible: true,
    uses: ["kernelDistance"],
    inputs: () => ({ x: [[0], [0]], y: [[1], [1]] }),
    probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
    returns: z.number(),
    judge: (found) => ({
      passed: near(found, 7),
      measured: short(found),
      wanted: "7 = 1 + 8 − 2 · 1: the likeness of zeros is 1, of ones 8, of a zero and a one 1",
    }),
  }),
  defineCheck({
    task: "kid",
    name: "pairs of different rows",
    visible: true,
    hint: "A row is not paired with itself: of two rows there are two pairs, (1, 2) and (2, 1).",
    uses: ["kernelDistance"],
    inputs: () => ({ x: [[0], [1]], y: [[2], [1]] }),
    probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
    returns: z.number(),
    judge: (found) => ({
      passed: near(found, 9.5),
      measured: short(found),
      wanted: "9.5 = 1 + 27 − 2 · 37/4",
    }),
  }),
  defineCheck({
    task: "kid",
    name: "the same two rows twice",
    visible: true,
    hint: "An estimate that is right on average must be allowed to fall below 0.",
    uses: ["kernelDistance"],
    inputs: () => ({ x: [[0], [1]], y: [[0], [1]] }),
    probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
    returns: z.number(),
    judge: (found) => ({
      passed: near(found, -3.5),
      measured: short(found),
      wanted: "-3.5 = 1 + 1 − 2 · 11/4",
    }),
  }),
  defineCheck({
    task: "kid",
    name: "sets of different sizes",
    visible: false,
    uses: ["kernelDistance"],
    inputs: (random) => ({
      x: normalRows(random, 5 + random.integers(1, 4)[0], 3, 1.5),
      y: normalRows(random, 11 + random.integers(1, 4)[0], 3, 0.8).map((row) =>
        row.map((value) => value + 1),
      ),
    }),
    probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
    returns: z.number(),
    judge: (found, { x, y }) => {
      const wanted = hiddenKid(x, y);
      return {
        passed: near(found, wanted, 0.01),
        measured: short(found),
        wanted: `${short(wanted)} for ${x.length} and ${y.length} rows`,
      };
    },
  }),
  defineCheck({
    task: "kid",
    name: "equal distributions, below 0",
    visible: false,
    uses: ["kernelDistance"],
    inputs: (random) => {
      let [x, y] = [normalRows(random, 4, 2), normalRows(random, 2, 2)];
      for (let i = 0; i < 500 && !(hiddenKid(x, y) < -0.2); i++) {
        [x, y] = [normalRows(random, 4, 2), normalRows(random, 2, 2)];
      }
      return { x, y };
    },
    probe: ({ kernelDistance }, _library, { x, y }) => kernelDistance(x, y),
    returns: z.number(),
    judge: (found, { x, y }) => {
      const wanted = hiddenKid(x, y);
      return {
        passed: near(found, wanted, 0.01),
        measured: short(found),
        wanted: `${short(wanted)}: an unbiased estimate of 0 is often below 0`,
      };
    },
  }),

  // ---- neighbours ----
  defineCheck({
    task: "neighbours",
    name: "radii of four points on a line",
    visible: true,
    hint: "Leave a point out by its place in the list: another one at the same place is a neighbour, at distance 0.",
    uses: ["squaredRadii"],
    inputs: (random) => {
      const [at] = random.integers(1, 20);
      return { rows: [[at], [at + 1], [at + 3], [at + 3]] };
    },
    probe: ({ squaredRadii }, _library, { rows }) => [squaredRadii(rows, 1), squaredRadii(rows, 2)],
    returns: anyRows,
    judge: (found) => ({
      passed: furthest(found, [[1, 1, 0, 0], [9, 4, 4, 4]]) === 0, // prettier-ignore
      measured: `k = 1: ${String(found[0])}; k = 2: ${String(found[1])}`,
      wanted: "for points at 0, 1, 3 and 3: k = 1: 1,1,0,0; k = 2: 9,4,4,4",
    }),
  }),
  defineCheck({
    task: "neighbours",
    name: "two modes on a line, and one bad fake",
    visible: true,
    hint: "Precision asks of each fake whether a real ball holds it; recall asks of each real example whether a fake's ball does.",
    uses: ["precisionRecall"],
    inputs: () => ({
      real: [[0], [1], [2], [10], [11], [12]],
      fake: [[0], [0.5], [1], [1.5], [2], [5]],
    }),
    probe: ({ precisionRecall }, _library, { real, fake }) => precisionRecall(real, fake, 1),
    returns: z.object({ precision: z.number(), recall: z.number() }),
    judge: ({ precision, recall }) => ({
      passed: near(precision, 5 / 6) && near(recall, 1 / 2),
      measured: `precision ${short(precision)}, recall ${short(recall)}`,
      wanted:
        "precision 5/6, since one of six fakes is far off; recall 1/2, since one mode is missing",
    }),
  }),
  defineCheck({
    task: "neighbours",
    name: "points at exactly the radius",
    visible: true,
    hint: "The edge belongs to the ball.",
    uses: ["precisionRecall"],
    inputs: () => ({ real: [[0], [2]], fake: [[4], [2]], k: 1 }),
    probe: ({ precisionRecall }, _library, { real, fake, k }) => precisionRecall(real, fake, k),
    returns: z.object({ precision: z.number(), recall: z.number() }),
    judge: ({ precision, recall }) => ({
      passed: near(precision, 1) && near(recall, 1),
      measured: `precision ${short(precision)}, recall ${short(recall)}`,
      wanted:
        "precision 1 and recall 1: the fake at 4 is 2 away from the real example at 2, and so is its neighbour",
    }),
  }),
  defineCheck({
    task: "neighbours",
    name: "random sets of different sizes",
    visible: false,
    uses: ["precisionRecall", "squaredRadii"],
    inputs: (random) => hiddenSets(random, { n: 40, m: 23, k: 3, grid: 0 }),
    probe: hiddenProbe,
    returns: hiddenForm,
    judge: hiddenNeighbours,
  }),
  defineCheck({
    task: "neighbours",
    name: "few points, first neighbour",
    visible: false,
    uses: ["precisionRecall", "squaredRadii"],
    inputs: (random) => hiddenSets(random, { n: 14, m: 31, k: 1, grid: 0 }),
    probe: hiddenProbe,
    returns: hiddenForm,
    judge: hiddenNeighbours,
  }),
  defineCheck({
    task: "neighbours",
    name: "whole numbers: ties and equal rows",
    visible: false,
    uses: ["precisionRecall", "squaredRadii"],
    inputs: (random) => hiddenSets(random, { n: 18, m: 24, k: 2, grid: 5 }),
    probe: hiddenProbe,
    returns: hiddenForm,
    judge: hiddenNeighbours,
  }),

  // ---- bias ----
  defineCheck({
    task: "bias",
    name: "the number of examples, as a metric",
    visible: true,
    uses: ["distanceAtSize"],
    inputs: (random) => ({
      size: 3 + random.integers(1, 5)[0],
      real: normalRows(random, 9, 1),
      fake: normalRows(random, 20, 1),
    }),
    probe: ({ distanceAtSize }, library, { size, real, fake }) => {
      const metric = (reals: Rows, fakes: Rows) => 100 * reals.length + fakes.length;
      return distanceAtSize(metric, real, fake, size, 3, library.seeded(1));
    },
    returns: z.number(),
    judge: (found, { size }) => ({
      passed: found === 900 + size,
      measured: `${short(Math.floor(found / 100))} real examples and ${short(found % 100)} fakes`,
      wanted: `all 9 real examples and ${size} of the fakes`,
    }),
  }),
  defineCheck({
    task: "bias",
    name: "distances on a line",
    visible: true,
    hint: "The straight line is over one over the size, not over the size.",
    uses: ["distanceAtInfinity"],
    inputs: (random) => {
      const [distance, slope] = [1 + random.integers(1, 9)[0], 50 + random.integers(1, 50)[0]];
      const sizes = [20, 50, 200];
      return { distance, slope, sizes, distances: sizes.map((n) => distance + slope / n) };
    },
    probe: ({ distanceAtInfinity }, _library, { sizes, distances }) =>
      distanceAtInfinity(sizes, distances),
    returns: z.object({ distance: z.number(), slope: z.number() }),
    judge: (found, { distance, slope }) => ({
      passed: near(found.distance, distance) && near(found.slope, slope),
      measured: `distance ${short(found.distance)}, slope ${short(found.slope)}`,
      wanted: `${distance} and ${slope}, since the distances are ${distance} + ${slope}/n`,
    }),
  }),
  defineCheck({
    task: "bias",
    name: "draws of 4 out of 5",
    visible: true,
    hint: "Each repeat shuffles all rows anew and takes the first ones of that order: none twice in a draw, and every row has its turn.",
    uses: ["distanceAtSize"],
    inputs: () => ({ fake: [[0], [1], [2], [3], [4]], size: 4, repeats: 60 }),
    probe: ({ distanceAtSize }, library, { fake, size, repeats }) => {
      const of = (metric: (reals: Rows, fakes: Rows) => number) =>
        distanceAtSize(metric, [[0]], fake, size, repeats, library.seeded(3));
      return [
        of((_, fakes) => new Set(fakes.map(([each]) => each)).size),
        of((_, fakes) => (fakes.some(([each]) => each === 4) ? 1 : 0)),
      ];
    },
    returns: z.array(z.number()).length(2),
    judge: ([distinct, last]) => ({
      passed: near(distinct, 4) && last > 0.55 && last < 1,
      measured: `${short(distinct)} different rows in a draw, the last row in ${percent(last)} of the draws`,
      wanted: "4 different rows in a draw, the last row in about 80 % of the draws",
    }),
  }),
  defineCheck({
    task: "bias",
    name: "what is drawn",
    visible: false,
    uses: ["distanceAtSize"],
    inputs: (random) => ({
      seed: random.integers(1, 1000)[0],
      size: 17 + random.integers(1, 6)[0],
      repeats: 60,
      fake: Array.from({ length: 40 }, (_, i) => [i]), // in order: the first ones are not like the last ones
    }),
    probe: ({ distanceAtSize }, library, { seed, size, repeats, fake }) => {
      const once = () => {
        const calls: number[][] = [];
        const metric = (reals: Rows, fakes: Rows) => {
          calls.push(fakes.map((row) => row[0]));
          return calls.length ** 2 + reals.length;
        };
        const random = library.seeded(seed);
        const value = distanceAtSize(metric, [[0], [1]], fake, size, repeats, random);
        return { calls, value };
      };
      return { first: once(), second: once(), after: fake };
    },
    returns: z.object({
      first: z.object({ calls: anyRows, value: z.number() }),
      second: z.object({ calls: anyRows, value: z.number() }),
      after: anyRows,
    }),
    judge: ({ first, second, after }, { size, repeats, fake }) => {
      const { calls, value } = first;
      const counts = fake.map((_, i) => calls.flat().filter((each) => each === i).length);
      const wanted = (size * repeats) / fake.length; // draws of each row; their spread is below 4
      const [least, most] = [Math.min(...counts), Math.max(...counts)];
      const firstRows = new Set(calls.map(([each]) => each));
      const faults = [
        calls.length !== repeats && `${calls.length} draws`,
        calls.some((call) => call.length !== size) && "draws of another size",
        calls.some((call) => new Set(call).size !== call.length) && "an example twice in one draw",
        (least < wanted - 17 || most > wanted + 17) && `an example drawn ${least} to ${most} times`,
        firstRows.size < 5 && "the same draw again and again",
        furthest(calls, second.calls) !== 0 && "other draws from the same seed",
        furthest(after, fake) !== 0 && "the examples that were handed in are changed",
        !near(value, 2 + ((repeats + 1) * (2 * repeats + 1)) / 6) && "not the mean of the draws",
      ].filter((fault) => fault !== false);
      return {
        passed: faults.length === 0,
        measured: faults.length === 0 ? "even draws" : faults.join("; "),
        wanted: `the mean over ${repeats} draws of ${size} examples out of ${fake.length}, each random, without repetition, from the stream that was handed in`,
      };
    },
  }),
  defineCheck({
    task: "bias",
    name: "scattered distances",
    visible: false,
    uses: ["distanceAtInfinity"],
    inputs: (random) => {
      const sizes = [150, 20, 90, 35, 400, 60];
      const noise = random.normals(sizes.length, 0, 0.5);
      return { sizes, distances: sizes.map((n, i) => 2 + 100 / n + noise[i]) };
    },
    probe: ({ distanceAtInfinity }, _library, { sizes, distances }) =>
      distanceAtInfinity(sizes, distances),
    returns: z.object({ distance: z.number(), slope: z.number() }),
    judge: (found, { sizes, distances }) => {
      // normal equations
      let [n, su, suu, sy, suy] = [0, 0, 0, 0, 0];
      sizes.forEach((size, i) => {
        const u = 1 / size;
        [n, su, suu] = [n + 1, su + u, suu + u * u];
        [sy, suy] = [sy + distances[i], suy + u * distances[i]];
      });
      const whole = n * suu - su * su;
      const [distance, slope] = [(suu * sy - su * suy) / whole, (n * suy - su * sy) / whole];
      return {
        passed: near(found.distance, distance) && near(found.slope, slope),
        measured: `distance ${short(found.distance)}, slope ${short(found.slope)}`,
        wanted: `${short(distance)} and ${short(slope)}, by least squares over 1/n`,
      };
    },
  }),

  // ---- paired ----
  defineCheck({
    task: "paired",
    name: "three seeds",
    visible: true,
    hint: "The spread is that of the differences, and the factor is Student's t for one degree of freedom less than there are seeds.",
    uses: ["pairedInterval"],
    inputs: (random) => {
      const seeds = Array.from(random.integers(3, 50));
      return { a: seeds.map((each, s) => each + [2, 3, 4][s]), b: seeds };
    },
    probe: ({ pairedInterval }, _library, { a, b }) => pairedInterval(a, b),
    returns: z.object({ mean: z.number(), low: z.number(), high: z.number() }),
    judge: ({ mean, low, high }) => ({
      passed: near(mean, 3) && Math.abs(low - 0.5158) < 1e-3 && Math.abs(high - 5.4842) < 1e-3,
      measured: `${short(mean)} [${short(low)}, ${short(high)}]`,
      wanted: "3 [0.516, 5.484], since the differences are 2, 3 and 4",
    }),
  }),
  defineCheck({
    task: "paired",
    name: "seeds for a difference",
    visible: true,
    uses: ["seedsFor"],
    inputs: (random) => ({ shift: random.integers(1, 20)[0] }),
    probe: ({ seedsFor }, _library, { shift }) => {
      const differences = [2 + shift, 3 + shift, 4 + shift];
      return [seedsFor(differences, 1), seedsFor(differences, 0.5)];
    },
    returns: z.array(z.number()).length(2),
    judge: ([one, half]) => ({
      passed: one === 8 && half === 32,
      measured: `${short(one)} seeds for 1, ${short(half)} seeds for 0.5`,
      wanted: "8 and 32, since the differences have the standard deviation 1",
    }),
  }),
  defineCheck({
    task: "paired",
    name: "random arms",
    visible: false,
    uses: ["pairedInterval"],
    inputs: (random) => {
      const arms = [2, 5, 4 + random.integers(1, 14)[0]].map((n) => {
        const seeds = random.normals(n, 50, 20);
        const b = Array.from(seeds, (each) => each + random.normals(1, 0, 2)[0]);
        return { a: Array.from(seeds, (each) => each + random.normals(1, -1, 3)[0]), b };
      });
      return { arms };
    },
    probe: ({ pairedInterval }, _library, { arms }) =>
      arms.map(({ a, b }) => {
        const { mean, low, high } = pairedInterval(a, b);
        return [mean, low, high];
      }),
    returns: z.array(z.array(z.number()).length(3)).length(3),
    judge: (found, { arms }, { pairedDifference }) => {
      const wanted = arms.map(({ a, b }) => {
        const { mean, low, high } = pairedDifference(a, b);
        return [mean, low, high];
      });
      const isRight = found.every((own, i) => {
        const width = wanted[i][2] - wanted[i][1];
        return own.every((value, j) => Math.abs(value - wanted[i][j]) < 1e-4 * width);
      });
      const told = (list: Rows) =>
        list.map(([m, l, h]) => `${short(m)} [${short(l)}, ${short(h)}]`).join("; ");
      return { passed: isRight, measured: told(found), wanted: told(wanted) };
    },
  }),
  defineCheck({
    task: "paired",
    name: "seeds for random pilots",
    visible: false,
    uses: ["seedsFor"],
    inputs: (random) => {
      const pilot = (n: number) => Array.from(random.normals(n, 3, 4));
      return { pilots: [pilot(3), pilot(5), pilot(12)], smallest: [0.7, 1.3, 1000] };
    },
    probe: ({ seedsFor }, _library, { pilots, smallest }) =>
      pilots.map((differences, i) => seedsFor(differences, smallest[i])),
    returns: z.array(z.number()).length(3),
    judge: (found, { pilots, smallest }) => {
      const wanted = pilots.map((differences, i) => {
        const ratio = hiddenSpread(differences) / smallest[i];
        return Math.max(2, Math.ceil((1.959964 + 0.841621) ** 2 * ratio * ratio));
      });
      return {
        passed: found.every((value, i) => value === wanted[i]),
        measured: found.map(short).join(", "),
        wanted: `${wanted.join(", ")} (rounded up, and at least 2)`,
      };
    },
  }),

  // ---- memorised ----
  defineCheck({
    task: "memorised",
    name: "copies, and fakes far off",
    visible: true,
    uses: ["memorisation"],
    inputs: () => ({
      train: [[0], [10], [20]],
      heldOut: [[2], [13]],
      copies: [[10], [10], [20.5]],
      far: [[40], [-30]],
    }),
    probe: ({ memorisation }, _library, { train, heldOut, copies, far }) => [
      memorisation(train, heldOut, copies),
      memorisation(train, heldOut, far),
      memorisation(train, heldOut, heldOut),
    ],
    returns: z.array(z.number()).length(3),
    judge: ([copies, far, same]) => ({
      passed: near(copies, 1) && near(far, 0) && near(same, 0.5),
      measured: `copies ${short(copies)}, far ${short(far)}, the held-out set itself ${short(same)}`,
      wanted: "1, 0 and 0.5",
    }),
  }),
  defineCheck({
    task: "memorised",
    name: "random sets",
    visible: false,
    uses: ["memorisation"],
    inputs: (random) => hiddenThree(random, 0),
    probe: ({ memorisation }, _library, { train, heldOut, fake }) =>
      memorisation(train, heldOut, fake),
    returns: z.number(),
    judge: hiddenMemorisation,
  }),
  defineCheck({
    task: "memorised",
    name: "whole numbers, with ties",
    visible: false,
    uses: ["memorisation"],
    inputs: (random) => hiddenThree(random, 6),
    probe: ({ memorisation }, _library, { train, heldOut, fake }) =>
      memorisation(train, heldOut, fake),
    returns: z.number(),
    judge: hiddenMemorisation,
  }),

  // ---- verdict ----
  defineCheck({
    task: "verdict",
    name: "one case",
    visible: true,
    uses: ["judge"],
    seconds: 60,
    inputs: (random) => examOf(random, 1, practiceKind),
    probe: ({ judge }, library, { cases, seed }) =>
      cases.map(({ d, train, test, generators }) => {
        const rows = (flat: Float32Array) =>
          Array.from({ length: flat.length / d }, (_, i) =>
            Array.from(flat.subarray(i * d, (i + 1) * d)),
          );
        const random = library.seeded(seed);
        const { faults, order } = judge(rows(train), rows(test), generators.map(rows), random);
        return { faults, order };
      }),
    returns: answerForm,
    judge: (answers, inputs) => {
      const score = examScore(answers, truths.get(inputs)!);
      return {
        passed: score.faults >= 0.6 && score.honest >= 0.7 && score.copies >= 0.7,
        measured: examText(score),
        wanted:
          "in this one case at least 60 % of the faults and 70 % of the pairs, with and without copies; " +
          "four other cases are graded, with 80 %, 85 %, 75 % and 85 %",
      };
    },
  }),
  defineCheck({
    task: "verdict",
    name: "four cases",
    visible: false,
    uses: ["judge"],
    seconds: 90,
    // a name that students cannot know, so that no case can be made again from what is handed out
    inputs: (random) => examOf(random.stream("8e61c0f2b7d94a35"), 4, gradedKind),
    probe: ({ judge }, library, { cases, seed }) =>
      cases.map(({ d, train, test, generators }, at) => {
        const rows = (flat: Float32Array) =>
          Array.from({ length: flat.length / d }, (_, i) =>
            Array.from(flat.subarray(i * d, (i + 1) * d)),
          );
        const random = library.seeded(seed + at);
        const { faults, order } = judge(rows(train), rows(test), generators.map(rows), random);
        return { faults, order };
      }),
    returns: answerForm,
    judge: (answers, inputs) => {
      const score = examScore(answers, truths.get(inputs)!);
      return {
        passed:
          score.faults >= 0.8 &&
          score.honest >= 0.85 &&
          score.misled >= 0.75 &&
          score.copies >= 0.85,
        measured: examText(score),
        wanted: "at least 80 %, 85 %, 75 % and 85 %",
      };
    },
  }),
];
