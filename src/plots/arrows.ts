import type { JsonObject } from "./chart";
import { segmentEnds } from "./contour";
import { roundingFor } from "./numbers";
import { coordinates, pointsInside, thin, type Square } from "./points";
import type { Arrows } from "./surface";
import { ink } from "./theme";

/** The vectors' lengths. Refuses vectors that are not one for each point. */
export function arrowLengths({ at, vectors }: Arrows): number[] {
  const [from, along] = [coordinates(at, "arrows.at"), coordinates(vectors, "arrows.vectors")];
  if (from.x.length !== along.x.length) {
    throw new TypeError(
      `arrows.vectors has ${along.x.length} vectors; wanted ${from.x.length}, one for each point`,
    );
  }
  return along.x.map((x, i) => Math.hypot(x, along.y[i]));
}

/** What arrows are drawn by. */
export interface ArrowScale {
  readonly square: Square;
  /** Length of the vector that is drawn longest. */
  readonly longest?: number;
  /** The most arrows drawn, evenly picked. */
  readonly most: number;
}

const longestShare = 0.12; // of the picture's side

/**
 * One data row: where each arrow starts and ends, and how far it is turned from upright, clockwise, in
 * degrees. Arrows shorter than a hundredth of the longest, under half a pixel, are left out.
 */
export function arrowColumns({ at, vectors }: Arrows, scale: ArrowScale): JsonObject {
  const { square, longest = 0, most } = scale;
  const round = roundingFor(...square.x);
  const from = thin(coordinates(at, "arrows.at"), most);
  const along = thin(coordinates(vectors, "arrows.vectors"), most);
  const stretch = (longestShare * (square.x[1] - square.x[0])) / longest;
  const shown = from.x.flatMap((x, i) => {
    const inside = pointsInside({ x: [x], y: [from.y[i]] }, square).x.length > 0;
    const visible = Math.hypot(along.x[i], along.y[i]) > 0.01 * longest;
    return inside && visible ? [i] : [];
  });
  return {
    x: shown.map((i) => round(from.x[i])),
    y: shown.map((i) => round(from.y[i])),
    x2: shown.map((i) => round(from.x[i] + stretch * along.x[i])),
    y2: shown.map((i) => round(from.y[i] + stretch * along.y[i])),
    angle: shown.map((i) => Math.round((180 / Math.PI) * Math.atan2(along.x[i], along.y[i]))),
  };
}

/** The transform that takes {@link arrowColumns} apart. */
export const flattenArrows: JsonObject = { flatten: ["x", "y", "x2", "y2", "angle"] };

/** The layers of arrows from a data source: shafts and heads. */
export function arrowLayers(source: JsonObject, axes: JsonObject): JsonObject[] {
  const tip = {
    x: { ...(axes.x as JsonObject), field: "x2" },
    y: { ...(axes.y as JsonObject), field: "y2" },
  };
  const angle = { field: "angle", type: "quantitative", scale: null };
  const head = { type: "point", shape: "triangle", filled: true, size: 22, color: ink, opacity: 1 };
  return [
    {
      ...source,
      mark: { type: "rule", color: ink, strokeWidth: 1, clip: true },
      encoding: { ...axes, ...segmentEnds },
    },
    { ...source, mark: { ...head, clip: true }, encoding: { ...tip, angle } },
  ];
}
