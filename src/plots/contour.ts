import type { Square } from "./points";
import { cellCentres, type Surface } from "./surface";

/** Lines from (x, y) to (x2, y2), in columns. */
export interface Segments {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly x2: readonly number[];
  readonly y2: readonly number[];
}

/** The columns of a row of data, rounded. */
export function segmentColumns(
  { x, y, x2, y2 }: Segments,
  round: (value: number) => number,
): Segments {
  return { x: x.map(round), y: y.map(round), x2: x2.map(round), y2: y2.map(round) };
}

/** The transform that takes {@link segmentColumns} apart. */
export const flattenSegments = { flatten: ["x", "y", "x2", "y2"] } as const;

/** The channels of the far ends. */
export const segmentEnds = { x2: { field: "x2" }, y2: { field: "y2" } } as const;

type Point = readonly [number, number];

/**
 * The line over a square on which the values of a grid, as those of a {@link Surface}, meet a level.
 *
 * Marching squares (Lorensen and Cline 1987, in the plane): take the four centres of neighbouring
 * cells as corners of a square. On each edge whose ends lie on different sides of the level, the line
 * crosses where the straight line between both values meets the level. Two crossings are joined; four
 * (a saddle) in pairs, so that the corners on the side of the square's mean value stay together.
 */
export function contourOf(
  { size, values }: Pick<Surface, "size" | "values">,
  square: Square,
  level: number,
): Segments {
  const [across, up] = [cellCentres(square.x, size), cellCentres(square.y, size)];
  const found: (readonly [Point, Point])[] = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const corner = (i: number, j: number) => ({
        point: [across[column + i], up[row + j]] as Point,
        value: values[(row + j) * size + column + i] - level,
      });
      found.push(...crossings([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]));
    }
  }
  return {
    x: found.map(([from]) => from[0]),
    y: found.map(([from]) => from[1]),
    x2: found.map(([, to]) => to[0]),
    y2: found.map(([, to]) => to[1]),
  };
}

interface Corner {
  readonly point: Point;
  readonly value: number;
}

/** The lines through one square, its corners in order around it. */
function crossings(corners: readonly Corner[]): (readonly [Point, Point])[] {
  const points = corners.flatMap((from, i) => {
    const to = corners[(i + 1) % 4];
    return from.value >= 0 === to.value >= 0 ? [] : [between(from, to)];
  });
  if (points.length === 0) return [];
  if (points.length === 2) return [[points[0], points[1]]];
  const [first, second, third, fourth] = points; // on the edges 0-1, 1-2, 2-3, 3-0
  const mean = corners.reduce((sum, { value }) => sum + value, 0);
  // The first corner is cut off if its side is not the mean's; else the second and the fourth are.
  return corners[0].value >= 0 !== mean >= 0
    ? [[fourth, first], [second, third]] // prettier-ignore
    : [[first, second], [third, fourth]]; // prettier-ignore
}

function between(from: Corner, to: Corner): Point {
  const share = from.value / (from.value - to.value);
  const mix = (i: 0 | 1) => from.point[i] + share * (to.point[i] - from.point[i]);
  return [mix(0), mix(1)];
}
