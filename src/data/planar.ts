import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { expectDraw, type Dataset, type LabelledBatch } from "./dataset";

/** Points in the plane along one curve or several. The class of a point is its curve. */
export interface PlanarDataset extends Dataset {
  readonly shape: readonly [2];
  readonly classes: number;
  sample(n: number, random: Random): tf.Tensor2D; // (n, 2)
  sampleLabelled(n: number, random: Random): LabelledBatch;
}

/** Where a point lies before noise, for its curve and a number from 0 to 1. */
type Curve = (curve: number, u: number) => readonly [x: number, y: number];

/** Options of {@link swissRoll}. */
export interface SwissRollOptions {
  /** Standard deviation of the noise before the roll is made smaller; .25. */
  readonly noise?: number;
  /** All coordinates are divided by it; 7.5. */
  readonly scale?: number;
}

/**
 * A rolled-up line: one connected set without modes, where a generator must learn to bend. The point of
 * `t = 1.5π (1 + 2u)`, u from U(0, 1), is `(t cos t, t sin t)` plus noise, divided by `scale`
 * (scikit-learn's make_swiss_roll, first and third coordinate). Noise .25 and scale 7.5 are those of the
 * WGAN-GP toy (Gulrajani et al. 2017); FFJORD (Grathwohl et al. 2019) has 1 and 5.
 *
 * @throws RangeError for a negative noise or a scale that is not positive
 * @example
 * ```ts
 * import { seeded, swissRoll } from "gan-clinic";
 * const points = swissRoll({ noise: 0 }).sample(100, seeded(1)).arraySync();
 * for (const [x, y] of points) {
 *   const radius = 7.5 * Math.hypot(x, y); // is the angle t
 *   assert.ok(radius > 1.5 * Math.PI - 1e-3 && radius < 4.5 * Math.PI + 1e-3);
 * }
 * ```
 */
export function swissRoll({ noise = 0.25, scale = 7.5 }: SwissRollOptions = {}): PlanarDataset {
  expectNumber(noise, "swissRoll noise", { atLeast: 0 });
  expectNumber(scale, "swissRoll scale", { above: 0 });
  return lever(
    "data",
    "swissRoll",
    { noise, scale },
    planar("swissRoll", 1, noise / scale, (_, u) => {
      const t = 1.5 * Math.PI * (1 + 2 * u);
      return [(t * Math.cos(t)) / scale, (t * Math.sin(t)) / scale];
    }),
  );
}

/** Options of {@link twoMoons}. */
export interface TwoMoonsOptions {
  /** Standard deviation of the noise; .1. */
  readonly noise?: number;
}

/**
 * Two half circles, each with an end in the other's bow: `(cos t, sin t)` and `(1 - cos t, ½ - sin t)`
 * with t from U(0, π), plus noise (scikit-learn's make_moons; .1 is FFJORD's noise, Grathwohl et al.
 * 2019). Two curves that no straight line parts.
 *
 * @throws RangeError for a negative noise
 * @example
 * ```ts
 * import { seeded, twoMoons } from "gan-clinic";
 * const { examples, labels } = twoMoons({ noise: 0 }).sampleLabelled(100, seeded(1));
 * const own = labels.arraySync();
 * (examples.arraySync() as number[][]).forEach(([x, y], i) => {
 *   const distance = own[i] === 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5);
 *   assert.ok(Math.abs(distance - 1) < 1e-5);
 * });
 * ```
 */
export function twoMoons({ noise = 0.1 }: TwoMoonsOptions = {}): PlanarDataset {
  expectNumber(noise, "twoMoons noise", { atLeast: 0 });
  return lever(
    "data",
    "twoMoons",
    { noise },
    planar("twoMoons", 2, noise, (moon, u) => {
      const [x, y] = [Math.cos(Math.PI * u), Math.sin(Math.PI * u)];
      return moon === 0 ? [x, y] : [1 - x, 0.5 - y];
    }),
  );
}

/** Options of {@link spiral}. */
export interface SpiralOptions {
  /** How many arms; each is a class; 2. */
  readonly arms?: number;
  /** Standard deviation of the noise; .1. */
  readonly noise?: number;
}

/**
 * Arms that wind one and a half times around the origin, `2π / arms` apart: `r = 3π √u` is both an arm's
 * angle and three times its distance from the origin, so the points are spread evenly over the plane that
 * it sweeps. Two arms and noise .1 are the "2spirals" of FFJORD (Grathwohl et al. 2019), without the
 * uniform shift of up to 1/6 that it adds.
 *
 * @throws RangeError for fewer than one arm or a negative noise
 * @example
 * ```ts
 * import { seeded, spiral } from "gan-clinic";
 * const points = spiral({ noise: 0 }).sample(100, seeded(1)).arraySync();
 * assert.ok(points.every(([x, y]) => Math.hypot(x, y) <= Math.PI + 1e-5));
 * ```
 */
export function spiral({ arms = 2, noise = 0.1 }: SpiralOptions = {}): PlanarDataset {
  expectInteger(arms, "spiral arms", { atLeast: 1, atMost: 256 });
  expectNumber(noise, "spiral noise", { atLeast: 0 });
  return lever(
    "data",
    "spiral",
    { arms, noise },
    planar("spiral", arms, noise, (arm, u) => {
      const r = 3 * Math.PI * Math.sqrt(u);
      const turn = (2 * Math.PI * arm) / arms;
      return [(-r * Math.cos(r + turn)) / 3, (r * Math.sin(r + turn)) / 3];
    }),
  );
}

function planar(name: string, curves: number, std: number, curve: Curve): PlanarDataset {
  const draw = (n: number, random: Random) => {
    expectDraw(n, random, `${name} sample`);
    const own = random.integers(n, curves);
    const along = random.uniforms(n);
    const points = random.normals(2 * n, 0, std);
    own.forEach((k, i) => {
      const [x, y] = curve(k, along[i]);
      points[2 * i] += x;
      points[2 * i + 1] += y;
    });
    return { own, points: tf.tensor2d(points, [n, 2]) };
  };
  return {
    name,
    shape: [2],
    classes: curves,
    sample: (n, random) => draw(n, random).points,
    sampleLabelled(n, random) {
      const { own, points } = draw(n, random);
      return { examples: points, labels: tf.tensor1d(own, "int32") };
    },
  };
}
