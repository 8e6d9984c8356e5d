import type { ChartOptions, JsonObject } from "./chart";
import { expectInterval, roundingFor } from "./numbers";
import { palette } from "./palette";
import { coordinates, pointsInside, squareAround } from "./points";
import type { Coordinates, Points, Square } from "./points";

/** What all pictures of 2-D samples have in common. */
export interface PlaneOptions extends ChartOptions {
  /** Centres of the modes, drawn as diamonds. Shape (modes, 2). */
  readonly centres?: Points;
  /** Least and greatest coordinate, the same on both axes; a square around the real data. */
  readonly domain?: readonly [number, number];
  /** Title of the x axis, with the unit if there is one; "x". */
  readonly xTitle?: string;
  /** Title of the y axis, with the unit if there is one; "y". */
  readonly yTitle?: string;
}

const none: Coordinates = { x: [], y: [] };

/** The coordinates of points that may be missing. */
export function coordinatesOrNone(points: Points | undefined, name: string): Coordinates {
  return points === undefined ? none : coordinates(points, name);
}

/** The square to draw: the one asked for, or one around the points. */
export function squareFor(options: PlaneOptions, real: Coordinates, fake: Coordinates): Square {
  if (options.domain !== undefined) {
    const [low, high] = options.domain;
    expectInterval(options.domain, "domain");
    return { x: [low, high], y: [low, high] };
  }
  const centres = coordinatesOrNone(options.centres, "centres");
  const anchors = { x: [...real.x, ...centres.x], y: [...real.y, ...centres.y] };
  return anchors.x.length > 0 ? squareAround(anchors, fake) : squareAround(fake, none);
}

/**
 * Light dots behind, strong crosses before them, dark diamonds on top: apart without colour too. `dark`
 * is for points that lie on a coloured picture.
 */
const looks = {
  real: { colour: palette.real, dark: "#004a75", shape: "circle", size: 22, opacity: 0.35 },
  generated: { colour: palette.generated, dark: "#8a3c00", shape: "cross", size: 26, opacity: 0.6 },
  "mode centre": { colour: "#111111", dark: "#111111", shape: "diamond", size: 45, opacity: 1 },
} as const;

/** The side of a picture that stands alone, in pixels. */
export const wholeSide = 400;

/** A kind of point in a picture of the plane. */
export type Kind = keyof typeof looks;

/** One data row, taken apart into points by {@link flattenPoints}. Points outside are left out. */
export function pointRow(points: Coordinates, square: Square, fields: JsonObject): JsonObject {
  const round = roundingFor(...square.x);
  const { x, y } = pointsInside(points, square);
  return { ...fields, x: x.map(round), y: y.map(round) };
}

/** The transform that takes {@link pointRow} apart. */
export const flattenPoints: JsonObject = { flatten: ["x", "y"] };

/** A layer of points of one kind from a data source, in a picture `side` pixels wide. */
export function pointLayer(kind: Kind, source: JsonObject, side: number, dark = false): JsonObject {
  const { size, opacity } = looks[kind];
  const scaled = Math.round(size * Math.sqrt(side / wholeSide));
  const mark = {
    type: "point",
    filled: true,
    size: scaled,
    opacity: dark ? 1 : opacity,
    clip: true,
  };
  return { ...source, mark };
}

/** The axes shared by all layers of a picture of the plane. */
export function planeAxes(
  { xTitle = "x", yTitle = "y" }: Pick<PlaneOptions, "xTitle" | "yTitle">,
  square: Square,
): JsonObject {
  const axis = (field: "x" | "y", title: string): JsonObject => ({
    field,
    type: "quantitative",
    title,
    scale: { domain: square[field], nice: false, zero: false },
    axis: { tickCount: 5 },
  });
  return { x: axis("x", xTitle), y: axis("y", yTitle) };
}

/** Colour and shape of the kinds of points, and their legend. */
export function kindEncoding(kinds: readonly Kind[], dark = false): JsonObject {
  const legend: JsonObject = { title: null, orient: "top", direction: "horizontal" };
  const byKind = (range: readonly string[]): JsonObject => {
    return { field: "kind", type: "nominal", scale: { domain: kinds, range }, legend };
  };
  return {
    color: byKind(kinds.map((kind) => (dark ? looks[kind].dark : looks[kind].colour))),
    shape: byKind(kinds.map((kind) => looks[kind].shape)),
  };
}

/** Axes and legend shared by all layers of a picture of the plane. */
export function planeEncoding(
  options: PlaneOptions,
  square: Square,
  kinds: readonly Kind[],
): JsonObject {
  return { ...planeAxes(options, square), ...kindEncoding(kinds) };
}
