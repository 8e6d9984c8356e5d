import * as tf from "@tensorflow/tfjs";
import type { ApplyContext } from "../layers/layer";
import { generatorFrom, type LatentSpace } from "../networks/latent-space";
import type { Network } from "../networks/network";
import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { mean } from "../statistics";
import { cyclicLabels } from "../training/snapshot";
import type { FeatureExtractor } from "./features/extractor";

/** Options of {@link perceptualPathLength}. */
export interface PerceptualPathLengthOptions {
  /** How many pieces of path are measured; 1,000. */
  readonly pairs?: number;
  /** Length of a piece, as a share of its path; 1e-4. */
  readonly epsilon?: number;
  /** Where the path lies: among styles, "w", or among latent vectors, "z"; "w" where the generator has styles. */
  readonly space?: LatentSpace;
  /** Along a sphere, or straight; "slerp" in Z and "lerp" in W, as in the paper. */
  readonly path?: "slerp" | "lerp";
  /** Share of the pieces left out at either end, as outliers; .01. */
  readonly trim?: number;
  /** Draws the paths' ends, and the place of each piece on its path. */
  readonly random: Random;
}

const batch = 250;

/**
 * How smoothly pictures change on the way from one random vector to another (Karras, Laine and Aila 2019,
 * section 4.1): at a random place t of a path, by how much do features change over the next piece of it?
 * With f the mapping to styles, g the synthesis, G = g ∘ f, and φ the extractor's features,
 *
 *     in Z   E[ |φ(G(slerp(z₁, z₂; t + ε))) - φ(G(slerp(z₁, z₂; t)))|² / ε² ],
 *     in W   E[ |φ(g(lerp(f(z₁), f(z₂); t + ε))) - φ(g(lerp(f(z₁), f(z₂); t)))|² / ε² ],   t ~ U(0, 1).
 *
 * A low value means small changes everywhere; a high one means that pictures jump or appear out of nowhere on
 * the way. A generator that always gives the same picture has 0: read it with a measure of variety. As theirs,
 * the mean leaves out the lowest and highest 1 %. A generator without styles has Z only; numbers from Z and
 * from W do not compare.
 *
 * Karras et al. use VGG's features with weights from human judgements (LPIPS); numbers over other features
 * compare with numbers over the same features only. Latent vectors are standard normal, as the trainer
 * draws them. The path `slerp` keeps the length of vectors that are equally long:
 * sin((1-t) Ω) / sin Ω · a + sin(t Ω) / sin Ω · b with Ω the angle between a and b (Shoemake 1985). Styles have
 * no common length: their path is straight. A conditional generator goes through its classes in turn, one a path.
 *
 * @throws RangeError for no pairs, an epsilon outside (0, 1], a trim outside [0, .5), an unknown space or path
 * @throws TypeError when the generator's outputs are not the extractor's inputs, or for W without styles
 * @example
 * ```ts
 * import { perceptualPathLength, rawPixels, seeded, tf } from "gan-clinic";
 * const constant = { inputs: 4, apply: (z: tf.Tensor) => tf.zeros([z.shape[0], 2]) };
 * assert.equal(perceptualPathLength(constant, rawPixels(2), { pairs: 10, random: seeded(1) }), 0);
 * ```
 */
export function perceptualPathLength(
  generator: Pick<Network, "inputs" | "apply" | "traits">,
  extractor: FeatureExtractor,
  { pairs = 1000, epsilon = 1e-4, space, path, trim = 0.01, random }: PerceptualPathLengthOptions,
): number {
  expectInteger(pairs, "perceptualPathLength pairs", { atLeast: 1 });
  expectNumber(epsilon, "perceptualPathLength epsilon", { above: 0, atMost: 1 });
  expectNumber(trim, "perceptualPathLength trim", { atLeast: 0, below: 0.5 });
  const from = generatorFrom(generator, space, "perceptualPathLength");
  const shape = path ?? (from.space === "w" ? "lerp" : "slerp");
  if (!Object.hasOwn(paths, shape)) {
    throw new RangeError(`perceptualPathLength path: wanted "slerp" or "lerp", found "${shape}"`);
  }
  const [starts, ends] = [1, 2].map(() => random.normals(pairs * generator.inputs)); // (pairs, inputs)
  const places = random.uniforms(pairs);
  const pointsOf = (latent: Float32Array) =>
    inParts(latent, pairs, generator, (z, context) => from.points(z, context));
  const [a, b] = from.space === "z" ? [starts, ends] : [pointsOf(starts), pointsOf(ends)];
  const featuresAt = (shift: number) =>
    inParts(alongPaths(a, b, places, shift, paths[shape]), pairs, generator, (points, context) => {
      const pictures = from.outputs(points, context);
      return tf.tensor2d(extractor.featuresOf(pictures), [points.shape[0], extractor.features]);
    });
  const [here, next] = [featuresAt(0), featuresAt(epsilon)];
  const lengths = Float64Array.from({ length: pairs }, (_, i) => {
    let sum = 0;
    for (let k = i * extractor.features; k < (i + 1) * extractor.features; k++) {
      sum += (next[k] - here[k]) ** 2;
    }
    return sum / epsilon ** 2;
  }).sort();
  const left = Math.floor(trim * pairs);
  const kept = lengths.subarray(left, pairs - left);
  return mean(kept);
}

/** The weights of both ends at a place of the path. */
type Path = (a: Float32Array, b: Float32Array, t: number) => readonly [number, number];

const paths: Readonly<Record<"slerp" | "lerp", Path>> = {
  lerp: (_a, _b, t) => [1 - t, t],
  slerp(a, b, t) {
    const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    const angle = Math.acos(Math.min(Math.max(cosine, -1), 1));
    const sine = Math.sin(angle);
    if (sine < 1e-6) return [1 - t, t]; // one direction, or opposite ones: no arc to follow
    return [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
  },
};

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function alongPaths(
  starts: Float32Array,
  ends: Float32Array,
  places: Float32Array,
  shift: number,
  path: Path,
): Float32Array {
  const size = starts.length / places.length;
  const points = new Float32Array(starts.length);
  places.forEach((place, i) => {
    const a = starts.subarray(i * size, (i + 1) * size);
    const b = ends.subarray(i * size, (i + 1) * size);
    const [first, second] = path(a, b, place + shift);
    for (let k = 0; k < size; k++) points[i * size + k] = first * a[k] + second * b[k];
  });
  return points; // (pairs, size)
}

/** `make` of rows, a batch at a time, so that memory does not grow with their number. */
function inParts(
  rows: Float32Array,
  count: number,
  generator: Pick<Network, "traits">,
  make: (points: tf.Tensor2D, context?: ApplyContext) => tf.Tensor,
): Float32Array {
  const size = rows.length / count;
  const parts: Float32Array[] = [];
  for (let start = 0; start < count; start += batch) {
    const n = Math.min(batch, count - start);
    const made = tf.tidy(() => {
      const points = tf.tensor2d(rows.subarray(start * size, (start + n) * size), [n, size]);
      const labels = cyclicLabels(generator, count)?.slice(start, n);
      return make(points, labels && { labels });
    });
    parts.push(made.dataSync<"float32">().slice());
    made.dispose();
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0)); // (count, …)
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}
