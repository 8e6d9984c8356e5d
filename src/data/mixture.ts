import * as tf from "@tensorflow/tfjs";
import { lever } from "../levers/lever";
import type { Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { expectDraw, type Dataset, type LabelledBatch } from "./dataset";

/**
 * A mixture of round Gaussians in the plane, all of one width. Since the truth is known, what a
 * generator makes of it can be measured exactly.
 */
export interface Mixture extends Dataset {
  readonly shape: readonly [2];
  /** The middle of each mode. */
  readonly centres: readonly (readonly [number, number])[];
  /** Standard deviation of every mode, along each axis. */
  readonly std: number;
  /** Share of each mode; they sum to 1. */
  readonly masses: readonly number[];
  /** How many modes; each is a class. */
  readonly classes: number;
  /** The perfect sampler, which also calibrates metrics. */
  sample(n: number, random: Random): tf.Tensor2D; // (n, 2)
  /** Draws as `sample` does, and gives the mode of each point as its class. */
  sampleLabelled(n: number, random: Random): LabelledBatch;
}

/** Options of {@link ring}. */
export interface RingOptions {
  /** How many modes; 8. */
  readonly modes?: number;
  /** Distance of the modes' centres from (0, 0); 1. */
  readonly radius?: number;
  /** Standard deviation of each mode, along each axis; .01. */
  readonly std?: number;
  /** Weight of each mode, in any unit; all alike when left out. `longTail` makes unequal ones. */
  readonly masses?: readonly number[];
}

/** Options of {@link grid}. */
export interface GridOptions {
  /** Modes along each side; 5. */
  readonly side?: number;
  /** Distance between neighbours; 2. */
  readonly spacing?: number;
  /** Standard deviation of each mode, along each axis; .05. */
  readonly std?: number;
  /** Weight of each mode, in any unit; all alike when left out. */
  readonly masses?: readonly number[];
}

/**
 * The ring of VEEGAN (Srivastava et al. 2017) and PacGAN (Lin et al. 2018): modes at equal angles on a
 * circle, the first on the x axis, counted anticlockwise.
 *
 * The angles are `2πk / modes`. The well-known notebook that this data comes from spaces its angles
 * from 0 to 2π with both ends, so that its first and its eighth mode are one: it has seven modes.
 * `masses: longTail(8, 10)` makes some modes rare; `radius: Math.SQRT2, std: 0.02 / 1.414` is the ring of
 * the WGAN-GP toy (Gulrajani et al. 2017).
 *
 * @throws RangeError for fewer than two modes, or a radius, std or mass that is not positive
 * @example
 * ```ts
 * import { ring } from "gan-clinic";
 * const data = ring();
 * assert.equal(new Set(data.centres.map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size, 8);
 * ```
 */
export function ring({ modes = 8, radius = 1, std = 0.01, masses }: RingOptions = {}): Mixture {
  expectInteger(modes, "ring modes", { atLeast: 2 });
  expectNumber(radius, "ring radius", { above: 0 });
  const centres = Array.from({ length: modes }, (_, k): [number, number] => {
    const angle = (2 * Math.PI * k) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return lever(
    "data",
    "ring",
    { modes, radius, std, masses },
    mixture("ring", centres, std, masses),
  );
}

/**
 * The grid of VEEGAN and PacGAN: `side` x `side` modes around the origin, row by row from the lowest.
 * `masses: longTail(25, 10)` makes some modes rare; `spacing: 2 / 2.828, std: 0.05 / 2.828` is the grid of
 * the WGAN-GP toy (Gulrajani et al. 2017).
 *
 * @throws RangeError for a side below two, or a spacing, std or mass that is not positive
 * @example
 * ```ts
 * import { grid } from "gan-clinic";
 * assert.equal(grid().centres.length, 25);
 * assert.deepEqual(grid().centres[0], [-4, -4]);
 * ```
 */
export function grid({ side = 5, spacing = 2, std = 0.05, masses }: GridOptions = {}): Mixture {
  expectInteger(side, "grid side", { atLeast: 2 });
  expectNumber(spacing, "grid spacing", { above: 0 });
  const coordinate = (k: number) => spacing * (k - (side - 1) / 2);
  const centres = Array.from({ length: side * side }, (_, k): [number, number] => [
    coordinate(k % side),
    coordinate(Math.floor(k / side)),
  ]);
  return lever(
    "data",
    "grid",
    { side, spacing, std, masses },
    mixture("grid", centres, std, masses),
  );
}

function mixture(
  name: string,
  centres: [number, number][],
  std: number,
  weights: readonly number[] = centres.map(() => 1),
): Mixture {
  expectNumber(std, `${name} std`, { above: 0 });
  const masses = normalised(name, weights, centres.length);
  const draw = (n: number, random: Random) => {
    expectDraw(n, random, `${name} sample`);
    const modes = pick(n, masses, random);
    const points = random.normals(2 * n, 0, std);
    modes.forEach((mode, i) => {
      points[2 * i] += centres[mode][0];
      points[2 * i + 1] += centres[mode][1];
    });
    return { modes, points: tf.tensor2d(points, [n, 2]) };
  };
  return {
    name,
    shape: [2],
    centres,
    std,
    masses,
    classes: centres.length,
    sample: (n, random) => draw(n, random).points,
    sampleLabelled(n, random) {
      const { modes, points } = draw(n, random);
      return { examples: points, labels: tf.tensor1d(modes, "int32") };
    },
  };
}

function normalised(name: string, weights: readonly number[], modes: number): number[] {
  if (weights.length !== modes) {
    throw new RangeError(`${name} masses: wanted ${modes} of them, found ${weights.length}`);
  }
  weights.forEach((weight, k) => expectNumber(weight, `${name} mass ${k}`, { above: 0 }));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** `n` modes, each drawn with the chance of its mass. */
function pick(n: number, masses: readonly number[], random: Random): number[] {
  return Array.from(random.uniforms(n), (u) => {
    let mode = 0;
    let reached = masses[0];
    while (u >= reached && mode < masses.length - 1) reached += masses[++mode];
    return mode;
  });
}
