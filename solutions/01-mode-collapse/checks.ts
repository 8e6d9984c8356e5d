/**
 * Checks of lab 01. References are computed in double precision from plain arrays, not as the solution does it.
 *
 * The open task on 20 seeds, each with a ring and a training seed of its own (wanted in brackets):
 *
 *                          poorest mode's share (.25)   high quality (.60)   reverse KL (.05)   passes
 *     solution             .50 to .80                   .74 to .90           .001 to .008       20 of 20
 *     its rates, alone     .18 to .82                   .55 to .91           .001 to .035       19 of 20
 *     packs, old rates     .02 to .31                   .09 to .50           .001 to .030        0 of 20
 *     baseline             .00 to .04                   .00 to .54           .074 to 2.33        0 of 20
 *
 * What is handed in is data, the judge trains: in a process of its own, so that those who are graded side by side do
 * not wait for each other.
 */
import { z } from "zod";
import type { Check, Library } from "gan-clinic/dist/grader/contract";
import { defineCheck } from "gan-clinic/dist/grader/lab/define-check";
import { between, listOf, oneOf, record, whole } from "gan-clinic/dist/grader/lab/forms";
import { inOwnProcess } from "gan-clinic/dist/grader/lab/own-process";
import type { Mixture, ModeCoverage, Random } from "gan-clinic";

interface Truth {
  centres: [number, number][];
  std: number;
  masses: number[];
}

const numbers = z.instanceof(Float32Array);
const shaped = z.object({ shape: z.array(z.number()).max(6), values: numbers });

/** A matrix from numbers row by row. */
function rowsOf(values: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, i) =>
    Array.from({ length: columns }, (_, j) => values[i * columns + j]),
  );
}

/** The largest difference of two lists; infinite where they cannot be compared. */
function apart(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Infinity;
  let most = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(found[i] - wanted[i]);
    most = difference <= most ? most : Number.isFinite(difference) ? difference : Infinity;
  }
  return most;
}

/** "(4, 3)" */
function sizes(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}

function few(values: ArrayLike<number>): string {
  const first = Array.from({ length: Math.min(8, values.length) }, (_, i) => values[i]);
  return (
    first.map((x) => String(Number(x.toFixed(4)))).join(", ") + (values.length > 8 ? ", …" : "")
  );
}

/** One verdict for a tensor: first its shape, then its numbers. */
function sameTensor(
  found: { shape: number[]; values: Float32Array },
  shape: number[],
  wanted: ArrayLike<number>,
  tolerance = 1e-4,
) {
  const shapeIs = sizes(found.shape) === sizes(shape);
  const difference = apart(found.values, wanted);
  return {
    passed: shapeIs && difference <= tolerance,
    measured: shapeIs
      ? `numbers that differ by up to ${difference.toPrecision(2)}: ${few(found.values)}`
      : `shape ${sizes(found.shape)}`,
    wanted: shapeIs ? `${few(wanted)} (within ${tolerance})` : `shape ${sizes(shape)}`,
  };
}

/** Uneven shares, centres at least 20 standard deviations apart, not on a ring. */
function someTruth(random: Random, modes: number): Truth {
  const places = Array.from(random.shuffle(9)).slice(0, modes);
  const jitter = random.uniforms(18, -0.1, 0.1);
  const [rare] = random.integers(1, modes);
  const weights = Array.from(random.uniforms(modes, 0.8, 1.2), (w, k) => (k === rare ? 0.3 : w));
  const total = weights.reduce((a, b) => a + b);
  return {
    centres: places.map((k) => [(k % 3) + jitter[2 * k], Math.floor(k / 3) + jitter[2 * k + 1]]),
    std: 0.03,
    masses: weights.map((weight) => weight / total),
  };
}

interface Counts {
  nearest: number[];
  good: number[];
  n: number;
}

function countModes(points: ArrayLike<number>, { centres, std }: Truth): Counts {
  const nearest = centres.map(() => 0);
  const good = centres.map(() => 0);
  const n = points.length / 2;
  for (let i = 0; i < n; i++) {
    let best = 0;
    let square = Infinity;
    for (let k = 0; k < centres.length; k++) {
      const dx = points[2 * i] - centres[k][0];
      const dy = points[2 * i + 1] - centres[k][1];
      const here = dx * dx + dy * dy;
      if (here < square) {
        square = here;
        best = k;
      }
    }
    nearest[best] += 1;
    if (square <= 9 * std * std) good[best] += 1;
  }
  return { nearest, good, n };
}

function divergence({ nearest, n }: Counts, masses: number[]): number {
  let sum = 0;
  nearest.forEach((hits, k) => {
    if (hits > 0) sum += (hits / n) * (Math.log(hits) - Math.log(n) - Math.log(masses[k]));
  });
  return sum;
}

function qualityOf({ good, n }: Counts): number {
  return good.reduce((a, b) => a + b, 0) / n;
}

/** What task 1 wants: only hidden checks may use it. */
function coverageReference(points: ArrayLike<number>, truth: Truth) {
  const counts = countModes(points, truth);
  const modes = counts.good.filter((hits, k) => 4 * hits >= counts.n * truth.masses[k]).length;
  return { modes, highQuality: qualityOf(counts), reverseKL: divergence(counts, truth.masses) };
}

const coverageValues = z.object({
  modes: z.number(),
  highQuality: z.number(),
  reverseKL: z.number(),
});

function coverageVerdict(
  found: z.infer<typeof coverageValues>,
  wanted: z.infer<typeof coverageValues>,
) {
  const text = (one: z.infer<typeof coverageValues>) =>
    `modes ${one.modes}, highQuality ${one.highQuality.toFixed(4)}, reverseKL ${one.reverseKL.toFixed(4)}`;
  return {
    passed:
      found.modes === wanted.modes &&
      Math.abs(found.highQuality - wanted.highQuality) < 1e-6 &&
      Math.abs(found.reverseKL - wanted.reverseKL) < 1e-6,
    measured: text(found),
    wanted: text(wanted),
  };
}

function impostorVerdict(
  values: { tokens: Float32Array; smear: Float32Array },
  n: number,
  truth: Truth,
  library: Library,
) {
  const measure = (points: Float32Array) =>
    points.length === 2 * n && points.every((x) => Number.isFinite(x))
      ? library.modeCoverage(points, truth as unknown as Mixture)
      : undefined;
  const tokens = measure(values.tokens);
  const smear = measure(values.smear);
  const text = (one: ModeCoverage | undefined) =>
    one
      ? `modes ${one.modes}, high quality ${one.highQuality.toFixed(3)}, reverse KL ${one.reverseKL.toFixed(3)}`
      : `not ${2 * n} finite numbers`;
  const modes = truth.centres.length;
  return {
    passed:
      tokens !== undefined &&
      smear !== undefined &&
      tokens.modes === modes &&
      tokens.highQuality === 1 &&
      tokens.reverseKL >= 0.9 &&
      smear.highQuality === 0 &&
      smear.reverseKL <= 0.02,
    measured: `tokens: ${text(tokens)}; smear: ${text(smear)}`,
    wanted:
      `tokens: modes ${modes}, high quality 1, reverse KL at least 0.9; ` +
      "smear: high quality 0, reverse KL at most 0.02",
  };
}

/** Group statistics of features (batch, features), one list of deviations for each group. */
function groupsOf(x: number[][], group: number) {
  return Array.from({ length: x.length / group }, (_, g) => {
    const rows = x.slice(g * group, (g + 1) * group);
    const means = x[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / group);
    const deviations = means.map((mean, j) =>
      Math.sqrt(rows.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / group + 1e-8),
    );
    return { means, deviations };
  });
}

function spreadReference(x: number[][], group: number, parts: number): number[] {
  const groups = groupsOf(x, group);
  const width = x[0].length / parts;
  return x.flatMap((row, i) => {
    const { deviations } = groups[Math.floor(i / group)];
    const appended = Array.from({ length: parts }, (_, part) => {
      const own = deviations.slice(part * width, (part + 1) * width);
      return own.reduce((a, b) => a + b, 0) / width;
    });
    return [...row, ...appended];
  });
}

/** The gradient of Σ weights · withSpread(x) by x. */
function spreadSlopes(x: number[][], group: number, parts: number, weights: number[][]): number[] {
  const groups = groupsOf(x, group);
  const features = x[0].length;
  const width = features / parts;
  return x.flatMap((row, i) => {
    const g = Math.floor(i / group);
    return row.map((value, j) => {
      const part = Math.floor(j / width);
      let pull = 0;
      for (let k = g * group; k < (g + 1) * group; k++) pull += weights[k][features + part];
      const { means, deviations } = groups[g];
      return weights[i][j] + (pull * (value - means[j])) / (group * deviations[j] * width);
    });
  });
}

function nearnessReference(x: number[][], T: number[][], kernels: number): number[] {
  const dims = T[0].length / kernels;
  const places = x.map((row) =>
    T[0].map((_, c) => row.reduce((sum, v, r) => sum + v * T[r][c], 0)),
  );
  return places.flatMap((mine, i) =>
    Array.from({ length: kernels }, (_, b) => {
      let sum = 0;
      places.forEach((other, j) => {
        if (j === i) return;
        let distance = 0;
        for (let d = b * dims; d < (b + 1) * dims; d++) distance += Math.abs(mine[d] - other[d]);
        sum += Math.exp(-distance);
      });
      return sum / (places.length - 1);
    }),
  );
}

function packReference(values: ArrayLike<number>, shape: number[], m: number): number[] {
  const [batch, ...rest] = shape;
  const channels = rest[rest.length - 1];
  const places = rest.slice(0, -1).reduce((a, b) => a * b, 1);
  const out: number[] = [];
  for (let first = 0; first < batch; first += m)
    for (let place = 0; place < places; place++)
      for (let k = 0; k < m; k++)
        for (let c = 0; c < channels; c++)
          out.push(values[((first + k) * places + place) * channels + c]);
  return out;
}

/** The scores tanh(x W) v of packs. */
function scoresReference(x: ArrayLike<number>, W: number[][], v: ArrayLike<number>): number[] {
  return rowsOf(x, W.length).map((pack) =>
    W[0].reduce(
      (sum, _, h) => sum + v[h] * Math.tanh(pack.reduce((s, value, r) => s + value * W[r][h], 0)),
      0,
    ),
  );
}

function entropies(scores: number[], sign: number): number {
  return scores.reduce((sum, s) => sum + Math.log1p(Math.exp(sign * s)), 0) / scores.length;
}

/** Features tanh(x W). */
function featureMeans(x: ArrayLike<number>, W: number[][]): number[] {
  const rows = rowsOf(x, W.length);
  return W[0].map(
    (_, h) =>
      rows.reduce(
        (sum, row) => sum + Math.tanh(row.reduce((s, value, r) => s + value * W[r][h], 0)),
        0,
      ) / rows.length,
  );
}

function matchingReference(
  real: ArrayLike<number>,
  fake: ArrayLike<number>,
  W: number[][],
): number {
  const means = featureMeans(real, W);
  return featureMeans(fake, W).reduce((sum, mean, h) => sum + (mean - means[h]) ** 2, 0);
}

/** The gradient of a function of many numbers, by central differences. */
function slopes(of: (x: number[]) => number, at: ArrayLike<number>): number[] {
  const x = Array.from(at);
  return x.map((value, i) => {
    x[i] = value + 1e-5;
    const above = of(x);
    x[i] = value - 1e-5;
    const below = of(x);
    x[i] = value;
    return (above - below) / 2e-5;
  });
}

/** The ring of the open task. */
function hiddenRing(random: Random): Truth & { points: Float32Array } {
  const [turn] = random.uniforms(1, 0, Math.PI / 4);
  const [radius] = random.uniforms(1, 0.8, 1.25);
  const [x, y] = random.uniforms(2, -0.3, 0.3);
  const weights = Array.from(random.uniforms(8, 0.75, 1.25));
  const total = weights.reduce((a, b) => a + b);
  const masses = weights.map((weight) => weight / total);
  const centres = masses.map((_, k): [number, number] => [
    x + radius * Math.cos(turn + (k * Math.PI) / 4),
    y + radius * Math.sin(turn + (k * Math.PI) / 4),
  ]);
  const std = 0.04 * radius;
  const points = random.normals(2 * 4096, 0, std);
  random.uniforms(4096).forEach((u, i) => {
    let mode = 0;
    let reached = masses[0];
    while (u >= reached && mode < 7) reached += masses[++mode];
    points[2 * i] += centres[mode][0];
    points[2 * i + 1] += centres[mode][1];
  });
  return { centres, std, masses, points };
}

/** How a student wants to train. It is data and small, so nothing but a training can earn the points. */
const ringRecipe = record({
  loss: oneOf("nonSaturating", "minimax", "hinge", "leastSquares", "wasserstein"),
  terms: listOf(
    record({
      name: oneOf("r1", "r2", "gradientPenalty", "featureMatching"),
      weight: between(0, 100),
    }),
    0,
    2,
  ),
  learningRate: record({ generator: between(1e-5, 0.1), discriminator: between(1e-5, 0.1) }),
  beta1: between(0, 0.99),
  discriminator: record({
    hidden: listOf(whole(1, 128), 1, 3),
    activation: oneOf("relu", "leakyRelu", "tanh", "sigmoid"),
    minibatch: oneOf("none", "stddev", "discrimination"),
  }),
  discriminatorSteps: whole(1, 8),
  batchSize: whole(8, 128),
  packing: whole(1, 8),
  instanceNoise: between(0, 2),
  average: between(0, 0.9999),
})
  .refine(({ batchSize, packing }) => batchSize % packing === 0, {
    path: ["packing"],
    error: "wanted a number that divides batchSize",
  })
  .refine(({ batchSize, discriminatorSteps }) => batchSize * discriminatorSteps <= 128, {
    path: ["discriminatorSteps"],
    error: "wanted at most 128 real points in a step: discriminatorSteps times batchSize",
  });

interface RingTraining {
  recipe: z.infer<typeof ringRecipe>;
  points: Float32Array;
  seed: number;
  steps: number;
}

/** Trains by a recipe, and draws 2500 samples of what was learned. It is sent to a process of its own as text. */
async function trainRing(
  library: Library,
  { recipe, points, seed, steps }: RingTraining,
): Promise<Float32Array> {
  const { mlp, orthogonal, seeded, tf } = library;
  const { discriminator, loss, terms, average, ...options } = recipe;
  const termsByName = {
    r1: library.r1Term,
    r2: library.r2Term,
    gradientPenalty: library.gradientPenaltyTerm,
    featureMatching: library.featureMatchingTerm,
  };
  const comparisons = {
    none: undefined,
    stddev: { kind: "stddev" },
    discrimination: { kind: "discrimination", kernels: 8, dims: 3 },
  } as const;
  const generator = mlp({
    name: "generator",
    inputs: 8,
    hidden: [64, 64],
    outputs: 2,
    init: orthogonal(0.8),
    random: seeded(seed).stream("generator"),
  });
  const run = await library.trainGan({
    ...options,
    data: library.finiteDataset({ name: "ring", shape: [2], examples: points }),
    generator,
    discriminator: mlp({
      name: "discriminator",
      inputs: 2 * recipe.packing,
      hidden: discriminator.hidden,
      outputs: 1,
      activation: library[discriminator.activation],
      minibatch: comparisons[discriminator.minibatch],
      init: orthogonal(0.8),
      random: seeded(seed).stream("discriminator"),
    }),
    loss: library[loss],
    terms: terms.map(({ name, weight }) => termsByName[name]({ weight })),
    ...(average > 0 && { average }),
    seed,
    steps,
  });
  const latents = seeded(seed).stream("judge").normal([2500, 8]);
  const drawn = (run.average ?? generator).apply(latents);
  const samples = Float32Array.from(drawn.dataSync());
  tf.dispose([latents, drawn]);
  run.dispose();
  return samples;
}

/** Where a check's ring comes from. It never travels: the recipe may not depend on the ring. */
const rings = new WeakMap<object, Random>();

function ringOf(random: Random): object {
  const inputs = {};
  rings.set(inputs, random);
  return inputs;
}

/** Trains by the recipe, and measures: all that the open task asks. */
async function ringVerdict(recipe: z.infer<typeof ringRecipe>, random: Random, library: Library) {
  const wanted = "8 modes (each with 25 %), high quality at least 60 %, reverse KL at most 0.05";
  const truth = hiddenRing(random.stream("ring"));
  const [seed] = random.stream("training").integers(1, 2 ** 31);
  const training = { recipe, points: truth.points, seed, steps: 2000 };
  const samples = await inOwnProcess(trainRing, training);
  if (!samples.every((x) => Number.isFinite(x))) {
    return { passed: false, measured: "samples that are not finite numbers", wanted };
  }
  const { highQuality, highQualityHistogram, reverseKL } = library.modeCoverage(
    samples,
    truth as unknown as Mixture,
  );
  const shares = highQualityHistogram.map((hits, k) => hits / (2500 * truth.masses[k]));
  const modes = shares.filter((share) => share >= 0.25).length;
  return {
    passed: modes === 8 && highQuality >= 0.6 && reverseKL <= 0.05,
    measured:
      `${modes} modes (the poorest has ${(100 * Math.min(...shares)).toFixed(0)} % of its share), ` +
      `high quality ${(100 * highQuality).toFixed(0)} %, reverse KL ${reverseKL.toFixed(3)}`,
    wanted,
  };
}

export const checks: Check[] = [
  // 1 · coverage
  defineCheck({
    task: "coverage",
    name: "five points by hand",
    visible: true,
    hint: "Give each point to its nearest centre first. highQuality counts the good ones among all; the shares in reverseKL count all, good or not.",
    uses: ["coverage"],
    inputs: () => ({
      points: Float32Array.of(0.1, 0, 0, -1, 0, 2, 0.5, 0.5, 4, 1),
      truth: {
        centres: [[0, 0] as [number, number], [4, 0] as [number, number]],
        std: 0.5,
        masses: [0.5, 0.5],
      },
    }),
    probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
    returns: coverageValues,
    judge: (found) =>
      coverageVerdict(found, {
        modes: 2,
        highQuality: 0.8,
        reverseKL: 0.8 * Math.log(1.6) + 0.2 * Math.log(0.4),
      }),
  }),
  defineCheck({
    task: "coverage",
    name: "all samples in the middle of one of two modes",
    visible: true,
    hint: "A mode without samples adds 0 to reverseKL, not NaN.",
    uses: ["coverage"],
    inputs: () => ({
      points: new Float32Array(40),
      truth: {
        centres: [[3, 3] as [number, number], [0, 0] as [number, number]],
        std: 0.1,
        masses: [0.75, 0.25],
      },
    }),
    probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
    returns: coverageValues,
    judge: (found) => coverageVerdict(found, { modes: 1, highQuality: 1, reverseKL: Math.log(4) }),
  }),
  defineCheck({
    task: "coverage",
    name: "a single good sample near a mode",
    visible: true,
    hint: "A mode is found when its good samples are at least a quarter of what its true share promises: here 5 of 40.",
    uses: ["coverage"],
    inputs: () => ({
      points: Float32Array.from({ length: 80 }, (_, at) => (at === 0 ? 4 : 0)),
      truth: {
        centres: [[0, 0] as [number, number], [4, 0] as [number, number]],
        std: 0.5,
        masses: [0.5, 0.5],
      },
    }),
    shows: () =>
      "39 points at (0, 0) and one at (4, 0); these are the two centres, std = 0.5, masses = [0.5, 0.5]",
    probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
    returns: coverageValues,
    judge: (found) =>
      coverageVerdict(found, {
        modes: 1,
        highQuality: 1,
        reverseKL: (39 * Math.log(39 / 20) - Math.log(20)) / 40,
      }),
  }),
  defineCheck({
    task: "coverage",
    name: "random samples of uneven modes",
    visible: false,
    uses: ["coverage"],
    inputs: (random) => {
      const modes = 5 + random.integers(1, 4)[0];
      const truth = someTruth(random, modes);
      const n = 600 + random.integers(1, 400)[0];
      // some modes sharp, some wide, the last one never visited
      const points = random.normals(2 * n, 0, truth.std);
      random.integers(n, modes - 1).forEach((mode, i) => {
        const width = 1 + mode / 2;
        points[2 * i] = truth.centres[mode][0] + width * points[2 * i];
        points[2 * i + 1] = truth.centres[mode][1] + width * points[2 * i + 1];
      });
      return { points, truth };
    },
    probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
    returns: coverageValues,
    judge: (found, { points, truth }) => coverageVerdict(found, coverageReference(points, truth)),
  }),
  defineCheck({
    task: "coverage",
    name: "a mode that is just found, and one that is just not",
    visible: false,
    uses: ["coverage"],
    inputs: () => {
      const places = [
        ...Array<[number, number]>(20).fill([1.5, 0]), // at exactly 3 standard deviations
        ...Array<[number, number]>(70).fill([0, -2]),
        ...Array<[number, number]>(19).fill([10, 0.5]),
        ...Array<[number, number]>(51).fill([12, 0]),
      ];
      return {
        points: Float32Array.from(places.flat()),
        truth: {
          centres: [[0, 0] as [number, number], [10, 0] as [number, number]],
          std: 0.5,
          masses: [0.5, 0.5],
        },
      };
    },
    probe: ({ coverage }, _library, { points, truth }) => coverage(points, truth),
    returns: coverageValues,
    judge: (found, { points, truth }) => coverageVerdict(found, coverageReference(points, truth)),
  }),

  // 2 · impostors
  defineCheck({
    task: "impostors",
    name: "on the ring of 8",
    visible: true,
    uses: ["tokens", "smear"],
    inputs: () => ({
      n: 1000,
      truth: {
        centres: [0, 1, 2, 3, 4, 5, 6, 7].map((k): [number, number] => [
          Math.cos((k * Math.PI) / 4),
          Math.sin((k * Math.PI) / 4),
        ]),
        std: 0.03,
        masses: [0.1, 0.15, 0.1, 0.15, 0.1, 0.15, 0.1, 0.15],
      },
    }),
    probe: ({ tokens, smear }, _library, { n, truth }) => ({
      tokens: tokens(truth, n),
      smear: smear(truth, n),
    }),
    returns: z.object({ tokens: numbers, smear: numbers }),
    judge: (values, { n, truth }, library) => impostorVerdict(values, n, truth, library),
  }),
  defineCheck({
    task: "impostors",
    name: "on a mixture that is no ring",
    visible: false,
    uses: ["tokens", "smear"],
    inputs: (random) => ({
      n: 1000 + random.integers(1, 1000)[0],
      truth: someTruth(random, 5 + random.integers(1, 5)[0]),
    }),
    probe: ({ tokens, smear }, _library, { n, truth }) => ({
      tokens: tokens(truth, n),
      smear: smear(truth, n),
    }),
    returns: z.object({ tokens: numbers, smear: numbers }),
    judge: (values, { n, truth }, library) => impostorVerdict(values, n, truth, library),
  }),

  // 3 · stddev
  defineCheck({
    task: "stddev",
    name: "two groups of two, by hand",
    visible: true,
    uses: ["withSpread"],
    inputs: () => ({ x: Float32Array.of(1, 5, 3, 5, 0, 0, 0, 8) }),
    probe: ({ withSpread }, { tf }, { x }) => {
      const y = withSpread(tf.tensor2d(x, [4, 2]), 2, 1);
      return { shape: y.shape, values: y.dataSync() };
    },
    returns: shaped,
    judge: (found) => sameTensor(found, [4, 3], [1, 5, 0.5, 3, 5, 0.5, 0, 0, 2, 0, 8, 2], 1e-3),
  }),
  defineCheck({
    task: "stddev",
    name: "one group, two parts, by hand",
    visible: true,
    hint: "The features are cut in their order: the first half of them is the first part. Each part has one number for the whole group.",
    uses: ["withSpread"],
    inputs: () => ({ x: Float32Array.of(0, 2, 7, 1, 4, 6, 7, 3) }),
    probe: ({ withSpread }, { tf }, { x }) => {
      const y = withSpread(tf.tensor2d(x, [2, 4]), 2, 2);
      return { shape: y.shape, values: y.dataSync() };
    },
    returns: shaped,
    judge: (found) => sameTensor(found, [2, 6], [0, 2, 7, 1, 2, 0.5, 4, 6, 7, 3, 2, 0.5], 1e-3),
  }),
  defineCheck({
    task: "stddev",
    name: "the gradient of what is appended, by hand",
    visible: true,
    hint: "A number that was read out of a tensor (dataSync, arraySync) has no gradient any more. Stay among tensors from x to the result.",
    uses: ["withSpread"],
    inputs: () => ({ x: Float32Array.of(1, 5, 3, 5) }),
    shows: () =>
      "x = [[1, 5], [3, 5]], one group, one part; the gradient of the sum of the appended column",
    probe: ({ withSpread }, { tf }, { x }) => {
      const appended = (batch: unknown) => tf.sum(tf.slice(withSpread(batch, 2, 1), [0, 2]));
      const gradient = tf.grad(appended)(tf.tensor2d(x, [2, 2]));
      return { shape: gradient.shape, values: gradient.dataSync() };
    },
    returns: shaped,
    judge: (found) => sameTensor(found, [2, 2], [-0.5, 0, 0.5, 0], 1e-3),
  }),
  defineCheck({
    task: "stddev",
    name: "random sizes",
    visible: false,
    uses: ["withSpread"],
    inputs: (random) => {
      const [groups, group, parts, width] = random.integers(4, 3).map((k) => k + 2);
      const features = parts * width;
      return { x: random.normals(groups * group * features, 3, 2), group, parts, features };
    },
    probe: ({ withSpread }, { tf }, { x, group, parts, features }) => {
      const y = withSpread(tf.tensor2d(x, [x.length / features, features]), group, parts);
      return { shape: y.shape, values: y.dataSync() };
    },
    returns: shaped,
    judge: (found, { x, group, parts, features }) => {
      const rows = rowsOf(x, features);
      return sameTensor(
        found,
        [rows.length, features + parts],
        spreadReference(rows, group, parts),
      );
    },
  }),
  defineCheck({
    task: "stddev",
    name: "the gradient reaches every sample of the group",
    visible: false,
    uses: ["withSpread"],
    inputs: (random) => {
      const [group, parts, width] = random.integers(3, 3).map((k) => k + 2);
      const features = parts * width;
      return {
        x: random.normals(2 * group * features, -1, 2),
        weights: random.normals(2 * group * (features + parts)),
        group,
        parts,
        features,
      };
    },
    probe: ({ withSpread }, { tf }, { x, weights, group, parts, features }) => {
      const gradient = tf.grad((batch) =>
        tf.sum(
          tf.mul(
            withSpread(batch, group, parts),
            tf.tensor2d(weights, [2 * group, features + parts]),
          ),
        ),
      )(tf.tensor2d(x, [2 * group, features]));
      return { shape: gradient.shape, values: gradient.dataSync() };
    },
    returns: shaped,
    judge: (found, { x, weights, group, parts, features }) =>
      sameTensor(
        found,
        [2 * group, features],
        spreadSlopes(rowsOf(x, features), group, parts, rowsOf(weights, features + parts)),
        1e-3,
      ),
  }),
  defineCheck({
    task: "stddev",
    name: "a batch of equal samples",
    visible: false,
    uses: ["withSpread"],
    inputs: () => ({ row: [0.5, -2, 1, 4] }),
    probe: ({ withSpread }, { tf }, { row }) => {
      const x = tf.tensor2d([row, row, row, row]);
      const y = withSpread(x, 4, 2);
      const gradient = tf.grad((batch) => tf.sum(tf.slice(withSpread(batch, 4, 2), [0, 4])))(x);
      return { shape: y.shape, values: y.dataSync(), gradient: gradient.dataSync() };
    },
    returns: shaped.extend({ gradient: numbers }),
    judge: ({ values, gradient }, { row }) => {
      const wanted = [0, 1, 2, 3].flatMap(() => [...row, 1e-4, 1e-4]);
      return {
        passed: apart(values, wanted) < 1e-6 && apart(gradient, new Float32Array(16)) < 1e-6,
        measured: `rows ${few(values)}, gradient ${few(gradient)}`,
        wanted: `rows ${few(wanted)}, gradient 0`,
      };
    },
  }),

  // 4 · nearness
  defineCheck({
    task: "nearness",
    name: "three samples, one kernel, by hand",
    visible: true,
    uses: ["nearness"],
    inputs: () => ({ x: Float32Array.of(0, 0, 1, 0, 0, 2) }),
    probe: ({ nearness }, { tf }, { x }) => {
      const near = nearness(tf.tensor2d(x, [3, 2]), tf.tensor2d([1, 0, 0, 1], [2, 2]), 1);
      return { shape: near.shape, values: near.dataSync() };
    },
    returns: shaped,
    judge: (found) => {
      const [one, two, three] = [1, 2, 3].map((d) => Math.exp(-d));
      return sameTensor(found, [3, 1], [(one + two) / 2, (one + three) / 2, (two + three) / 2]);
    },
  }),
  defineCheck({
    task: "nearness",
    name: "equal samples, two kernels",
    visible: true,
    hint: "Equal samples are at distance 0, whatever the weights: each of the others counts 1, and the sample itself does not count.",
    uses: ["nearness"],
    inputs: (random) => ({ row: Array.from(random.normals(3)), weights: random.normals(18) }),
    probe: ({ nearness }, { tf }, { row, weights }) => {
      const near = nearness(tf.tensor2d([row, row, row, row]), tf.tensor2d(weights, [3, 6]), 2);
      return { shape: near.shape, values: near.dataSync() };
    },
    returns: shaped,
    judge: (found) => sameTensor(found, [4, 2], new Float32Array(8).fill(1)),
  }),
  defineCheck({
    task: "nearness",
    name: "random sizes",
    visible: false,
    uses: ["nearness"],
    inputs: (random) => {
      const [batch, inputs, kernels, dims] = random.integers(4, 3).map((k) => k + 2);
      const weights = random.normals(inputs * kernels * dims, 0, 0.5);
      return {
        x: random.normals(batch * inputs),
        weights,
        inputs,
        kernels,
        columns: kernels * dims,
      };
    },
    probe: ({ nearness }, { tf }, { x, weights, inputs, kernels, columns }) => {
      const batch = tf.tensor2d(x, [x.length / inputs, inputs]);
      const near = nearness(batch, tf.tensor2d(weights, [inputs, columns]), kernels);
      return { shape: near.shape, values: near.dataSync() };
    },
    returns: shaped,
    judge: (found, { x, weights, inputs, kernels, columns }) =>
      sameTensor(
        found,
        [x.length / inputs, kernels],
        nearnessReference(rowsOf(x, inputs), rowsOf(weights, columns), kernels),
      ),
  }),
  defineCheck({
    task: "nearness",
    name: "the gradient of one sample's numbers reaches all samples and the weights",
    visible: false,
    uses: ["nearness"],
    inputs: (random) => ({ x: random.normals(15), weights: random.normals(12, 0, 0.5) }),
    probe: ({ nearness }, { tf }, { x, weights }) => {
      const [byX, byWeights] = tf.grads((batch, T) =>
        tf.sum(tf.slice(nearness(batch, T, 2), [0, 0], [1, 2])),
      )([tf.tensor2d(x, [5, 3]), tf.tensor2d(weights, [3, 4])]);
      return { byX: byX.dataSync(), byWeights: byWeights.dataSync() };
    },
    returns: z.object({ byX: numbers, byWeights: numbers }),
    judge: ({ byX, byWeights }, { x, weights }) => {
      const first = (batch: ArrayLike<number>, T: ArrayLike<number>) => {
        const near = nearnessReference(rowsOf(batch, 3), rowsOf(T, 4), 2);
        return near[0] + near[1];
      };
      const wanted = [
        slopes((batch) => first(batch, weights), x),
        slopes((T) => first(x, T), weights),
      ];
      const differences = [apart(byX, wanted[0]), apart(byWeights, wanted[1])];
      return {
        passed: differences.every((each) => each < 1e-3),
        measured: `gradients ${few(byX)} and ${few(byWeights)}`,
        wanted: `${few(wanted[0])} and ${few(wanted[1])}`,
      };
    },
  }),

  // 5 · pack
  defineCheck({
    task: "pack",
    name: "four points in packs of two",
    visible: true,
    uses: ["pack"],
    inputs: () => ({ x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) }),
    probe: ({ pack }, { tf }, { x }) => {
      const packs = pack(tf.tensor2d(x, [4, 2]), 2);
      return { shape: packs.shape, values: packs.dataSync() };
    },
    returns: shaped,
    judge: (found) => sameTensor(found, [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]),
  }),
  defineCheck({
    task: "pack",
    name: "two pictures of 1 × 3 pixels with one channel, in a pack",
    visible: true,
    hint: "Of each pixel, the channels of both pictures stand side by side.",
    uses: ["pack"],
    inputs: () => ({ x: Float32Array.of(1, 2, 3, 10, 20, 30) }),
    probe: ({ pack }, { tf }, { x }) => {
      const packs = pack(tf.tensor4d(x, [2, 1, 3, 1]), 2);
      return { shape: packs.shape, values: packs.dataSync() };
    },
    returns: shaped,
    judge: (found) => sameTensor(found, [1, 1, 3, 2], [1, 10, 2, 20, 3, 30]),
  }),
  defineCheck({
    task: "pack",
    name: "random points",
    visible: false,
    uses: ["pack"],
    inputs: (random) => {
      const [packs, m, features] = random.integers(3, 4).map((k) => k + 2);
      return { x: random.normals(packs * m * features), shape: [packs * m, features], m };
    },
    probe: ({ pack }, { tf }, { x, shape, m }) => {
      const points = tf.tensor(x, shape);
      const packs = pack(points, m);
      const weights = tf.reshape(tf.range(0, x.length), packs.shape);
      const gradient = tf.grad((y) => tf.sum(tf.mul(pack(y, m), weights)))(points);
      return { shape: packs.shape, values: packs.dataSync(), gradient: gradient.dataSync() };
    },
    returns: shaped.extend({ gradient: numbers }),
    judge: (found, { x, shape, m }) => {
      const verdict = sameTensor(found, [shape[0] / m, m * shape[1]], packReference(x, shape, m));
      const passes = apart(found.gradient, Float32Array.from(x.keys())) === 0;
      if (passes || !verdict.passed) return verdict;
      return { passed: false, measured: "no gradient through it", wanted: "the gradient passes" };
    },
  }),
  defineCheck({
    task: "pack",
    name: "random pictures",
    visible: false,
    uses: ["pack"],
    inputs: (random) => {
      const [packs, m, height, width] = random.integers(4, 3).map((k) => k + 2);
      const channels = 3;
      const shape = [packs * m, height, width + 3, channels];
      return { x: random.normals(shape.reduce((a, b) => a * b)), shape, m };
    },
    probe: ({ pack }, { tf }, { x, shape, m }) => {
      const packs = pack(tf.tensor(x, shape), m);
      return { shape: packs.shape, values: packs.dataSync() };
    },
    returns: shaped,
    judge: (found, { x, shape, m }) =>
      sameTensor(
        found,
        [shape[0] / m, shape[1], shape[2], m * shape[3]],
        packReference(x, shape, m),
      ),
  }),

  // 6 · packed losses
  defineCheck({
    task: "packed-losses",
    name: "what the discriminator is shown",
    visible: true,
    uses: ["packedLosses"],
    inputs: (random) => ({ real: random.normals(24), fake: random.normals(24) }),
    probe: ({ packedLosses }, { tf }, { real, fake }) => {
      const shown = [] as number[][];
      const score = (x: any) => {
        shown.push(x.shape);
        return tf.zeros([x.shape[0], 1]);
      };
      const losses = packedLosses(score, tf.tensor2d(real, [12, 2]), tf.tensor2d(fake, [12, 2]), 3);
      const values = [losses.discriminator, losses.generator].map((loss) => loss.dataSync()[0]);
      return { shown, values };
    },
    returns: z.object({
      shown: z.array(z.array(z.number()).max(6)).max(20),
      values: z.array(z.number()).length(2),
    }),
    judge: ({ shown, values }) => ({
      passed:
        shown.length > 0 &&
        shown.every((shape) => shape.length === 2 && shape[1] === 6) &&
        apart(values, [Math.log(4), Math.log(2)]) < 1e-5,
      measured: `packs of shape ${shown.map(sizes).join(" and ")}, losses ${few(values)} at scores of 0`,
      wanted: "packs of shape (4, 6), losses log 4 and log 2",
    }),
  }),
  defineCheck({
    task: "packed-losses",
    name: "losses and the generator's gradient",
    visible: false,
    uses: ["packedLosses"],
    inputs: (random) => {
      const [m, features, realPacks, morePacks] = random.integers(4, 3).map((k) => k + 2);
      return {
        m,
        features,
        real: random.normals(m * features * realPacks, 1),
        fake: random.normals(m * features * (realPacks + morePacks)),
        W: random.normals(m * features * 5, 0, 0.3),
        v: random.normals(5, 0.3, 2),
      };
    },
    probe: ({ packedLosses }, { tf }, { m, features, real, fake, W, v }) => {
      const inner = tf.tensor2d(W, [m * features, 5]);
      const outer = tf.tensor2d(v, [5, 1]);
      const score = (x: any) => tf.matMul(tf.tanh(tf.matMul(x, inner)), outer);
      const reals = tf.tensor2d(real, [real.length / features, features]);
      const fakes = tf.tensor2d(fake, [fake.length / features, features]);
      const losses = packedLosses(score, reals, fakes, m);
      const gradient = tf.grad((x) => packedLosses(score, reals, x, m).generator)(fakes);
      return {
        values: [losses.discriminator.dataSync()[0], losses.generator.dataSync()[0]],
        gradient: gradient.dataSync(),
      };
    },
    returns: z.object({ values: z.array(z.number()).length(2), gradient: numbers }),
    judge: ({ values, gradient }, { m, features, real, fake, W, v }) => {
      const inner = rowsOf(W, 5);
      const generator = (x: ArrayLike<number>) => entropies(scoresReference(x, inner, v), -1);
      const discriminator =
        entropies(scoresReference(real, inner, v), -1) +
        entropies(scoresReference(fake, inner, v), 1);
      const wanted = [discriminator, generator(fake)];
      const wantedGradient = slopes(generator, fake);
      return {
        passed: apart(values, wanted) < 1e-4 && apart(gradient, wantedGradient) < 1e-5,
        measured: `losses ${few(values)}, the generator's gradient ${few(gradient)}`,
        wanted: `losses ${few(wanted)}, gradient ${few(wantedGradient)} (packs of ${m}, ${features} features)`,
      };
    },
  }),

  // 7 · matching
  defineCheck({
    task: "matching",
    name: "by hand: features as they are, and a blind spot",
    visible: true,
    uses: ["matchingLoss", "blindSpot"],
    inputs: () => ({ real: Float32Array.of(1, 0, 3, 0), fake: Float32Array.of(5, 1) }),
    probe: ({ matchingLoss, blindSpot }, { tf }, { real, fake }) => {
      const reals = tf.tensor2d(real, [2, 2]);
      const loss = matchingLoss((x: unknown) => x, reals, tf.tensor2d(fake, [1, 2]));
      const spot = blindSpot(reals, 3);
      return { loss: loss.dataSync()[0], shape: spot.shape, values: spot.dataSync() };
    },
    returns: shaped.extend({ loss: z.number() }),
    judge: ({ loss, shape, values }, { real }) => {
      const isWhole = sizes(shape) === "(3, 2)";
      const rows = rowsOf(values, 2);
      const areEqual = isWhole && rows.every((row) => apart(row, rows[0]) === 0);
      const middle = [0, 1].map((j) => (real[j] + real[2 + j]) / 2);
      const own = isWhole
        ? [0, 1].reduce(
            (sum, j) => sum + (rows.reduce((all, row) => all + row[j], 0) / 3 - middle[j]) ** 2,
            0,
          )
        : NaN;
      const spot = isWhole
        ? `a blind spot of ${areEqual ? "equal rows" : "rows that differ"}, (${few(rows[0])}) first, whose loss is ${own.toFixed(4)}`
        : `a blind spot of shape ${sizes(shape)}`;
      return {
        passed: Math.abs(loss - 10) < 1e-5 && areEqual && own < 1e-9,
        measured: `loss ${loss.toFixed(4)}, ${spot}`,
        wanted: "loss 10, a blind spot of shape (3, 2), of equal rows, whose loss is 0",
      };
    },
  }),
  defineCheck({
    task: "matching",
    name: "random features, batches of two sizes, and the gradient by the fakes",
    visible: false,
    uses: ["matchingLoss"],
    inputs: (random) => {
      const [inputs, width, more] = random.integers(3, 3).map((k) => k + 2);
      return {
        inputs,
        width,
        real: random.normals(8 * inputs, 1),
        fake: random.normals((8 + more) * inputs),
        W: random.normals(inputs * width),
      };
    },
    probe: ({ matchingLoss }, { tf }, { inputs, width, real, fake, W }) => {
      const weights = tf.tensor2d(W, [inputs, width]);
      const features = (x: any) => tf.tanh(tf.matMul(x, weights));
      const reals = tf.tensor2d(real, [real.length / inputs, inputs]);
      const fakes = tf.tensor2d(fake, [fake.length / inputs, inputs]);
      const loss = matchingLoss(features, reals, fakes);
      const gradient = tf.grad((x) => matchingLoss(features, reals, x))(fakes);
      return { shape: loss.shape, loss: loss.dataSync()[0], gradient: gradient.dataSync() };
    },
    returns: z.object({
      shape: z.array(z.number()).max(6),
      loss: z.number(),
      gradient: numbers,
    }),
    judge: ({ shape, loss, gradient }, { width, real, fake, W }) => {
      const weights = rowsOf(W, width);
      const wanted = matchingReference(real, fake, weights);
      const wantedGradient = slopes((x) => matchingReference(real, x, weights), fake);
      return {
        passed:
          shape.length === 0 &&
          Math.abs(loss - wanted) < 1e-4 * (1 + wanted) &&
          apart(gradient, wantedGradient) < 1e-3,
        measured: `loss ${loss.toFixed(5)}, gradient ${few(gradient)}`,
        wanted: `loss ${wanted.toFixed(5)}, gradient ${few(wantedGradient)}`,
      };
    },
  }),
  defineCheck({
    task: "matching",
    name: "random blind spots",
    visible: false,
    uses: ["blindSpot"],
    inputs: (random) => {
      const [inputs, batch, n] = random.integers(3, 6).map((k) => k + 2);
      return { inputs, n, real: random.normals(batch * inputs, 1, 2) };
    },
    probe: ({ blindSpot }, { tf }, { inputs, n, real }) => {
      const spot = blindSpot(tf.tensor2d(real, [real.length / inputs, inputs]), n);
      return { shape: spot.shape, values: spot.dataSync() };
    },
    returns: shaped,
    judge: (found, { inputs, n, real }) => {
      const rows = rowsOf(real, inputs);
      const mean = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length);
      return sameTensor(found, [n, inputs], Array.from({ length: n }, () => mean).flat());
    },
  }),

  // 8 · ring
  defineCheck({
    task: "ring",
    name: "a ring of the grader's",
    visible: true,
    uses: ["ringRecipe"],
    inputs: (random) => ringOf(random),
    probe: ({ ringRecipe }) => ringRecipe(),
    returns: ringRecipe,
    judge: (recipe, inputs, library) => ringVerdict(recipe, rings.get(inputs)!, library),
  }),
  defineCheck({
    task: "ring",
    name: "another ring",
    visible: false,
    uses: ["ringRecipe"],
    inputs: (random) => ringOf(random),
    probe: ({ ringRecipe }) => ringRecipe(),
    returns: ringRecipe,
    judge: (recipe, inputs, library) => ringVerdict(recipe, rings.get(inputs)!, library),
  }),
];
