import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectNumber, expectShape, shapeText } from "../shape";

/**
 * Makes the first weights. A shape is `[inputs, outputs]` for a dense layer and
 * `[height, width, inputs, outputs]` for a convolution.
 */
export type Initializer = (random: Random, shape: readonly number[]) => tf.Tensor;

/** First weights, by somebody's own initialiser too. */
export function firstWeights(
  init: Initializer,
  random: Random,
  shape: readonly number[],
  name: string,
): tf.Tensor {
  return expectShape(init(random, shape), shape, `what ${name}'s init gives`);
}

/** How many numbers flow into one output, and out of one input. */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length < 2) {
    throw new TypeError(
      `Initializer shape: wanted [inputs, outputs] or more axes, found ${shapeText(shape)}`,
    );
  }
  const field = shape.slice(0, -2).reduce((area, size) => area * size, 1);
  return { fanIn: field * shape.at(-2)!, fanOut: field * shape.at(-1)! };
}

/**
 * Xavier's: U(±a) with a = √(6 / (fanIn + fanOut)), so the variance is 2 / (fanIn + fanOut). It keeps
 * the size of a signal, forward and backward, through layers that are nearly linear, such as tanh
 * (Glorot and Bengio 2010, eq. 16).
 *
 * @throws TypeError for a shape of fewer than two axes
 * @example
 * ```ts
 * import { seeded, xavierUniform } from "gan-clinic";
 * const weights = xavierUniform(seeded(1), [100, 50]);
 * assert.ok(Math.abs(weights.square().mean().arraySync() as number - 2 / 150) < 0.001);
 * ```
 */
export function xavierUniform(random: Random, shape: readonly number[]): tf.Tensor {
  const { fanIn, fanOut } = fans(shape);
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return random.uniform([...shape], -bound, bound);
}

/**
 * He's: N(0, 2 / fanIn). The factor 2 makes up for the half of the signal that ReLU cuts off
 * (He et al. 2015, eq. 10).
 *
 * @throws TypeError for a shape of fewer than two axes
 * @example
 * ```ts
 * import { heNormal, seeded } from "gan-clinic";
 * const weights = heNormal(seeded(1), [100, 50]);
 * assert.ok(Math.abs(weights.square().mean().arraySync() as number - 2 / 100) < 0.002);
 * ```
 */
export function heNormal(random: Random, shape: readonly number[]): tf.Tensor {
  return normalInit(Math.sqrt(2 / fans(shape).fanIn))(random, shape);
}

/**
 * He's with a uniform distribution: U(±a), a = √(6 / fanIn), of the same variance 2 / fanIn as {@link heNormal}
 * (He et al. 2015, section 2.2, for the variance).
 *
 * @throws TypeError for a shape of fewer than two axes
 * @example
 * ```ts
 * import { heUniform, seeded } from "gan-clinic";
 * const weights = heUniform(seeded(1), [100, 50]);
 * assert.ok(Math.abs(weights.square().mean().arraySync() as number - 2 / 100) < 0.002);
 * ```
 */
export function heUniform(random: Random, shape: readonly number[]): tf.Tensor {
  const bound = Math.sqrt(6 / fans(shape).fanIn);
  return random.uniform([...shape], -bound, bound);
}

/**
 * PyTorch's default for a linear layer: U(±1/√fanIn), of variance 1 / (3 fanIn). The signal shrinks
 * from layer to layer, which many published set-ups silently depend on.
 *
 * @throws TypeError for a shape of fewer than two axes
 * @example
 * ```ts
 * import { fanInUniform, seeded } from "gan-clinic";
 * const weights = fanInUniform(seeded(1), [100, 50]);
 * assert.ok((weights.abs().max().arraySync() as number) <= 0.1);
 * ```
 */
export function fanInUniform(random: Random, shape: readonly number[]): tf.Tensor {
  const bound = 1 / Math.sqrt(fans(shape).fanIn);
  return random.uniform([...shape], -bound, bound);
}

/**
 * N(0, std²), whatever the shape: .02 is DCGAN's (Radford et al. 2016).
 *
 * @throws RangeError for a std that is not positive
 * @example
 * ```ts
 * import { normalInit, seeded } from "gan-clinic";
 * const weights = normalInit(0.02)(seeded(1), [100, 50]);
 * assert.ok(Math.abs(weights.square().mean().sqrt().arraySync() as number - 0.02) < 0.002);
 * ```
 */
export function normalInit(std: number): Initializer {
  expectNumber(std, "normalInit std", { above: 0 });
  return lever("init", "normalInit", { std }, (random, shape) =>
    tf.tensor(random.normals(tf.util.sizeFromShape([...shape]), 0, std), [...shape]),
  );
}

/** Ways to start badly. */
export type BadStart = "too large" | "too small";

/**
 * Weights that are wrong on purpose, to see what a start does. Both take no notice of the layer's width n:
 *
 * - "too large", N(0, 1): every layer makes the signal about √n times larger (√(n / 2) with ReLU). A sigmoid or
 *   tanh is then flat nearly everywhere, and no gradient passes; with ReLU, scores and gradients explode.
 * - "too small", N(0, .01²): every layer makes it .01 √n times as large, a tenth for n = 100. After a few layers
 *   all inputs look the same and the gradient of the first layers is next to 0: training seems to hang.
 *
 * @example
 * ```ts
 * import { badInit, seeded, tf } from "gan-clinic";
 * const size = (kind: "too large" | "too small") => {
 *   const weights = badInit(kind)(seeded(1), [400, 400]) as tf.Tensor2D;
 *   return tf.matMul(seeded(2).normal([10, 400]), weights).square().mean().sqrt().dataSync()[0];
 * };
 * assert.ok(Math.abs(size("too large") - 20) < 1); // √400
 * assert.ok(Math.abs(size("too small") - 0.2) < 0.01);
 * ```
 */
export function badInit(kind: BadStart): Initializer {
  return lever("init", "badInit", { kind }, normalInit(kind === "too large" ? 1 : 0.01));
}

/**
 * Orthogonal weights times `gain` (Saxe et al. 2014): the shorter side's vectors have length `gain` and
 * are at right angles, so a linear layer stretches no direction more than another. Axes before the last
 * count as one. Made in float64 from normal numbers by modified Gram-Schmidt, twice over each vector.
 *
 * @throws RangeError for a gain that is not positive
 * @throws TypeError for a shape of fewer than two axes
 * @example
 * ```ts
 * import { orthogonal, seeded, tf } from "gan-clinic";
 * const weights = orthogonal()(seeded(1), [5, 3]) as tf.Tensor2D;
 * const error = tf.matMul(weights, weights, true).sub(tf.eye(3)).abs().max();
 * assert.ok((error.arraySync() as number) < 1e-6);
 * ```
 */
export function orthogonal(gain = 1): Initializer {
  expectNumber(gain, "orthogonal gain", { above: 0 });
  return lever("init", "orthogonal", { gain }, (random, shape) => {
    fans(shape);
    const columns = shape.at(-1)!;
    const rows = tf.util.sizeFromShape([...shape]) / columns;
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const vectors = orthonormal(random, count, length);
    const values = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = rows < columns ? vectors[row][column] : vectors[column][row];
        values[row * columns + column] = gain * value;
      }
    }
    return tf.tensor(values, [...shape]);
  });
}

/** `count` vectors of length 1 at right angles: the second pass removes what rounding left. */
function orthonormal(random: Random, count: number, length: number): Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = Float64Array.from(random.normals(length));
    for (const earlier of [...vectors, ...vectors]) {
      const overlap = dot(vector, earlier);
      for (let i = 0; i < length; i++) vector[i] -= overlap * earlier[i];
    }
    const size = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / size));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

for (const init of [xavierUniform, heNormal, heUniform, fanInUniform]) {
  lever("init", init.name, {}, init);
}
