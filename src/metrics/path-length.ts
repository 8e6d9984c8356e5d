import * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";
import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import type { FeatureExtractor } from "./features/extractor";

/** Options of {@link perceptualPathLength}. */
export interface PerceptualPathLengthOptions {
  /** How many pieces of path are measured; 1,000. */
  readonly pairs?: number;
  /** Length of a piece, as a share of its path; 1e-4. */
  readonly epsilon?: number;
  /** The path from one latent vector to another: along a sphere for normal ones, or straight; "slerp". */
  readonly path?: "slerp" | "lerp";
  /** Share of the pieces left out at either end, as outliers; .01. */
  readonly trim?: number;
  /** Draws the paths' ends, and the place of each piece on its path. */
  readonly random: Random;
}

const batch = 250;

/**
 * How smoothly pictures change on the way from one latent vector to another (Karras, Laine and Aila 2019,
 * section 4.1): at a random place t of a path between two random vectors, by how much do features change
 * over the next piece of it?
 *
 *     PPL = E[ |f(G(path(t + ε))) - f(G(path(t)))|² / ε² ],   t ~ U(0, 1)
 *
 * with f the extractor's features. A low value means small changes everywhere; a high one means that
 * pictures jump or appear out of nowhere on the way. A generator that always gives the same picture has 0:
 * read it with a measure of variety. As theirs, the mean leaves out the lowest and highest 1 %.
 *
 * Karras et al. use VGG's features with weights from human judgements (LPIPS); numbers over other features
 * compare with numbers over the same features only. Latent vectors are standard normal, as the trainer
 * draws them. The path `slerp` keeps the length of vectors that are equally long:
 * sin((1-t) Ω) / sin Ω · a + sin(t Ω) / sin Ω · b with Ω the angle between a and b (Shoemake 1985).
 *
 * @throws RangeError for no pairs, an epsilon outside (0, 1], a trim outside [0, .5)
 * @throws TypeError when the generator's outputs are not the extractor's inputs
 * @example
 * ```ts
 * import { perceptualPathLength, rawPixels, seeded, tf } from "gan-clinic";
 * const constant = { inputs: 4, apply: (z: tf.Tensor) => tf.zeros([z.shape[0], 2]) };
 * assert.equal(perceptualPathLength(constant, rawPixels(2), { pairs: 10, random: seeded(1) }), 0);
 * ```
 */
export function perceptualPathLength(
  generator: Pick<Network, "inputs" | "apply">,
  extractor: FeatureExtractor,
  {
    pairs = 1000,
    epsilon = 1e-4,
    path = "slerp",
    trim = 0.01,
    random,
  }: PerceptualPathLengthOptions,
): number {
  expectInteger(pairs, "perceptualPathLength pairs", { atLeast: 1 });
  expectNumber(epsilon, "perceptualPathLength epsilon", { above: 0, atMost: 1 });
  expectNumber(trim, "perceptualPathLength trim", { atLeast: 0, below: 0.5 });
  if (!(path in paths)) {
    throw new RangeError(`perceptualPathLength path: wanted "slerp" or "lerp", found "${path}"`);
  }
  const size = generator.inputs;
  const starts = random.normals(pairs * size);
  const ends = random.normals(pairs * size);
  const places = random.uniforms(pairs);
  const at = (shift: number) => alongPaths(starts, ends, places, shift, size, paths[path]);
  const here = featuresAt(generator, extractor, at(0));
  const next = featuresAt(generator, extractor, at(epsilon));
  const lengths = Float64Array.from({ length: pairs }, (_, i) => {
    let sum = 0;
    for (let k = i * extractor.features; k < (i + 1) * extractor.features; k++) {
      sum += (next[k] - here[k]) ** 2;
    }
    return sum / epsilon ** 2;
  }).sort();
  const left = Math.floor(trim * pairs);
  const kept = lengths.subarray(left, pairs - left);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
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
  size: number,
  path: Path,
): Float32Array {
  const latent = new Float32Array(starts.length);
  places.forEach((place, i) => {
    const a = starts.subarray(i * size, (i + 1) * size);
    const b = ends.subarray(i * size, (i + 1) * size);
    const [first, second] = path(a, b, place + shift);
    for (let k = 0; k < size; k++) latent[i * size + k] = first * a[k] + second * b[k];
  });
  return latent; // (pairs, size)
}

function featuresAt(
  { inputs, apply }: Pick<Network, "inputs" | "apply">,
  extractor: FeatureExtractor,
  latent: Float32Array,
): Float32Array {
  const pairs = latent.length / inputs;
  const found = new Float32Array(pairs * extractor.features);
  for (let start = 0; start < pairs; start += batch) {
    const rows = latent.subarray(start * inputs, (start + batch) * inputs);
    const pictures = tf.tidy(() => apply(tf.tensor2d(rows, [rows.length / inputs, inputs])));
    found.set(extractor.featuresOf(pictures), start * extractor.features);
    pictures.dispose();
  }
  return found; // (pairs, features)
}
