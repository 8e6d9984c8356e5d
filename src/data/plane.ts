import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectShape } from "../shape";
import type { Dataset } from "./dataset";

/** A 2-D data set on a plane through the origin of a space of many dimensions. */
export interface PlaneDataset extends Dataset {
  /** Two vectors of length 1 at right angles, which span the plane; the caller does not dispose it. */
  readonly basis: Float32Array; // (2, dimensions)
  sample(n: number, random: Random): tf.Tensor2D; // (n, dimensions)
  /** The point of the plane nearest to each sample, in the plane's own two coordinates. */
  project(samples: tf.Tensor2D): tf.Tensor2D; // (n, dimensions) -> (n, 2)
  /** Points of the plane, in the space around it. */
  lift(points: tf.Tensor2D): tf.Tensor2D; // (n, 2) -> (n, dimensions)
}

/**
 * Puts a 2-D data set on a random plane: `x Q`, Q (2, dimensions) with orthonormal rows, so distances stay
 * as they are. Real pictures lie like this, on a thin sheet in the space of all pictures. A discriminator
 * then can part real from fake without error, and the vanishing gradient of Arjovsky and Bottou 2017
 * (theorem 2.4) shows, which it does not in the plane itself, where real and fake overlap.
 *
 * How far samples are off the plane is the length of `samples - lift(project(samples))`.
 *
 * @param dataset points in the plane, for instance {@link ring}
 * @param dimensions of the space, two or more
 * @param random chooses the plane; the same stream, the same plane
 * @throws TypeError for a data set that is not 2-D; RangeError for fewer than two dimensions
 * @example
 * ```ts
 * import { onPlane, ring, seeded } from "gan-clinic";
 * const data = onPlane(ring(), 64, seeded(1));
 * const samples = data.sample(5, seeded(2)); // (5, 64)
 * const again = data.lift(data.project(samples));
 * assert.ok(samples.sub(again).abs().max().arraySync() as number < 1e-6);
 * ```
 */
export function onPlane(dataset: Dataset, dimensions: number, random: Random): PlaneDataset {
  if (dataset.shape.length !== 1 || dataset.shape[0] !== 2) {
    throw new TypeError(
      `onPlane: wanted a data set of shape [2], found [${dataset.shape.join(", ")}]`,
    );
  }
  expectInteger(dimensions, "onPlane dimensions", { atLeast: 2 });
  const { state } = random;
  const basis = orthonormalPair(dimensions, random);
  const plane = () => tf.tensor2d(basis, [2, dimensions]);
  const lift = (points: tf.Tensor2D) =>
    tf.tidy(() => tf.matMul<tf.Tensor2D>(expectShape(points, [null, 2], "lift points"), plane()));
  const lifted = (points: tf.Tensor2D) => {
    const samples = lift(points);
    points.dispose();
    return samples;
  };
  const draw = dataset.sampleLabelled?.bind(dataset);
  return lever(
    "data",
    "onPlane",
    { data: dataset, dimensions, random: state },
    {
      name: `${dataset.name}OnPlane`,
      shape: [dimensions],
      ...(dataset.classes !== undefined && { classes: dataset.classes }),
      basis,
      lift,
      project: (samples) =>
        tf.tidy(() =>
          tf.matMul<tf.Tensor2D>(
            expectShape(samples, [null, dimensions], "project samples"),
            plane(),
            false,
            true,
          ),
        ),
      sample: (n, stream) => lifted(dataset.sample(n, stream) as tf.Tensor2D),
      ...(draw && {
        sampleLabelled(n: number, stream: Random) {
          const { examples, labels } = draw(n, stream);
          return { examples: lifted(examples as tf.Tensor2D), labels };
        },
      }),
    },
  );
}

/** Two random vectors, the second without its part along the first (Gram and Schmidt), of length 1. */
function orthonormalPair(dimensions: number, random: Random): Float32Array {
  const first = unit(Float64Array.from(random.normals(dimensions)));
  const second = Float64Array.from(random.normals(dimensions));
  const overlap = dot(first, second);
  const rest = unit(second.map((value, i) => value - overlap * first[i]));
  return Float32Array.from([...first, ...rest]);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
