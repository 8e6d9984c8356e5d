import { expectInteger } from "../shape";
import { expectFinite, expectLength, expectSome } from "./numbers";

/**
 * Latent vectors on the way from one to another, both ends included.
 *
 * A Gaussian latent of many dimensions lies near a sphere of radius sqrt(d), and the straight line
 * between two of them cuts through the inside, where the generator was never trained. "spherical" goes
 * along the sphere (White 2016, "Sampling Generative Networks", section 2.1):
 * sin((1 - t) ω) / sin(ω) · from + sin(t ω) / sin(ω) · to, where ω is the angle between both. "linear",
 * (1 - t) · from + t · to, is for uniform latents. Where the angle is 0 or half a turn, spherical is
 * linear: the way along the sphere is no way, or not one alone.
 *
 * @param count how many vectors, at least 2
 * @returns (count, d), row by row
 * @throws TypeError for ends of unequal length
 * @throws RangeError for an empty end, one that is not finite, or fewer than 2 vectors
 * @example
 * ```ts
 * import { latentPath } from "gan-clinic";
 * assert.deepEqual([...latentPath([1, 0], [0, 1], 3, "linear")], [1, 0, 0.5, 0.5, 0, 1]);
 * const [x, y] = latentPath([1, 0], [0, 1], 3).slice(2, 4); // half way along the circle
 * assert.ok(Math.abs(x - Math.SQRT1_2) < 1e-6 && Math.abs(y - Math.SQRT1_2) < 1e-6);
 * ```
 */
export function latentPath(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  count: number,
  kind: "spherical" | "linear" = "spherical",
): Float32Array {
  expectInteger(count, "latentPath count", { atLeast: 2 });
  expectSome(from, "latentPath from");
  expectLength(to, from.length, "latentPath to");
  expectFinite(from, "latentPath from");
  expectFinite(to, "latentPath to");
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
  const cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const straight = kind === "linear" || !(Math.sin(angle) > 1e-6);
  const weight = (t: number) => (straight ? t : Math.sin(t * angle) / Math.sin(angle));
  const path = Array.from({ length: count }, (_, i) => {
    const t = i / (count - 1);
    return Array.from(from, (value, j) => weight(1 - t) * value + weight(t) * to[j]);
  });
  return Float32Array.from(path.flat());
}
