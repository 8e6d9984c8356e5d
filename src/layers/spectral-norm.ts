import * as tf from "@tensorflow/tfjs";
import { seeded, type Random } from "../random";
import { constant } from "../runtime/gradients/tape";
import { expectInteger, expectShape, shapeText } from "../shape";
import { namedState, type ApplyContext } from "./layer";

// The spectral norm σ(W) is the largest factor by which x W is longer than x: W's largest singular value. It is
// reached along one direction v of the inputs, which W turns into the direction u of the outputs. Both of
// length 1, they satisfy
//
//     v = u Wᵀ / ‖u Wᵀ‖,      u = v W / ‖v W‖,      σ = v W uᵀ.
//
// Going round the first two is power iteration: each round divides the error of u and v by (σ₁/σ₂)². A step of
// training moves W by a little, so u and v, kept from the step before, need one round only.
const roundsAtStart = 15;

/** Weights that are read through their spectral norm. */
export interface SpectralWeights {
  /** u (1, outputs) and v (1, inputs). */
  readonly states: readonly tf.Variable[];
  /** The weights divided by σ. In training, one round of power iteration first. */
  readonly value: (context?: ApplyContext) => tf.Tensor;
}

const normalised = new WeakSet<tf.Variable>();

/** Whether these are weights that are read through their spectral norm. */
export function isSpectral(weights: tf.Variable): boolean {
  return normalised.has(weights);
}

/** Options of {@link spectralWeights}. */
export interface SpectralWeightsOptions {
  /** Begins the names of its two states, u and v. */
  readonly name: string;
  /** The last axis counts as the matrix's columns, all others together as its rows. */
  readonly weights: tf.Variable;
  /** Where the first u comes from. */
  readonly random: Random;
}

/**
 * Spectral normalisation, W / σ(W), by one round of power iteration for each application in training (Miyato
 * et al. 2018, algorithm 1). A dense layer with such weights stretches no difference of two inputs: it is
 * 1-Lipschitz, and with ReLU, leaky ReLU or tanh between, so is the whole critic.
 *
 * For the gradient u and v are constants, σ = v W uᵀ is not: ∂σ/∂W = vᵀ u, exact where both have converged.
 * Making W longer changes nothing, so the gradient along W is 0. Without training, u and v stay as they are.
 * They start after 15 rounds.
 *
 * A convolution's filter (height, width, inputs, outputs) counts as a matrix of height · width · inputs rows.
 * Its σ is not the norm of the convolution itself, which lies below √(height · width) σ.
 *
 * @throws TypeError for a variable of fewer than two axes
 * @example
 * ```ts
 * import { namedVariable, seeded, spectralWeights, tf } from "gan-clinic";
 * const weights = namedVariable(tf.tensor([[3, 0], [0, 4]]), "example/weights");
 * const spectral = spectralWeights({ name: "example", weights, random: seeded(1) });
 * const [[first]] = spectral.value().arraySync() as number[][];
 * assert.ok(Math.abs(first - 3 / 4) < 1e-3); // the largest singular value is 4
 * ```
 */
export function spectralWeights({
  name,
  weights,
  random,
}: SpectralWeightsOptions): SpectralWeights {
  if (weights.rank < 2) {
    throw new TypeError(
      `spectralWeights ${weights.name}: wanted a matrix or a filter, found shape ${shapeText(weights.shape)}`,
    );
  }
  normalised.add(weights);
  const columns = weights.shape.at(-1)!;
  const matrixOf = () => tf.reshape<tf.Rank.R2>(weights, [-1, columns]); // (inputs, outputs)
  const [first, second] = tf.tidy(() => {
    const start = random.stream(`${name}/u`).normal([1, columns]);
    return converged(start, matrixOf(), roundsAtStart);
  });
  const u = namedState(first, `${name}/u`); // (1, outputs)
  const v = namedState(second, `${name}/v`); // (1, inputs)
  return {
    states: [u, v],
    value: (context) =>
      tf.tidy(() => {
        const matrix = matrixOf();
        let [left, right]: [tf.Tensor, tf.Tensor] = [v, u];
        if (context?.training) {
          left = constant(() => towardsInput(u, matrix));
          right = constant(() => towardsOutput(left, matrix));
          u.assign(right);
          v.assign(left);
        }
        const sigma = tf.sum(tf.mul(tf.matMul(left as tf.Tensor2D, matrix), right));
        return tf.div(weights, tf.add(sigma, 1e-12)); // weights that are all 0 stay 0
      }),
  };
}

/**
 * The largest singular value of a matrix, by power iteration from a fixed vector of normal numbers. After k
 * rounds the error is of the order (σ₂/σ₁)^4k: large only where the two largest are close, and then they are
 * close.
 *
 * @param matrix (rows, columns)
 * @throws TypeError for a tensor that is no matrix
 * @throws RangeError for iterations below 1
 * @example
 * ```ts
 * import { spectralNormOf, tf } from "gan-clinic";
 * // the columns are at right angles, of length 5 and 10
 * const matrix = tf.tensor2d([[3, -8], [4, 6]]);
 * assert.ok(Math.abs(spectralNormOf(matrix) - 10) < 1e-5);
 * ```
 */
export function spectralNormOf(matrix: tf.Tensor, iterations = 50): number {
  expectShape(matrix, [null, null], "spectralNormOf matrix");
  expectInteger(iterations, "spectralNormOf iterations", { atLeast: 1 });
  const sigma = tf.tidy(() => {
    const start = seeded(0).normal([1, matrix.shape[1]!]);
    const [u, v] = converged(start, matrix as tf.Tensor2D, iterations);
    return tf.sum(tf.mul(tf.matMul(v as tf.Tensor2D, matrix as tf.Tensor2D), u));
  });
  const [value] = sigma.dataSync();
  sigma.dispose();
  return value;
}

/** u and v after some rounds of power iteration. */
function converged(start: tf.Tensor, matrix: tf.Tensor2D, rounds: number): [tf.Tensor, tf.Tensor] {
  let u = start;
  let v = towardsInput(u, matrix);
  for (let i = 0; i < rounds; i++) {
    v = towardsInput(u, matrix);
    u = towardsOutput(v, matrix);
  }
  return [u, v];
}

/** v = u Wᵀ, of length 1: (1, inputs). */
function towardsInput(u: tf.Tensor, matrix: tf.Tensor2D): tf.Tensor {
  return unit(tf.matMul(u, matrix, false, true));
}

/** u = v W, of length 1: (1, outputs). */
function towardsOutput(v: tf.Tensor, matrix: tf.Tensor2D): tf.Tensor {
  return unit(tf.matMul(v, matrix));
}

function unit(vector: tf.Tensor): tf.Tensor {
  return tf.mul(vector, tf.rsqrt(tf.add(tf.sum(tf.square(vector)), 1e-12)));
}
