import * as tf from "@tensorflow/tfjs";
import { expectCount, expectFinite, expectSome, extent } from "./numbers";

/** Points of the plane: x0, y0, x1, y1, … in one array, a list of [x, y], or a tensor. Shape (count, 2). */
export type Points = Float32Array | readonly (readonly number[])[] | tf.Tensor2D;

/** The coordinates of points, apart. */
export interface Coordinates {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Part points into x and y. Refuses what is empty, not (count, 2), or not finite. */
export function coordinates(points: Points, name: string): Coordinates {
  const given = points instanceof tf.Tensor ? valuesOf(points, name) : points;
  if (points instanceof tf.Tensor && points.shape[1] !== 2) {
    throw new TypeError(`${name} is a tensor (${points.shape.join(", ")}); wanted (count, 2)`);
  }
  expectSome(given, name);
  const flat = given instanceof Float32Array ? Array.from(given) : flatten(given, name);
  if (flat.length % 2 !== 0) {
    throw new TypeError(`${name} has ${flat.length} numbers; wanted x and y for each point`);
  }
  expectFinite(flat, name);
  return { x: flat.filter((_, i) => i % 2 === 0), y: flat.filter((_, i) => i % 2 === 1) };
}

/** The numbers of a tensor. What is disposed has none. */
export function valuesOf(tensor: tf.Tensor, name: string): Float32Array {
  if (tensor.isDisposed) {
    throw new TypeError(
      `${name} is a tensor that was disposed, so its numbers are gone; draw it before, or keep it with tf.keep`,
    );
  }
  return Float32Array.from(tensor.dataSync());
}

function flatten(points: readonly (readonly number[])[], name: string): number[] {
  points.forEach((point, i) => {
    if (!Array.isArray(point) || point.length !== 2) {
      throw new TypeError(`${name}[${i}] is ${JSON.stringify(point)}; wanted [x, y]`);
    }
  });
  return points.flat();
}

/** At most `most` of the points, evenly spread over their order, so that the choice repeats. */
export function thin({ x, y }: Coordinates, most: number): Coordinates {
  expectCount(most, "maxPoints");
  if (x.length <= most) return { x, y };
  const kept = Array.from({ length: most }, (_, i) => Math.floor((i * x.length) / most));
  return { x: kept.map((i) => x[i]), y: kept.map((i) => y[i]) };
}

/** The square that is drawn. Both axes have the same length, so that distances are true. */
export interface Square {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The points that lie in the square. */
export function pointsInside({ x, y }: Coordinates, square: Square): Coordinates {
  const within = (v: number, [low, high]: readonly [number, number]) => v >= low && v <= high;
  const inside = x.map((v, i) => within(v, square.x) && within(y[i], square.y));
  return { x: x.filter((_, i) => inside[i]), y: y.filter((_, i) => inside[i]) };
}

/** How many points lie outside the square. */
export function countOutside(points: Coordinates, square: Square): number {
  return points.x.length - pointsInside(points, square).x.length;
}

/**
 * The square around `anchors` (real data, mode centres) with a margin. It grows to take in `others`
 * (generated points), at most to three times the size: one point that flew off must not shrink the
 * rest to a dot.
 */
export function squareAround(anchors: Coordinates, others: Coordinates): Square {
  const [left, right] = extent(anchors.x);
  const [bottom, top] = extent(anchors.y);
  const [centreX, centreY] = [(left + right) / 2, (bottom + top) / 2];
  const least = 1.15 * (Math.max(right - left, top - bottom) / 2 || 1);
  const reach = (values: readonly number[], centre: number) =>
    values.reduce((most, v) => Math.max(most, Math.abs(v - centre)), 0);
  const wanted = 1.05 * Math.max(reach(others.x, centreX), reach(others.y, centreY));
  const half = Math.min(Math.max(least, wanted), 3 * least);
  return { x: [centreX - half, centreX + half], y: [centreY - half, centreY + half] };
}
