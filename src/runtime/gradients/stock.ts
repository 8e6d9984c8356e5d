import * as tf from "@tensorflow/tfjs";
import { seeded, type Random } from "../../random";
import { inputGradient } from "./input-gradient";
import { withStockGradients } from "./install";
import { disposeTape, gradientsOf } from "./tape";

/** Options of {@link compareStockGradients}. */
export interface StockOptions {
  /** What stands between the critic's layers. */
  readonly activation: (x: tf.Tensor) => tf.Tensor;
  /** Of the weights and the points. */
  readonly seed?: number;
  /** Units in each of the two hidden layers; 32 when left out. */
  readonly width?: number;
  /** 64 when left out. */
  readonly batch?: number;
}

/** The gradient of WGAN-GP's penalty by the critic's weights, computed twice. */
export interface StockComparison {
  /** With the library's exact gradients; all numbers of all weights, one after the other. */
  readonly exact: Float32Array;
  /** With TensorFlow.js as it comes. Nothing when it throws. */
  readonly stock?: Float32Array;
  /** ‖stock - exact‖ / ‖exact‖ in percent; or that it throws. */
  readonly errorPercent: number | "throws";
  /** What it throws. */
  readonly why?: string;
}

/**
 * The gradient of WGAN-GP's penalty by the weights of a dense critic 2 - width - width - 1, with stock
 * TensorFlow.js and with the exact gradients of this library. The exact ones are in place again afterwards.
 *
 * @example
 * ```ts
 * import { compareStockGradients, tf } from "gan-clinic";
 * assert.equal(compareStockGradients({ activation: tf.relu }).errorPercent, 0);
 * assert.ok(compareStockGradients({ activation: tf.tanh }).errorPercent > 10);
 * assert.equal(compareStockGradients({ activation: tf.leakyRelu }).errorPercent, "throws");
 * ```
 */
export function compareStockGradients({
  activation,
  seed = 1,
  width = 32,
  batch = 64,
}: StockOptions): StockComparison {
  const random = seeded(seed);
  const gradient = () =>
    tf.tidy(() => weightGradient(activation, random, [2, width, width, 1], batch));
  const exact = gradient();
  try {
    const stock = withStockGradients(gradient);
    const difference = stock.map((value, i) => value - exact[i]);
    return { exact, stock, errorPercent: (100 * norm(difference)) / norm(exact) };
  } catch (error) {
    disposeTape();
    return {
      exact,
      errorPercent: "throws",
      why: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Of E[(‖∂s/∂x‖ - 1)²] at normal points, by all weights and biases. */
function weightGradient(
  activation: StockOptions["activation"],
  random: Random,
  sizes: readonly number[],
  batch: number,
): Float32Array {
  // normal weights that keep the size of a signal, and biases that keep the kinks away from 0
  const parameters = sizes
    .slice(1)
    .flatMap((outputs, i) => [
      tf.mul(random.stream(`weights ${i}`).normal([sizes[i], outputs]), 1.5 / Math.sqrt(sizes[i])),
      tf.mul(random.stream(`biases ${i}`).normal([outputs]), 0.5),
    ]);
  const x = random.stream("points").normal<tf.Rank.R2>([batch, sizes[0]]);
  const critic = (input: tf.Tensor, weights: readonly tf.Tensor[]) => {
    let h = input;
    for (let i = 0; i < weights.length; i += 2) {
      h = tf.add(tf.matMul(h as tf.Tensor2D, weights[i] as tf.Tensor2D), weights[i + 1]);
      if (i + 2 < weights.length) h = activation(h);
    }
    return h; // (batch, 1)
  };
  const penalty = (weights: readonly tf.Tensor[]) => {
    const slopes = inputGradient((input) => critic(input, weights), x); // (batch, 2)
    const norms = tf.sqrt(tf.add(tf.sum(tf.square(slopes), 1), 1e-12));
    return tf.mean(tf.square(tf.sub(norms, 1)));
  };
  const gradients = gradientsOf(() => penalty(parameters), parameters);
  return Float32Array.from(gradients.flatMap((g) => [...g.dataSync()]));
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
