import * as tf from "@tensorflow/tfjs";
import { expectInteger, expectShape } from "../shape";
import { expectFinite, expectInterval, expectLength } from "./numbers";
import { coordinates, type Points } from "./points";

/** A function of the plane, known at the centres of the cells of a square grid. */
export interface Surface {
  /** Least and greatest coordinate, the same on both axes. */
  readonly domain: readonly [number, number];
  /** Cells along each axis. */
  readonly size: number;
  /** (size, size), row by row from the lowest y; x rises within a row. */
  readonly values: ArrayLike<number>;
}

/** Vectors drawn as arrows: from each point, in a direction, with a length. */
export interface Arrows {
  /** Where the arrows start. Shape (count, 2). */
  readonly at: Points;
  /** Where they point, and how strongly. Shape (count, 2). */
  readonly vectors: Points;
}

/** Arrows as plain numbers, x and y in turn. */
export interface FlatArrows extends Arrows {
  readonly at: Float32Array;
  readonly vectors: Float32Array;
}

/** A score for each point: (n, 2) -> (n, 1). */
export type ScoreFunction = (x: tf.Tensor) => tf.Tensor;

/** The centres of the cells along one axis. */
export function cellCentres([low, high]: readonly [number, number], size: number): number[] {
  return Array.from({ length: size }, (_, i) => low + ((i + 0.5) * (high - low)) / size);
}

/** Refuse a surface that is not (size, size) finite numbers over a domain. */
export function expectSurface({ domain, size, values }: Surface, name: string): void {
  expectInteger(size, `${name}.size`, { atLeast: 2, atMost: 512 });
  expectInterval(domain, `${name}.domain`);
  expectLength(values, size * size, `${name}.values`);
  expectFinite(values, `${name}.values`);
}

/**
 * What a score is all over the plane: lay a grid over a square and ask the discriminator about each
 * cell's centre. Drawn by {@link decisionSurface}, this is the heat map behind the samples in GAN Lab
 * (Kahng et al. 2018).
 *
 * A discriminator that mixes its batch (batch norm, minibatch discrimination) answers for the grid as
 * if it were one batch, which it never sees in training: such a surface misleads.
 *
 * @param score (n, 2) -> (n, 1), such as `(x) => tf.sigmoid(discriminator.apply(x))`
 * @param domain least and greatest coordinate, the same on both axes
 * @param size cells along each axis, 2 to 512
 * @throws TypeError if the scores are not (n, 1)
 * @throws RangeError if a score is not finite, the domain is empty, or `size` is out of range
 * @example
 * ```ts
 * import { surfaceOf, tf } from "gan-clinic";
 * const surface = surfaceOf((x) => tf.sum(x, 1, true), [0, 4], 2); // x + y at 1 and 3
 * assert.deepEqual([...Array.from(surface.values)], [2, 4, 4, 6]);
 * ```
 */
export function surfaceOf(
  score: ScoreFunction,
  domain: readonly [number, number],
  size = 48,
): Surface {
  expectInteger(size, "surfaceOf size", { atLeast: 2, atMost: 512 });
  expectInterval(domain, "surfaceOf domain");
  const centres = cellCentres(domain, size);
  const plane = Float32Array.from(centres.flatMap((y) => centres.flatMap((x) => [x, y])));
  const values = tf.tidy(() => {
    const scores = score(tf.tensor2d(plane, [size * size, 2]));
    return expectShape(scores, [size * size, 1], "surfaceOf scores").dataSync();
  });
  expectFinite(values, "surfaceOf scores");
  return { domain, size, values: Float32Array.from(values) };
}

/**
 * Where each generated sample would go: the gradient of what the generator climbs, at the samples.
 * Row i is ∂ score(xᵢ) / ∂xᵢ. With `log sigmoid(D(x))` it is what the non-saturating loss tells the
 * generator, with `-log(1 - sigmoid(D(x)))` what the minimax loss tells it (Goodfellow et al. 2014).
 *
 * @param score (n, 2) -> (n, 1), each example's by itself
 * @param samples (count, 2)
 * @throws TypeError if the samples are not (count, 2) or the scores not (count, 1)
 * @throws RangeError if a gradient is not finite
 * @example
 * ```ts
 * import { arrowsOf, tf } from "gan-clinic";
 * const uphill = arrowsOf((x) => tf.neg(tf.sum(tf.square(x), 1, true)), [[1, -2]]); // -2x
 * assert.deepEqual(Array.from(uphill.vectors), [-2, 4]);
 * ```
 */
export function arrowsOf(score: ScoreFunction, samples: Points): FlatArrows {
  const { x, y } = coordinates(samples, "arrowsOf samples");
  const at = Float32Array.from(x.flatMap((value, i) => [value, y[i]]));
  const climb = (points: tf.Tensor) =>
    tf.sum(expectShape(score(points), [x.length, 1], "arrowsOf scores"));
  const vectors = tf.tidy(() =>
    tf
      .grad(climb)(tf.tensor2d(at, [x.length, 2]))
      .dataSync(),
  );
  expectFinite(vectors, "arrowsOf gradients");
  return { at, vectors: Float32Array.from(vectors) };
}
