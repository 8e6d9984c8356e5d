import * as tf from "@tensorflow/tfjs";
import { seeded } from "../random";
import { expectInteger } from "../shape";
import { functionsOf, type Functions } from "./gradcheck-functions";
import { inFloat64 } from "./gradcheck-float64";

// A gradient g of F is checked along directions v: g·v against (F(x + hv) - F(x - hv)) / 2h, which is wrong
// by h²/6 F''' (truncation) and by ε |F| / h (rounding). F is computed in float64 (gradcheck-float64.ts), so
// ε = 2^-52, and the two are of one size at h = ε^(1/3) = 6e-6: 4e-11 times what F and F''' are. (In float32
// h would have to be 5e-3, and a unit in two hundred would cross the kink of its ReLU on the way; at 6e-6 it
// is one in a hundred thousand, and the points are the caller's, so a check that passes once passes always.
// An entry that is off is tried once more with h / 16: a kink further away than that is then out of reach.)
const machineEpsilon = 2 ** -52;
const h = Math.cbrt(machineEpsilon);

// Tolerance: `relative` of the largest entry of the gradient, and the rounding of F, 64 ε Σ|terms of F| / h.
// float64: F''' may be 1,000 times F': 10³ h². float32: an entry is a chain of sums; each rounding adds up
// to half a unit in the last place (2^-24) of the largest term, and 256 of them on top of each other are
// allowed. Over all rows of test/contracts/gradient-ops.ts, the largest error found was 2 % of the tolerance in
// float32 and 3 % in float64; the smallest fault of TensorFlow.js's own second gradients is 6,000 times it.
const relative = { float64: 1e3 * h * h, float32: 256 * 2 ** -24 };

/** Options of {@link gradcheck}. */
export interface GradcheckOptions {
  /** 1: the gradient. 2: also the gradient of a gradient. 1 when left out. */
  readonly order?: 1 | 2;
  /** Variables that the function reads: gradients for them are checked too. */
  readonly variables?: readonly tf.Variable[];
  /** What the gradients under test are computed in: the running engine's float32, or float64. */
  readonly precision?: "float32" | "float64";
  /** At most so many entries of each input are checked by themselves; 16 when left out. */
  readonly entries?: number;
  /** Random directions through all inputs at once; 3 when left out. */
  readonly directions?: number;
  /** Of the directions, and of which entries are taken. */
  readonly seed?: number;
}

/** One derivative, from TensorFlow.js (`analytic`) and from differences (`numeric`). */
export interface GradcheckEntry {
  /** 1 for a gradient, 2 for a gradient of a gradient. */
  readonly order: 1 | 2;
  /** `input 0`, a variable's name, or `random direction 0`. */
  readonly input: string;
  /** Where in the input; empty for a scalar and for a random direction. */
  readonly index: readonly number[];
  /** The derivative as TensorFlow.js gives it. */
  readonly analytic: number;
  /** The derivative from central differences. */
  readonly numeric: number;
  /** |analytic - numeric|. */
  readonly error: number;
  /** The largest error that passes, in the unit of the derivative. */
  readonly tolerance: number;
}

/** What {@link gradcheck} found. */
export interface GradcheckReport {
  /** Every error is at most its tolerance, and every number is finite. */
  readonly passed: boolean;
  /** How many derivatives were compared. */
  readonly checked: number;
  /** The derivative with the largest error for its tolerance. */
  readonly worst: GradcheckEntry;
}

/**
 * Checks gradients against central differences. `fn` may return a tensor of any shape: the sum of its
 * numbers times fixed random weights is differentiated. Order 2 differentiates the first gradient times a
 * fixed random direction, and compares with differences of that gradient, which was checked before.
 *
 * The differences are taken in float64, on the plain cpu engine. The gradients themselves are those of the
 * running engine, or of float64 too: then the tolerance is about 4e-8 instead of 1.5e-5.
 *
 * (And the engine need not have the kernels: the wasm engine has no filter gradient of a convolution.)
 *
 * At a kink (ReLU at 0) there is no derivative: choose inputs away from it, such as random ones.
 *
 * @param fn gives the same result for the same inputs; it does not draw random numbers or change variables
 * @param inputs one tensor or several, float32, of any shape
 * @throws TypeError for inputs that are not float32
 * @throws Error when `fn` gives two results for the same inputs, or keeps tensors
 * @example
 * ```ts
 * import { gradcheck, seeded, tf } from "gan-clinic";
 * const x = seeded(1).normal([4, 3]);
 * assert.ok(gradcheck((x) => tf.tanh(x), x, { order: 2 }).passed);
 * const wrong = tf.customGrad((x) => ({ value: tf.square(x as tf.Tensor), gradFunc: (dy) => dy }));
 * assert.ok(!gradcheck((x) => wrong(x), x).passed);
 * ```
 */
export function gradcheck(
  fn: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor | readonly tf.Tensor[],
  options: GradcheckOptions = {},
): GradcheckReport {
  const { order = 1, variables = [], precision = "float32", seed = 1 } = options;
  const entries = expectInteger(options.entries ?? 16, "gradcheck entries", { atLeast: 0 });
  const directions = expectInteger(options.directions ?? 3, "gradcheck directions", { atLeast: 0 });
  if (entries + directions === 0) {
    throw new RangeError(
      "gradcheck: entries and directions are both 0, so nothing would be checked",
    );
  }
  const random = seeded(seed);
  const functions = functionsOf(fn, [inputs].flat(), variables, random.stream("weights"));
  const orders = order === 2 ? ([1, 2] as const) : ([1] as const);
  const inSingle = precision === "float32" ? orders.map((each) => functions.gradient(each)) : [];
  const rehearse = () => orders.map((each) => functions.gradient(each));
  const found = inFloat64(rehearse, () => {
    expectSame(functions);
    return orders.flatMap((each, i) => {
      const gradient = inSingle[i] ?? functions.gradient(each);
      const lines = linesOf(functions, gradient, { entries, directions, seed });
      return lines.map((line) => compare(functions, each, gradient, line, relative[precision]));
    });
  });
  const worst = found.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  return { passed: excess(worst) <= 1, checked: found.length, worst };
}

/** How far an error is beyond its tolerance; NaN and infinite numbers are infinitely far. */
function excess({ analytic, numeric, error, tolerance }: GradcheckEntry): number {
  if (!Number.isFinite(analytic) || !Number.isFinite(numeric)) return Infinity;
  const ratio = error === 0 ? 0 : error / tolerance;
  return Number.isNaN(ratio) ? Infinity : ratio;
}

function expectSame({ value, points }: Functions): void {
  const [first, second] = [value(1, points).sum, value(1, points).sum];
  if (!Object.is(first, second)) {
    throw new Error(
      `gradcheck: the function gives two results for the same inputs, ${first} and ${second}. Draw its ` +
        "random numbers before, so that they are constants to it",
    );
  }
}

/** A direction to check along: one number for each number of each input. */
interface Line {
  readonly input: string;
  readonly index: readonly number[];
  readonly direction: readonly Float64Array[];
  /** The size of what is summed up to the derivative along it. */
  readonly scale: number;
}

function linesOf(
  { points, names, shapes }: Functions,
  gradient: readonly Float64Array[],
  { entries, directions, seed }: { entries: number; directions: number; seed: number },
): Line[] {
  const random = seeded(seed);
  const zeros = () => points.map(({ length }) => new Float64Array(length));
  const single = points.flatMap(({ length }, i) => {
    const scale = gradient[i].reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    const order = [...random.stream(names[i]).shuffle(length)];
    const unfinite = gradient[i].findIndex((g) => !Number.isFinite(g));
    const chosen = [...(unfinite < 0 ? [] : [unfinite]), ...order.slice(0, entries)];
    return chosen.map((at) => {
      const direction = zeros();
      direction[i][at] = 1;
      return { input: names[i], index: indexOf(at, shapes[i]), direction, scale };
    });
  });
  const dense = Array.from({ length: directions }, (_, k) => {
    const stream = random.stream(`direction ${k}`);
    const direction = points.map(({ length }) => Float64Array.from(stream.normals(length)));
    const scale = sumOver(gradient, (g, i, j) => Math.abs(g * direction[i][j]));
    return { input: `random direction ${k}`, index: [], direction, scale };
  });
  return [...single, ...dense];
}

function compare(
  { points, value }: Functions,
  order: 1 | 2,
  gradient: readonly Float64Array[],
  { input, index, direction, scale }: Line,
  allowed: number,
): GradcheckEntry {
  // 0 · NaN is NaN: entries that the direction does not touch are left out
  const analytic = sumOver(gradient, (g, i, j) =>
    direction[i][j] === 0 ? 0 : g * direction[i][j],
  );
  const largest = sumOver(points, (x, i, j) => (direction[i][j] === 0 ? 0 : Math.abs(x)), Math.max);
  const at = (step: number): GradcheckEntry => {
    const moved = (by: number) => points.map((p, i) => p.map((x, j) => x + by * direction[i][j]));
    const [up, down] = [value(order, moved(step)), value(order, moved(-step))];
    const numeric = (up.sum - down.sum) / (2 * step);
    const rounding = (64 * machineEpsilon * Math.max(up.size, down.size)) / step;
    const error = Math.abs(analytic - numeric);
    const tolerance = allowed * scale + rounding;
    return { order, input, index, analytic, numeric, error, tolerance };
  };
  const first = at(h * Math.max(1, largest));
  return excess(first) <= 1 ? first : nearer(first, at((h * Math.max(1, largest)) / 16));
}

function nearer(a: GradcheckEntry, b: GradcheckEntry): GradcheckEntry {
  return excess(b) < excess(a) ? b : a;
}

function sumOver(
  arrays: readonly Float64Array[],
  term: (value: number, i: number, j: number) => number,
  join = (a: number, b: number) => a + b,
): number {
  return arrays.reduce(
    (all, values, i) => values.reduce((t, v, j) => join(t, term(v, i, j)), all),
    0,
  );
}

/** Where the number at a place of the flat array stands in its tensor. */
function indexOf(at: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const size of [...shape].reverse()) {
    index.unshift(at % size);
    at = Math.floor(at / size);
  }
  return index;
}
