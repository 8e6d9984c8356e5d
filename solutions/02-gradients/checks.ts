/**
 * Checks of lab 02. What is right is computed here in plain numbers of double precision, by another way than the
 * solution's, and compared with stated tolerances.
 */
import { z } from "zod";
import type { Random } from "gan-clinic";
import type { Check, Library, Verdict } from "gan-clinic/dist/grader/contract";
import { defineCheck } from "gan-clinic/dist/grader/lab/define-check";
import { between, listOf, oneOf, record, whole } from "gan-clinic/dist/grader/lab/forms";
import { inOwnProcess } from "gan-clinic/dist/grader/lab/own-process";

type Matrix = number[][];

const number = z.custom<number>((value) => typeof value === "number"); // NaN and Infinity too
const numbers = z.array(number);

function mean(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((sum, each) => sum + each, 0) / numbers.length;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, each, i) => sum + each * b[i], 0);
}

/** The largest distance between two lists, as a share of the largest number wanted. NaN where a number is NaN. */
function farthest(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const size = Array.from(wanted).reduce((most, each) => Math.max(most, Math.abs(each)), 1e-300);
  return (
    Array.from(wanted).reduce((most, each, i) => Math.max(most, Math.abs(found[i] - each)), 0) /
    size
  );
}

/** Numbers for a person to read. */
function short(numbers: ArrayLike<number>): string {
  const shown = Array.from(numbers)
    .slice(0, 4)
    .map((each) => each.toPrecision(4));
  return shown.join(", ") + (numbers.length > 4 ? ", …" : "");
}

/** Rows of so many numbers. */
function rowsOf(numbers: ArrayLike<number>, columns: number): Matrix {
  const all = Array.from(numbers);
  return Array.from({ length: all.length / columns }, (_, i) =>
    all.slice(i * columns, (i + 1) * columns),
  );
}

function transposed(matrix: Matrix): Matrix {
  return matrix[0].map((_, column) => matrix.map((row) => row[column]));
}

function scaled(row: number[], factor: number): number[] {
  return row.map((each) => each * factor);
}

/** Vectors at right angles of length 1, each pointing the way of its own: Gram and Schmidt. */
function upright(vectors: Matrix): Matrix {
  const done: Matrix = [];
  for (const vector of vectors) {
    let rest = vector;
    for (const earlier of [...done, ...done]) {
      const overlap = dot(rest, earlier);
      rest = rest.map((each, i) => each - overlap * earlier[i]);
    }
    done.push(scaled(rest, 1 / Math.sqrt(dot(rest, rest))));
  }
  return done;
}

/** What `orthogonalWeights` is to give for normal numbers of so many columns. */
function orthogonalOf(normals: ArrayLike<number>, columns: number, gain: number): number[] {
  const matrix = rowsOf(normals, columns);
  const tall = matrix.length >= columns;
  const vectors = upright(tall ? transposed(matrix) : matrix);
  return (tall ? transposed(vectors) : vectors).flat().map((each) => gain * each);
}

/** ∫ f(√q x)² dN(x), by Simpson's rule on a grid of its own. */
function meanSquare(f: (x: number) => number, q: number): number {
  const [count, end] = [24_000, 9];
  let sum = 0;
  for (let i = 0; i <= count; i++) {
    const x = -end + (2 * end * i) / count;
    const weight = i === 0 || i === count ? 1 : i % 2 === 1 ? 4 : 2;
    sum += (weight * f(Math.sqrt(q) * x) ** 2 * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  }
  return (sum * 2 * end) / count / 3;
}

/** log(1 + e^x): its first two terms where e^x is small, so that no digit is lost. */
function softplus(x: number): number {
  if (x > 30) return x + Math.exp(-x);
  return x < -15 ? Math.exp(x) - Math.exp(2 * x) / 2 : Math.log(1 + Math.exp(x));
}

/** e^x / (1 + e^x). */
function chance(x: number): number {
  return x > 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** One round of power iteration: u and v after it, and σ. */
function powerRound(weights: Matrix, u: number[]): { u: number[]; v: number[]; sigma: number } {
  const v = upright([weights.map((row) => dot(row, u))])[0];
  const columns = transposed(weights);
  const next = upright([columns.map((column) => dot(column, v))])[0];
  return {
    u: next,
    v,
    sigma: dot(
      v,
      weights.map((row) => dot(row, next)),
    ),
  };
}

/** The penalty of a critic Σ_k w_k tanh(x · a_k), a (inputs, units), at given points. */
function tanhPenalty(a: Matrix, w: number[], points: Matrix): number {
  const norms = points.map((x) => {
    const slopes = w.map((each, k) => {
      const bent = Math.tanh(x.reduce((sum, xi, i) => sum + xi * a[i][k], 0));
      return each * (1 - bent * bent);
    });
    return Math.sqrt(a.reduce((sum, row) => sum + dot(row, slopes) ** 2, 0));
  });
  return mean(norms.map((norm) => (norm - 1) ** 2));
}

/** Its derivative by every number of a and w, by central differences in double precision. */
function tanhPenaltyGradient(a: Matrix, w: number[], points: Matrix): number[] {
  const all = [...a.flat(), ...w];
  const at = (numbers: number[]) =>
    tanhPenalty(
      rowsOf(numbers.slice(0, a.length * w.length), w.length),
      numbers.slice(-w.length),
      points,
    );
  return all.map((_, i) => {
    const moved = (by: number) => at(all.map((each, k) => (k === i ? each + by : each)));
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  });
}

/** What `generatorLosses` is to give for each score. */
function lossesOf(scores: number[]): Matrix {
  return scores.map((s) => [-softplus(s), -chance(s), softplus(-s), -chance(-s)]);
}

/** Both losses and slopes of each score, to ten digits. */
function lossVerdict(found: Matrix, scores: number[], wanted: Matrix): Verdict {
  const errors = wanted.map((row, i) =>
    row.reduce((most, each, k) => Math.max(most, Math.abs(found[i][k] / each - 1)), 0),
  );
  const worst = errors.findIndex((error) => !(error < 1e-10));
  const at = Math.max(worst, 0);
  return {
    passed: worst < 0,
    measured: `at the score ${scores[at]}: ${found[at].map((each) => each.toPrecision(6)).join(", ")}`,
    wanted: `${wanted[at].map((each) => each.toPrecision(6)).join(", ")} (saturating: loss, slope; non-saturating: loss, slope)`,
  };
}

// The last task: clouds on a circle, on a plane through a space of 16 dimensions.
const space = 16;

interface Clouds {
  centres: Float32Array; // (modes, 16)
  axes: Float32Array; // (2, 16): the plane's
  std: number;
  seed: number;
}

/** Clouds drawn anew. */
function drawClouds(random: Random): Clouds {
  const modes = 4 + random.integers(1, 3)[0];
  const [radius] = random.uniforms(1, 1, 3);
  const middle = random.normals(space, 0, radius / 4);
  const [first, second] = [random.normals(space), random.normals(space)].map((each) => [...each]);
  const overlap = dot(first, second) / dot(first, first);
  const rest = second.map((each, i) => each - overlap * first[i]);
  const axes = [first, rest].map((each) => scaled(each, 1 / Math.sqrt(dot(each, each))));
  const centres = Array.from({ length: modes }, (_, mode) => {
    const angle = (2 * Math.PI * mode) / modes;
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    return Array.from(middle, (each, i) => each + x * axes[0][i] + y * axes[1][i]);
  });
  const [seed] = random.integers(1, 1_000_000);
  return {
    centres: Float32Array.from(centres.flat()),
    axes: Float32Array.from(axes.flat()),
    std: 0.1 * radius,
    seed,
  };
}

/** So many real points, each of a cloud drawn at random. */
function realPoints({ centres, axes, std }: Clouds, count: number, random: Random): Float32Array {
  const which = random.integers(count, centres.length / space);
  const away = random.normals(2 * count, 0, std);
  return Float32Array.from({ length: count * space }, (_, at) => {
    const [i, k] = [Math.floor(at / space), at % space];
    return (
      centres[which[i] * space + k] + away[2 * i] * axes[k] + away[2 * i + 1] * axes[space + k]
    );
  });
}

/** Energy distance between a generator's samples and real points, by the mean distance of two real points. */
function howFar(fake: Float32Array, clouds: Clouds, { seeded, energyDistance }: Library): number {
  if (!fake.every(Number.isFinite)) return Infinity;
  const random = seeded(clouds.seed).stream("the measure");
  const [real, other] = [realPoints(clouds, 1000, random), realPoints(clouds, 1000, random)];
  const pairs = rowsOf(real, space).map((row, i) => {
    const apart = row.map((each, k) => each - other[i * space + k]);
    return Math.sqrt(dot(apart, apart));
  });
  return energyDistance(real, fake, space) / mean(pairs);
}

/**
 * Distances that were measured on 20 data sets each, and how many pass:
 *
 *     solution                               .007 to .069   20
 *     without its loss and penalty           .014 to .067   20
 *     the discriminator left as it was       .188 to 2.12    0
 *     the first weights left as they were    .336 to .948    0
 *     the same, with 750 steps               .661 to 2.08    0
 *     ten times the rates                    .746 to 21.8    0
 *     as it was                              .727 to 7.24    0
 */
const limit = 0.15;

/** How a student wants to train. It is data and small, so nothing but a training can earn the points. */
const workRecipe = record({
  init: record({ name: oneOf("normal", "xavier", "he", "orthogonal"), gain: between(0.001, 10) }),
  loss: oneOf("minimax", "nonSaturating", "hinge", "leastSquares", "wasserstein"),
  terms: listOf(
    record({ name: oneOf("r1", "r2", "gradientPenalty"), weight: between(0, 100) }),
    0,
    2,
  ),
  discriminator: record({
    hidden: listOf(whole(1, 64), 1, 16),
    activation: oneOf("sigmoid", "tanh", "relu", "leakyRelu", "swish"),
  }),
  discriminatorSteps: whole(1, 20),
  learningRate: record({ generator: between(1e-5, 0.1), discriminator: between(1e-5, 0.1) }),
  steps: whole(1, 750),
}).refine(({ steps, discriminatorSteps }) => steps * discriminatorSteps <= 750, {
  path: ["steps"],
  error: "wanted at most 750 batches: steps times discriminatorSteps",
});

interface Work {
  recipe: z.infer<typeof workRecipe>;
  clouds: Clouds;
}

/** Trains by a recipe, and draws 1000 samples of what was learned. It is sent to a process of its own as text. */
async function trainOnClouds(library: Library, { recipe, clouds }: Work): Promise<Float32Array> {
  const { heNormal, mlp, normalInit, orthogonal, seeded, tf, xavierUniform } = library;
  const { centres, axes, std, seed } = clouds;
  const inits = {
    normal: normalInit(1),
    xavier: xavierUniform,
    he: heNormal,
    orthogonal: orthogonal(),
  };
  const penalties = {
    r1: library.r1Term,
    r2: library.r2Term,
    gradientPenalty: library.gradientPenaltyTerm,
  };
  const { init, discriminator, loss, terms, ...options } = recipe;
  const run = await library.trainGan({
    ...options,
    data: {
      name: "clouds",
      shape: [16],
      sample: (n: number, random: Random) => {
        const which = random.integers(n, centres.length / 16);
        const away = random.normals(2 * n, 0, std);
        const points = Float32Array.from({ length: n * 16 }, (_, at) => {
          const [i, k] = [Math.floor(at / 16), at % 16];
          const middle = centres[which[i] * 16 + k];
          return middle + away[2 * i] * axes[k] + away[2 * i + 1] * axes[16 + k];
        });
        return tf.tensor2d(points, [n, 16]);
      },
    },
    generator: mlp({
      name: "generator",
      inputs: 8,
      hidden: Array.from({ length: 12 }, () => 32),
      outputs: 16,
      activation: library.tanh,
      init: (random, shape) => tf.tidy(() => tf.mul(inits[init.name](random, shape), init.gain)),
      random: seeded(seed).stream("generator"),
    }),
    discriminator: mlp({
      name: "discriminator",
      inputs: 16,
      hidden: discriminator.hidden,
      outputs: 1,
      activation: library[discriminator.activation],
      init: orthogonal(Math.SQRT2),
      random: seeded(seed).stream("discriminator"),
    }),
    loss: library[loss],
    terms: terms.map(({ name, weight }) => penalties[name]({ weight })),
    batchSize: 64,
    seed,
  });
  const drawn = run.sample(1000);
  const samples = Float32Array.from(drawn.dataSync());
  drawn.dispose();
  run.dispose();
  return samples;
}

/** The clouds of a check. They never travel: the recipe may not depend on them. */
const cloudsOfInputs = new WeakMap<object, Clouds>();

function hiddenClouds(random: Random): object {
  const inputs = {};
  cloudsOfInputs.set(inputs, drawClouds(random));
  return inputs;
}

/** Trains by the recipe, and measures: all that the open task asks. */
async function workVerdict(
  recipe: z.infer<typeof workRecipe>,
  inputs: object,
  library: Library,
): Promise<Verdict> {
  const clouds = cloudsOfInputs.get(inputs)!;
  const distance = howFar(await inOwnProcess(trainOnClouds, { recipe, clouds }), clouds, library);
  return {
    passed: distance < limit,
    measured: `a distance of ${distance.toFixed(3)}`,
    wanted: `below ${limit}`,
  };
}

export const checks: Check[] = [
  // 1 · first weights ---------------------------------------------------------------------------------------------
  defineCheck({
    task: "first-weights",
    name: "fans of a dense layer and of a filter",
    visible: true,
    hint: "A filter has the shape (height, width, inputs, outputs): each place of its field counts.",
    uses: ["fans"],
    inputs: () => ({
      shapes: [
        [20, 30],
        [3, 5, 7, 11],
      ],
    }),
    probe: ({ fans }, _library, { shapes }) =>
      shapes.map((shape) => {
        const counted = fans(shape);
        return [counted.fanIn, counted.fanOut];
      }),
    returns: z.array(z.array(number).length(2)).length(2),
    judge: (found) => ({
      passed: String(found) === "20,30,105,165",
      measured: `(fan-in, fan-out) (${found[0].join(", ")}) and (${found[1].join(", ")})`,
      wanted: "(20, 30) for (20, 30) and (105, 165) for (3, 5, 7, 11)",
    }),
  }),
  defineCheck({
    task: "first-weights",
    name: "variances of a dense layer",
    visible: true,
    hint: "A variance divides by the mean of fan-in and fan-out (Xavier) or by fan-in (He); with a leak, He's gain shrinks by 1 + leak².",
    uses: ["xavierWeights", "heWeights"],
    inputs: (random) => ({ seed: random.integers(1, 1e6)[0], shape: [300, 100] }),
    probe: ({ xavierWeights, heWeights }, { tf, seeded }, { seed, shape }) =>
      tf.tidy(() =>
        [
          xavierWeights(seeded(seed), shape),
          heWeights(seeded(seed), shape, 0),
          heWeights(seeded(seed), shape, 1),
        ].map((weights) => tf.mean(tf.square(weights)).dataSync()[0]),
      ),
    returns: numbers.length(3),
    judge: (found) => {
      const wanted = [2 / 400, 2 / 300, 1 / 300];
      return {
        passed: found.every((each, i) => Math.abs(each / wanted[i] - 1) < 0.06),
        measured: `variances ${short(found)}`,
        wanted: `${short(wanted)} within 6 % (Xavier; He with leak 0; He with leak 1) for (300, 100)`,
      };
    },
  }),
  defineCheck({
    task: "first-weights",
    name: "fans of other shapes",
    visible: false,
    uses: ["fans"],
    inputs: (random) => ({
      shapes: [2, 3, 4, 5].map((axes) => [...random.integers(axes, 8)].map((size) => size + 2)),
    }),
    probe: ({ fans }, _library, { shapes }) =>
      shapes.flatMap((shape) => {
        const counted = fans([...shape]);
        return [counted.fanIn, counted.fanOut];
      }),
    returns: numbers.length(8),
    judge: (found, { shapes }) => {
      const wanted = shapes.flatMap((shape) => {
        const places = shape.reduce((all, size) => all * size, 1);
        const [inputs, outputs] = shape.slice(-2);
        return [places / outputs, places / inputs];
      });
      return {
        passed: found.every((each, i) => each === wanted[i]),
        measured: `fans ${found.join(", ")}`,
        wanted: `${wanted.join(", ")} for ${shapes.map((shape) => `(${shape.join(", ")})`).join(", ")}`,
      };
    },
  }),
  defineCheck({
    task: "first-weights",
    name: "variances of filters, leaks and seeds",
    visible: false,
    uses: ["xavierWeights", "heWeights"],
    inputs: (random) => ({
      seed: random.integers(1, 1e6)[0],
      shape: [3, 2, 40 + random.integers(1, 20)[0], 90 + random.integers(1, 40)[0]],
      leak: random.uniforms(1, 0.5, 0.9)[0],
    }),
    probe: ({ xavierWeights, heWeights }, { tf, seeded }, { seed, shape, leak }) =>
      tf.tidy(() => {
        const made = [
          xavierWeights(seeded(seed), [...shape]),
          heWeights(seeded(seed), [...shape], leak),
        ];
        const again = heWeights(seeded(seed), [...shape], leak);
        const other = heWeights(seeded(seed + 1), [...shape], leak);
        return {
          shapes: made.map((each) => String(each.shape)),
          means: made.map((each) => tf.mean(each).dataSync()[0]),
          variances: made.map((each) => tf.mean(tf.square(each)).dataSync()[0]),
          same: tf.max(tf.abs(tf.sub(again, made[1]))).dataSync()[0],
          different: tf.max(tf.abs(tf.sub(other, made[1]))).dataSync()[0],
        };
      }),
    returns: z.object({
      shapes: z.array(z.string()).length(2),
      means: numbers.length(2),
      variances: numbers.length(2),
      same: number,
      different: number,
    }),
    judge: ({ shapes, means, variances, same, different }, { shape, leak }) => {
      const [height, width, inputs, outputs] = shape;
      const wanted = [
        2 / (height * width * (inputs + outputs)),
        2 / (1 + leak * leak) / (height * width * inputs),
      ];
      return {
        passed:
          shapes.every((each) => each === String(shape)) &&
          means.every((each, i) => Math.abs(each) < 0.05 * Math.sqrt(wanted[i])) &&
          variances.every((each, i) => Math.abs(each / wanted[i] - 1) < 0.06) &&
          same === 0 &&
          different > 0,
        measured: `variances ${short(variances)}, means ${short(means)}; one seed twice differs by ${same}, two seeds by ${different.toPrecision(2)}`,
        wanted: `variances ${short(wanted)} and means of 0 for a filter (${shape.join(", ")}) with leak ${leak.toFixed(2)}; equal weights for equal seeds only`,
      };
    },
  }),

  // 2 · orthogonal ------------------------------------------------------------------------------------------------
  defineCheck({
    task: "orthogonal",
    name: "columns at right angles",
    visible: true,
    uses: ["orthogonalWeights"],
    inputs: (random) => ({ normals: random.normals(6 * 3) }),
    probe: ({ orthogonalWeights }, { tf }, { normals }) =>
      tf.tidy(() => {
        const weights = orthogonalWeights(tf.tensor2d(normals, [6, 3]), 1);
        return {
          shape: String(weights.shape),
          products: [...tf.matMul(weights, weights, true).dataSync()],
        };
      }),
    returns: z.object({ shape: z.string(), products: numbers }),
    judge: ({ shape, products }) => ({
      passed: shape === "6,3" && farthest(products, [1, 0, 0, 0, 1, 0, 0, 0, 1]) < 1e-4,
      measured: `shape (${shape}), products of the columns ${products.map((each) => each.toFixed(3)).join(", ")}`,
      wanted: "shape (6,3), products 1, 0, 0, 0, 1, 0, 0, 0, 1",
    }),
  }),
  defineCheck({
    task: "orthogonal",
    name: "the signs",
    visible: true,
    uses: ["orthogonalWeights"],
    inputs: () => ({ normals: Float32Array.of(3, 1, 4, 2) }),
    probe: ({ orthogonalWeights }, { tf }, { normals }) =>
      tf.tidy(() => [...orthogonalWeights(tf.tensor2d(normals, [2, 2]), 1).dataSync()]),
    returns: numbers,
    judge: (found) => ({
      passed: found.length === 4 && farthest(found, [0.6, -0.8, 0.8, 0.6]) < 1e-4,
      measured: short(found),
      wanted: "0.6, -0.8, 0.8, 0.6 for the rows (3, 1) and (4, 2)",
    }),
  }),
  defineCheck({
    task: "orthogonal",
    name: "wide matrices, filters, gains",
    visible: false,
    uses: ["orthogonalWeights"],
    inputs: (random) => ({
      cases: [
        [7, 4],
        [3, 8],
        [5, 5],
        [2, 2, 3, 5],
        [1, 2, 2, 9],
        [4, 1],
        [1, 4],
      ].map((shape) => ({
        shape,
        normals: random.normals(shape.reduce((all, size) => all * size, 1)),
        gain: random.uniforms(1, 0.5, 3)[0],
      })),
    }),
    probe: ({ orthogonalWeights }, { tf }, { cases }) =>
      cases.map(({ shape, normals, gain }) =>
        tf.tidy(() => {
          const weights = orthogonalWeights(tf.tensor(normals, shape), gain);
          return { shape: String(weights.shape), values: [...weights.dataSync()] };
        }),
      ),
    returns: z.array(z.object({ shape: z.string(), values: numbers })).length(7),
    judge: (found, { cases }) => {
      const errors = cases.map(({ shape, normals, gain }, i) =>
        found[i].shape === String(shape)
          ? farthest(found[i].values, orthogonalOf(normals, shape[shape.length - 1], gain))
          : Infinity,
      );
      const worst = errors.findIndex((error) => !(error < 2e-3));
      const { shape, gain } = cases[Math.max(worst, 0)];
      return {
        passed: worst < 0,
        measured: `shape (${found[Math.max(worst, 0)].shape}), off by ${(100 * errors[Math.max(worst, 0)]).toPrecision(2)} %`,
        wanted: `the one orthogonal matrix of (${shape.join(", ")}) whose R has a positive diagonal, times ${gain.toFixed(2)}`,
      };
    },
  }),

  // 3 · forecast --------------------------------------------------------------------------------------------------
  defineCheck({
    task: "forecast",
    name: "ReLU",
    visible: true,
    uses: ["forecast"],
    inputs: () => ({
      layers: [
        { inputs: 10, outputs: 20, variance: 0.1 },
        { inputs: 20, outputs: 40, variance: 0.2 },
        { inputs: 40, outputs: 5, variance: 0.05 },
      ],
    }),
    probe: ({ forecast }, _library, { layers }) => {
      const shape = { value: (x: number) => Math.max(x, 0), slope: (x: number) => (x > 0 ? 1 : 0) };
      const { forward, backward } = forecast(layers, shape, 3);
      return { forward, backward };
    },
    returns: z.object({ forward: numbers.length(3), backward: numbers.length(3) }),
    judge: ({ forward, backward }) => ({
      passed: farthest(forward, [3, 6, 6]) < 1e-3 && farthest(backward, [0.5, 0.125, 1]) < 1e-3,
      measured: `forward ${short(forward)}; backward ${short(backward)}`,
      wanted: "forward 3, 6, 6; backward 0.5, 0.125, 1, worked out by hand",
    }),
  }),
  defineCheck({
    task: "forecast",
    name: "tanh and other shapes",
    visible: false,
    uses: ["forecast"],
    inputs: (random) => {
      const widths = [...random.integers(6, 40)].map((width) => width + 4);
      const variances = random.uniforms(5, 0.4, 3);
      return {
        layers: Array.from(variances, (variance, l) => ({
          inputs: widths[l],
          outputs: widths[l + 1],
          variance: variance / widths[l],
        })),
        size: random.uniforms(1, 0.3, 3)[0],
      };
    },
    probe: ({ forecast }, _library, { layers, size }) => {
      const shapes = [
        { value: Math.tanh, slope: (x: number) => 1 - Math.tanh(x) ** 2 },
        {
          value: (x: number) => (x > 0 ? x : 0.5 * x + 0.1),
          slope: (x: number) => (x > 0 ? 1 : 0.5),
        },
      ];
      const plans = [
        ...shapes.map((shape) => ({ layers, shape })),
        { layers: layers.slice(0, 1), shape: shapes[0] },
      ];
      return plans.map((plan) => {
        const { forward, backward } = forecast(plan.layers, plan.shape, size);
        return { forward, backward };
      });
    },
    returns: z.array(z.object({ forward: numbers, backward: numbers })).length(3),
    judge: (found, { layers, size }) => {
      const shapes = [
        { value: Math.tanh, slope: (x: number) => 1 / Math.cosh(x) ** 2 },
        {
          value: (x: number) => (x > 0 ? x : 0.5 * x + 0.1),
          slope: (x: number) => (x > 0 ? 1 : 0.5),
        },
      ];
      const plans = [
        ...shapes.map((shape) => ({ layers, shape })),
        { layers: layers.slice(0, 1), shape: shapes[0] },
      ];
      const errors = plans.map(({ layers: plan, shape }, i) => {
        const q = [plan[0].inputs * plan[0].variance * size];
        for (const { inputs, variance } of plan.slice(1)) {
          q.push(inputs * variance * meanSquare(shape.value, q[q.length - 1]));
        }
        const back = plan.map((_, l) =>
          plan
            .slice(l + 1)
            .reduce(
              (product, next, k) =>
                product * next.outputs * next.variance * meanSquare(shape.slope, q[l + k]),
              1,
            ),
        );
        const { forward, backward } = found[i];
        if (forward.length !== plan.length || backward.length !== plan.length) return Infinity;
        const off = (a: number[], b: number[]) =>
          Math.max(...a.map((each, l) => Math.abs(each / b[l] - 1)));
        return Math.max(off(forward, q), off(backward, back));
      });
      return {
        passed: errors.every((error) => error < 2e-3),
        measured: `off by ${errors.map((error) => (100 * error).toPrecision(2)).join(", ")} %`,
        wanted:
          "within 0.2 % of the integrals, for tanh, a shape that is not 0 at 0, and a single layer",
      };
    },
  }),

  // 4 · losses ----------------------------------------------------------------------------------------------------
  defineCheck({
    task: "losses",
    name: "ordinary scores",
    visible: true,
    uses: ["generatorLosses"],
    inputs: () => ({ scores: [-2, 0, 1.5] }),
    probe: ({ generatorLosses }, _library, { scores }) =>
      scores.map((score) => {
        const { saturating, nonSaturating } = generatorLosses(score);
        return [saturating.loss, saturating.slope, nonSaturating.loss, nonSaturating.slope];
      }),
    returns: z.array(numbers.length(4)).length(3),
    judge: (found, { scores }) =>
      lossVerdict(found, scores, [
        [-0.12692801104297252, -0.11920292202211756, 2.1269280110429727, -0.8807970779778825],
        [-0.6931471805599453, -0.5, 0.6931471805599453, -0.5],
        [-1.7014132779827524, -0.8175744761936437, 0.20141327798275246, -0.18242552380635635],
      ]),
  }),
  defineCheck({
    task: "losses",
    name: "a discriminator that is sure",
    visible: true,
    hint: "1 - D computed by a subtraction has no digits left where D is 1: write it as a sigmoid of its own.",
    uses: ["generatorLosses"],
    inputs: () => ({ scores: [-40, 40] }),
    probe: ({ generatorLosses }, _library, { scores }) =>
      scores.map((score) => {
        const { saturating, nonSaturating } = generatorLosses(score);
        return [saturating.loss, saturating.slope, nonSaturating.loss, nonSaturating.slope];
      }),
    returns: z.array(numbers.length(4)).length(2),
    judge: (found, { scores }) => {
      const tiny = 4.248354255291589e-18; // e⁻⁴⁰
      return lossVerdict(found, scores, [
        [-tiny, -tiny, 40, -1],
        [-40, -1, tiny, -tiny],
      ]);
    },
  }),
  defineCheck({
    task: "losses",
    name: "scores from -700 to 700",
    visible: false,
    uses: ["generatorLosses"],
    inputs: (random) => ({
      scores: [
        -700,
        700,
        ...random.uniforms(8, -5, 5),
        ...random.uniforms(8, 20, 650),
        ...random.uniforms(8, -650, -20),
      ],
    }),
    probe: ({ generatorLosses }, _library, { scores }) =>
      scores.map((score) => {
        const { saturating, nonSaturating } = generatorLosses(score);
        return [saturating.loss, saturating.slope, nonSaturating.loss, nonSaturating.slope];
      }),
    returns: z.array(numbers.length(4)).length(26),
    judge: (found, { scores }) => lossVerdict(found, scores, lossesOf(scores)),
  }),

  // 5 · clip ------------------------------------------------------------------------------------------------------
  defineCheck({
    task: "clip",
    name: "one factor for all",
    visible: true,
    hint: "One length for all tensors together, and one factor for all numbers.",
    uses: ["clipGradients"],
    inputs: () => ({ limit: 5 }),
    probe: ({ clipGradients }, { tf }, { limit }) => {
      const { norm, clipped } = clipGradients(
        { a: tf.tensor1d([30]), b: tf.tensor2d([[0, 40]]) },
        limit,
      );
      return { norm, a: [...clipped.a.dataSync()], b: [...clipped.b.dataSync()] };
    },
    returns: z.object({ norm: number, a: numbers, b: numbers }),
    judge: ({ norm, a, b }) => ({
      passed:
        Math.abs(norm - 50) < 1e-3 && farthest([...a, ...b], [3, 0, 4]) < 1e-5 && a.length === 1,
      measured: `length ${norm}; a ${short(a)}; b ${short(b)}`,
      wanted: "length 50; a 3; b 0, 4, for a = (30), b = (0, 40) and a limit of 5",
    }),
  }),
  defineCheck({
    task: "clip",
    name: "below the limit, and 0",
    visible: true,
    uses: ["clipGradients"],
    inputs: () => ({ limit: 6 }),
    probe: ({ clipGradients }, { tf }, { limit }) => {
      const below = clipGradients({ a: tf.tensor1d([3, -4]) }, limit);
      const nothing = clipGradients({ a: tf.zeros([2]) }, limit);
      return [
        below.norm,
        ...below.clipped.a.dataSync(),
        nothing.norm,
        ...nothing.clipped.a.dataSync(),
      ];
    },
    returns: numbers,
    judge: (found) => ({
      passed: found.length === 6 && farthest(found, [5, 3, -4, 0, 0, 0]) < 1e-5,
      measured: `length and numbers ${found.slice(0, 3).join(", ")}; of zeros ${found.slice(3).join(", ")}`,
      wanted: "5, 3, -4 (as they came); of zeros 0, 0, 0",
    }),
  }),
  defineCheck({
    task: "clip",
    name: "huge gradients",
    visible: true,
    hint: "These are finite numbers, but their squares are not, in float32. Sum the squares in plain numbers.",
    uses: ["clipGradients"],
    inputs: () => ({ limit: 5 }),
    shows: () => "a = (3e30, 4e30), limit = 5",
    probe: ({ clipGradients }, { tf }, { limit }) => [
      ...clipGradients({ a: tf.tensor1d([3e30, 4e30]) }, limit).clipped.a.dataSync(),
    ],
    returns: numbers,
    judge: (found) => ({
      passed: found.length === 2 && farthest(found, [3, 4]) < 1e-4,
      measured: `a ${short(found)}`,
      wanted: "a 3, 4, since the length 5e30 is a finite number",
    }),
  }),
  defineCheck({
    task: "clip",
    name: "random gradients stay as they are",
    visible: false,
    uses: ["clipGradients"],
    inputs: (random) => ({
      first: random.normals(12, 0, 2),
      second: random.normals(5, 0, 0.1),
      limit: random.uniforms(1, 0.05, 3)[0],
    }),
    probe: ({ clipGradients }, { tf }, { first, second, limit }) => {
      const gradients = {
        "g/1/weights": tf.tensor2d(first, [3, 4]),
        "g/1/biases": tf.tensor1d(second),
      };
      const { norm, clipped } = clipGradients(gradients, limit);
      const numbersIn = (of: Record<string, { dataSync: () => ArrayLike<number> }>) =>
        ["g/1/weights", "g/1/biases"].flatMap((name) => Array.from(of[name].dataSync()));
      return {
        norm,
        clipped: numbersIn(clipped),
        shape: String(clipped["g/1/weights"].shape),
        left: numbersIn(gradients),
      };
    },
    returns: z.object({ norm: number, clipped: numbers, shape: z.string(), left: numbers }),
    judge: ({ norm, clipped, shape, left }, { first, second, limit }) => {
      const all = [...first, ...second];
      const length = Math.sqrt(dot(all, all));
      const wanted = scaled(all, limit / length);
      return {
        passed:
          Math.abs(norm / length - 1) < 1e-5 &&
          clipped.length === all.length &&
          farthest(clipped, wanted) < 1e-5 &&
          shape === "3,4" &&
          farthest(left, all) === 0,
        measured: `length ${norm.toPrecision(5)}; ${short(clipped)}; those that came in: ${short(left)}`,
        wanted: `length ${length.toPrecision(5)}; ${short(wanted)}; those that came in: ${short(all)}`,
      };
    },
  }),
  defineCheck({
    task: "clip",
    name: "huge, and not finite",
    visible: false,
    uses: ["clipGradients"],
    inputs: (random) => ({ size: random.uniforms(1, 1, 9)[0] * 1e24 }),
    probe: ({ clipGradients }, { tf }, { size }) =>
      [
        [3 * size, 4 * size],
        [NaN, 1],
        [Infinity, 1],
        [-Infinity, Infinity],
      ].map(([a, b]) => {
        const { norm, clipped } = clipGradients({ a: tf.tensor1d([a]), b: tf.tensor1d([b]) }, 2);
        return [norm, clipped.a.dataSync()[0], clipped.b.dataSync()[0]];
      }),
    returns: z.array(numbers.length(3)).length(4),
    judge: (found, { size }) => {
      const [[norm, a, b], ...broken] = found;
      return {
        passed:
          Math.abs(norm / size - 5) < 1e-4 &&
          farthest([a, b], [1.2, 1.6]) < 1e-4 &&
          broken.every(
            ([length, ...rest]) => !Number.isFinite(length) && rest.every((each) => each === 0),
          ),
        measured: `huge: ${short(found[0])}; with NaN or Infinity: ${broken.map((each) => each.join(", ")).join("; ")}`,
        wanted: `huge: ${short([5 * size, 1.2, 1.6])}; with NaN or Infinity: a length that is not finite, and zeros`,
      };
    },
  }),

  // 6 · spectral --------------------------------------------------------------------------------------------------
  defineCheck({
    task: "spectral",
    name: "one round",
    visible: true,
    uses: ["spectralWeights"],
    inputs: () => ({ weights: Float32Array.of(4, 0, 0, 3, 0, 0), u: Float32Array.of(0.6, 0.8) }),
    probe: ({ spectralWeights }, { tf }, { weights, u }) =>
      tf.tidy(() => {
        const state = tf.variable(tf.tensor2d(u, [1, 2]), false);
        const result = spectralWeights(tf.tensor2d(weights, [3, 2]), state);
        const answer = { values: [...result.dataSync()], u: [...state.dataSync()] };
        state.dispose();
        return answer;
      }),
    returns: z.object({ values: numbers, u: numbers }),
    judge: ({ values, u }) => ({
      passed:
        values.length === 6 &&
        farthest(values, [1.131371, 0, 0, 0.848528, 0, 0]) < 1e-3 &&
        u.length === 2 &&
        farthest(u, [0.8, 0.6]) < 1e-3,
      measured: `weights ${short(values)}; u ${short(u)}`,
      wanted:
        "weights 1.131, 0, 0, 0.8485, 0, 0; u 0.8, 0.6, for the rows (4, 0), (0, 3), (0, 0) and u = (0.6, 0.8): " +
        "σ is 5/√2 after one round",
    }),
  }),
  defineCheck({
    task: "spectral",
    name: "the gradient of the sum of the result",
    visible: true,
    hint: "σ depends on the weights, so the gradient passes through it as well: compute it from the weights, and detach the two directions alone.",
    uses: ["spectralWeights"],
    inputs: () => ({ weights: Float32Array.of(4, 0, 0, 3, 0, 0), u: Float32Array.of(0.6, 0.8) }),
    probe: ({ spectralWeights }, { tf }, { weights, u }) =>
      tf.tidy(() => {
        const state = tf.variable(tf.tensor2d(u, [1, 2]), false);
        const total = (w: unknown) => tf.sum(spectralWeights(w, state));
        const gradient = [
          ...tf
            .grad(total)(tf.tensor2d(weights, [3, 2]))
            .dataSync(),
        ];
        state.dispose();
        return gradient;
      }),
    returns: numbers,
    judge: (found) => ({
      passed:
        found.length === 6 &&
        farthest(found, [-0.033941, 0.045255, -0.033941, 0.045255, 0.282843, 0.282843]) < 1e-3,
      measured: short(found),
      wanted: "-0.03394, 0.04525, -0.03394, 0.04525, 0.2828, 0.2828",
    }),
  }),
  defineCheck({
    task: "spectral",
    name: "many uses",
    visible: false,
    uses: ["spectralWeights"],
    inputs: (random) => {
      const [a, b, noise] = [random.normals(3), random.normals(7), random.normals(21)];
      const weights = noise.map((each, at) => each + 2 * a[Math.floor(at / 7)] * b[at % 7]);
      return { weights, u: random.normals(7) };
    },
    probe: ({ spectralWeights }, { tf }, { weights, u }) =>
      tf.tidy(() => {
        const state = tf.variable(tf.tensor2d(u, [1, 7]), false);
        const matrix = tf.tensor2d(weights, [3, 7]);
        let values: number[] = [];
        for (let use = 0; use < 80; use++) {
          values = [...tf.tidy(() => spectralWeights(matrix, state)).dataSync()];
        }
        const answer = { values, left: [...matrix.dataSync()] };
        state.dispose();
        return answer;
      }),
    returns: z.object({ values: numbers.length(21), left: numbers.length(21) }),
    judge: ({ values, left }, { weights }) => {
      const largest = (matrix: Matrix) => {
        let at = powerRound(
          matrix,
          Array.from({ length: 7 }, (_, i) => Math.sin(i + 1)),
        );
        for (let round = 0; round < 2000; round++) at = powerRound(matrix, at.u);
        return at.sigma;
      };
      const wanted = scaled([...weights], 1 / largest(rowsOf(weights, 7)));
      return {
        passed: farthest(values, wanted) < 2e-3 && farthest(left, weights) === 0,
        measured: `${short(values)} after 80 uses`,
        wanted: `${short(wanted)}, a spectral norm of 1`,
      };
    },
  }),
  defineCheck({
    task: "spectral",
    name: "the gradient",
    visible: false,
    uses: ["spectralWeights"],
    inputs: (random) => ({
      weights: random.normals(5 * 3),
      u: random.normals(3),
      factors: random.normals(5 * 3),
    }),
    probe: ({ spectralWeights }, { tf }, { weights, u, factors }) => {
      const state = tf.variable(tf.tensor2d(u, [1, 3]), false);
      const variable = tf.variable(tf.tensor2d(weights, [5, 3]));
      const given = tf.tensor2d(factors, [5, 3]);
      const loss = () =>
        tf.sum(tf.mul(spectralWeights(variable as never, state), given)).asScalar();
      try {
        return tf.tidy(() => [
          ...tf.variableGrads(loss, [variable]).grads[variable.name].dataSync(),
        ]);
      } catch (error) {
        if (/not implemented/i.test(String(error))) throw error;
        return String(error).slice(0, 160);
      } finally {
        tf.dispose([state, variable, given]);
      }
    },
    returns: z.union([numbers, z.string()]),
    judge: (found, { weights, u, factors }) => {
      const after = powerRound(rowsOf(weights, 3), [...u]);
      const along = dot(factors, weights) / after.sigma;
      const wanted = Array.from(
        factors,
        (each, at) => (each - along * after.v[Math.floor(at / 3)] * after.u[at % 3]) / after.sigma,
      );
      return {
        passed: typeof found !== "string" && found.length === 15 && farthest(found, wanted) < 2e-3,
        measured: typeof found === "string" ? `no gradient: ${found}` : `gradient ${short(found)}`,
        wanted: `${short(wanted)}: σ depends on the weights, u and v are constants`,
      };
    },
  }),

  // 7 · trust -----------------------------------------------------------------------------------------------------
  defineCheck({
    task: "trust",
    name: "a right gradient and a wrong one",
    visible: true,
    uses: ["slopeAlong"],
    inputs: () => ({ start: Float32Array.of(1, 2, 3, -1, -2, 0.5), seed: 1 }),
    probe: ({ slopeAlong }, { tf, seeded }, { start, seed }) => {
      const variable = tf.variable(tf.tensor2d(start, [2, 3]));
      const loss = () => tf.tidy(() => tf.sum(tf.square(variable)).asScalar());
      const right = tf.mul(variable, 2);
      const answers = [right, tf.mul(right, 1.5)].map((gradient) => {
        const { measured, claimed } = slopeAlong(loss, variable, gradient, 0.01, seeded(seed));
        return [measured, claimed];
      });
      variable.dispose();
      return answers;
    },
    returns: z.array(numbers.length(2)).length(2),
    judge: ([right, wrong]) => {
      const along = -2.10869; // the gradient 2, 4, 6, -2, -4, 1 along the direction that the seed 1 gives
      return {
        passed: [right[0], right[1], wrong[0], wrong[1] / 1.5].every(
          (each) => Math.abs(each - along) < 2e-3 * Math.abs(along) + 2e-3,
        ),
        measured: `right gradient: measured ${right[0].toFixed(3)}, claimed ${right[1].toFixed(3)}; one that is half too long: ${wrong[0].toFixed(3)}, ${wrong[1].toFixed(3)}`,
        wanted: `${along.toFixed(3)}, ${along.toFixed(3)}; ${along.toFixed(3)}, ${(1.5 * along).toFixed(3)}`,
      };
    },
  }),
  defineCheck({
    task: "trust",
    name: "a curved loss",
    visible: false,
    uses: ["slopeAlong"],
    inputs: (random) => ({
      start: random.uniforms(12, 0.5, 1.5),
      curve: random.uniforms(12, 1, 3),
      gradient: random.normals(12, 0, 3),
      step: random.uniforms(1, 0.3, 0.6)[0],
      seed: random.integers(1, 1e6)[0],
    }),
    probe: ({ slopeAlong }, { tf, seeded }, { start, curve, gradient, step, seed }) => {
      const variable = tf.variable(tf.tensor2d(start, [3, 4]));
      const factors = tf.tensor2d(curve, [3, 4]);
      const loss = () => tf.tidy(() => tf.sum(tf.mul(factors, tf.pow(variable, 3))).asScalar());
      const { measured, claimed } = slopeAlong(
        loss,
        variable,
        tf.tensor2d(gradient, [3, 4]),
        step,
        seeded(seed),
      );
      const left = [...variable.dataSync()];
      tf.dispose([variable, factors]);
      return { measured, claimed, left };
    },
    returns: z.object({ measured: number, claimed: number, left: numbers }),
    judge: ({ measured, claimed, left }, { start, curve, gradient, step, seed }, { seeded }) => {
      const direction = upright([[...seeded(seed).normals(12)]])[0];
      const at = (distance: number) =>
        direction.reduce((sum, r, i) => sum + curve[i] * (start[i] + distance * r) ** 3, 0);
      const slope = (at(step) - at(-step)) / 2 / step;
      const wanted = dot(gradient, direction);
      return {
        passed:
          Math.abs(measured - slope) < 1e-3 * Math.max(1, Math.abs(slope)) &&
          Math.abs(claimed - wanted) < 1e-3 * Math.max(1, Math.abs(wanted)) &&
          left.length === 12 &&
          farthest(left, start) === 0,
        measured: `measured ${measured.toFixed(4)}, claimed ${claimed.toFixed(4)}, the variable then ${short(left)}`,
        wanted: `${slope.toFixed(4)} and ${wanted.toFixed(4)} along the first numbers of the stream, with a step of ${step.toFixed(2)}; the variable ${short(start)}`,
      };
    },
  }),

  // 8 · penalty ---------------------------------------------------------------------------------------------------
  defineCheck({
    task: "penalty",
    name: "a linear critic",
    visible: true,
    hint: "The length is the root of the sum of squares over all axes but the first; the penalty is the mean of (length - 1)².",
    uses: ["slopePenalty"],
    inputs: (random) => ({ real: random.normals(8 * 2), fake: random.normals(8 * 2) }),
    probe: ({ slopePenalty }, { tf, seeded }, { real, fake }) =>
      tf.tidy(() => {
        const critic = (x: unknown) => tf.matMul(x as never, tf.tensor2d([[3], [4]]));
        return slopePenalty(
          critic,
          tf.tensor2d(real, [8, 2]),
          tf.tensor2d(fake, [8, 2]),
          seeded(1),
        ).penalty.dataSync()[0];
      }),
    returns: number,
    judge: (found) => ({
      passed: Math.abs(found - 16) < 1e-3,
      measured: found.toFixed(4),
      wanted: "16 = (5 - 1)² for the critic 3 x₁ + 4 x₂, whose slope has length 5",
    }),
  }),
  defineCheck({
    task: "penalty",
    name: "each example has its own slope",
    visible: true,
    hint: "Every example has one slope and one length; the mean is taken last, over the examples.",
    uses: ["slopePenalty"],
    inputs: () => ({
      points: [
        [0, 2],
        [6, 8],
        [3, 0],
      ],
    }),
    probe: ({ slopePenalty }, { tf, seeded }, { points }) =>
      tf.tidy(() => {
        const critic = (x: unknown) => tf.mul(tf.sum(tf.square(x as never), 1, true), 0.5);
        const x = tf.tensor2d(points);
        const { penalty, norms } = slopePenalty(critic, x, x, seeded(1));
        return [penalty.dataSync()[0], ...norms.dataSync()];
      }),
    returns: numbers.min(1),
    judge: (found) => ({
      passed: found.length === 4 && farthest(found, [86 / 3, 2, 10, 3]) < 1e-4,
      measured: `penalty ${found[0].toFixed(4)}, lengths ${found.slice(1).join(", ")}`,
      wanted: "28.6667 = (1² + 9² + 2²) / 3, lengths 2, 10, 3",
    }),
  }),
  defineCheck({
    task: "penalty",
    name: "the gradient by the weights of a linear critic",
    visible: true,
    hint: "Training needs the penalty's gradient by the weights. What was read out to plain numbers, or detached, has none.",
    uses: ["slopePenalty"],
    inputs: () => ({
      points: [
        [1, 2],
        [0, 1],
      ],
    }),
    shows: () => "the critic w₁ x₁ + w₂ x₂ at w = (3, 4), real = fake = [[1, 2], [0, 1]]",
    probe: ({ slopePenalty }, { tf, seeded }, { points }) =>
      tf.tidy(() => {
        const x = tf.tensor2d(points);
        const penalty = (w: unknown) => {
          const critic = (at: unknown) => tf.matMul(at as never, tf.reshape(w as never, [2, 1]));
          return tf.sum(slopePenalty(critic, x, x, seeded(1)).penalty);
        };
        return [
          ...tf
            .grad(penalty)(tf.tensor1d([3, 4]))
            .dataSync(),
        ];
      }),
    returns: numbers,
    judge: (found) => ({
      passed: found.length === 2 && farthest(found, [4.8, 6.4]) < 1e-3,
      measured: short(found),
      wanted: "4.8, 6.4 = 2 (5 - 1) w / 5",
    }),
  }),
  defineCheck({
    task: "penalty",
    name: "the points between",
    visible: false,
    uses: ["slopePenalty"],
    inputs: (random) => ({
      real: random.uniforms(256 * 3, 0, 1),
      fake: random.uniforms(256 * 3, 3, 4),
      seed: random.integers(1, 1e6)[0],
    }),
    probe: ({ slopePenalty }, { tf, seeded }, { real, fake, seed }) => {
      const seen: Float32Array[] = [];
      const values = [0, 1].map(() =>
        tf.tidy(() => {
          const critic = (x: unknown) => {
            const points = x as { dataSync: () => Float32Array };
            seen.push(Float32Array.from(points.dataSync()));
            return tf.sum(tf.square(points as never), 1, true);
          };
          const [a, b] = [real, fake].map((each) => tf.tensor2d(each, [256, 3]));
          return slopePenalty(critic, a, b, seeded(seed)).penalty.dataSync()[0];
        }),
      );
      return { first: seen[0], last: seen[seen.length - 1], values };
    },
    returns: z.object({
      first: z
        .instanceof(Float32Array)
        .refine(({ length }) => length === 768, "wanted (256, 3) points"),
      last: z
        .instanceof(Float32Array)
        .refine(({ length }) => length === 768, "wanted (256, 3) points"),
      values: numbers.length(2),
    }),
    judge: ({ first, last, values }, { real, fake }) => {
      const shares = rowsOf(
        Array.from(first, (each, at) => (each - fake[at]) / (real[at] - fake[at])),
        3,
      );
      const spread = Math.max(...shares.map((row) => Math.max(...row) - Math.min(...row)));
      const epsilons = shares.map(([each]) => each);
      const [least, most] = [Math.min(...epsilons), Math.max(...epsilons)];
      const wanted = mean(rowsOf(first, 3).map((x) => (2 * Math.sqrt(dot(x, x)) - 1) ** 2));
      return {
        passed:
          spread < 1e-3 &&
          least > -1e-4 &&
          least < 0.1 &&
          most > 0.9 &&
          most < 1.0001 &&
          Math.abs(mean(epsilons) - 0.5) < 0.1 &&
          farthest(last, first) === 0 &&
          Math.abs(values[0] / wanted - 1) < 1e-3,
        measured: `ε from ${least.toFixed(2)} to ${most.toFixed(2)}, differing by up to ${spread.toFixed(2)} within an example; penalty ${values[0].toFixed(3)}`,
        wanted: `256 different ε over all of 0 to 1, one for each example, the same ones for the same stream; penalty ${wanted.toFixed(3)}`,
      };
    },
  }),
  defineCheck({
    task: "penalty",
    name: "the gradient by the critic's weights",
    visible: false,
    uses: ["slopePenalty"],
    inputs: (random) => ({
      first: random.normals(3 * 4, 0, 0.8),
      second: random.normals(4, 0, 1.5),
      points: random.normals(6 * 3),
    }),
    probe: ({ slopePenalty }, { tf, seeded }, { first, second, points }) => {
      const a = tf.variable(tf.tensor2d(first, [3, 4]));
      const w = tf.variable(tf.tensor2d(second, [4, 1]));
      const x = tf.tensor2d(points, [6, 3]);
      const critic = (at: unknown) =>
        tf.matMul(tf.tanh(tf.matMul(at as never, a as never)), w as never);
      try {
        return tf.tidy(() => {
          const { grads } = tf.variableGrads(
            () => slopePenalty(critic, x, x, seeded(1)).penalty,
            [a, w],
          );
          return [...grads[a.name].dataSync(), ...grads[w.name].dataSync()];
        });
      } catch (error) {
        if (/not implemented/i.test(String(error))) throw error;
        return String(error).slice(0, 160);
      } finally {
        tf.dispose([a, w, x]);
      }
    },
    returns: z.union([numbers, z.string()]),
    judge: (found, { first, second, points }) => {
      const wanted = tanhPenaltyGradient(rowsOf(first, 4), [...second], rowsOf(points, 3));
      return {
        passed: typeof found !== "string" && found.length === 16 && farthest(found, wanted) < 2e-3,
        measured: typeof found === "string" ? `no gradient: ${found}` : short(found),
        wanted: `${short(wanted)}, measured by central differences of the penalty`,
      };
    },
  }),
  defineCheck({
    task: "penalty",
    name: "pictures, one example, and a flat critic",
    visible: false,
    uses: ["slopePenalty"],
    inputs: (random) => ({ pictures: random.normals(5 * 24), factors: random.normals(24) }),
    probe: ({ slopePenalty }, { tf, seeded }, { pictures, factors }) =>
      tf.tidy(() => {
        const x = tf.tensor4d(pictures, [5, 4, 3, 2]);
        const given = tf.tensor(factors, [1, 4, 3, 2]);
        const bowl = (at: unknown) =>
          tf.reshape(tf.sum(tf.mul(tf.square(at as never), given), [1, 2, 3]), [-1, 1]);
        const plane = (at: unknown) =>
          tf.reshape(tf.sum(tf.mul(at as never, given), [1, 2, 3]), [-1, 1]);
        const one = tf.slice(x, 0, 1);
        const height = tf.variable(tf.scalar(-1000));
        const flat = (at: unknown) =>
          tf.mul(tf.relu(tf.add(tf.sum(at as never, [1, 2, 3]), height)), tf.square(height));
        const { value, grads } = tf.variableGrads(
          () =>
            slopePenalty((at: unknown) => tf.reshape(flat(at), [-1, 1]), x, x, seeded(1)).penalty,
          [height],
        );
        const answer = [
          slopePenalty(bowl, x, x, seeded(1)).penalty.dataSync()[0],
          slopePenalty(plane, one, one, seeded(1)).penalty.dataSync()[0],
          value.dataSync()[0],
          grads[height.name].dataSync()[0],
        ];
        height.dispose();
        return answer;
      }),
    returns: numbers.length(4),
    judge: (found, { pictures, factors }) => {
      const bowl = rowsOf(pictures, 24).map((x) => {
        const slope = x.map((each, k) => 2 * factors[k] * each);
        return (Math.sqrt(dot(slope, slope)) - 1) ** 2;
      });
      const wanted = [mean(bowl), (Math.sqrt(dot(factors, factors)) - 1) ** 2, 1, 0];
      return {
        passed: found.every(
          (each, i) => Math.abs(each - wanted[i]) < 1e-3 * Math.max(1, wanted[i]),
        ),
        measured: short(found),
        wanted: `${short(wanted)}: five pictures, one picture, a critic without a slope, and the gradient there`,
      };
    },
  }),

  // 9 · make it work ----------------------------------------------------------------------------------------------
  defineCheck({
    task: "make-it-work",
    name: "clouds on a plane",
    visible: true,
    uses: ["workingRecipe"],
    inputs: (random) => hiddenClouds(random),
    probe: ({ workingRecipe }) => workingRecipe(),
    returns: workRecipe,
    judge: (recipe, inputs, library) => workVerdict(recipe, inputs, library),
  }),
  defineCheck({
    task: "make-it-work",
    name: "other clouds",
    visible: false,
    uses: ["workingRecipe"],
    inputs: (random) => hiddenClouds(random),
    probe: ({ workingRecipe }) => workingRecipe(),
    returns: workRecipe,
    judge: (recipe, inputs, library) => workVerdict(recipe, inputs, library),
  }),
];
