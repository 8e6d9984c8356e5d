import { arrowColumns, arrowLayers, arrowLengths, flattenArrows } from "./arrows";
import { cellsLayer, gridUrl } from "./cells";
import type { JsonObject } from "./chart";
import { contourOf, flattenSegments, segmentColumns, segmentEnds } from "./contour";
import { extent, roundingFor } from "./numbers";
import { flattenPoints, kindEncoding, planeAxes, pointLayer, pointRow } from "./plane";
import { coordinatesOrNone, type Kind, type PlaneOptions } from "./plane";
import { thin, type Points, type Square } from "./points";
import { rampColour, rampLegend, sidesStops, type Ramp } from "./ramp";
import { expectSurface, type Arrows, type Surface } from "./surface";
import { ink } from "./theme";

/** What is known at one moment of training. */
export interface DecisionMoment {
  /** The discriminator's answer over the plane, as {@link surfaceOf} gives it. */
  readonly surface: Surface;
  /** Generated samples. Shape (count, 2). */
  readonly fake?: Points;
  /** Where the samples are told to go, as {@link arrowsOf} gives it. */
  readonly arrows?: Arrows;
}

/** What all pictures of a discriminator's answers have in common. */
export interface DecisionLook extends Omit<PlaneOptions, "domain" | "centres"> {
  /** Real samples. Shape (count, 2). */
  readonly real?: Points;
  /**
   * "probability", the default: values in [0, 1], undecided at 0.5. "score": any values, undecided
   * at 0; nine of ten lie within the colours' range, the others have the colour of its end.
   */
  readonly values?: "probability" | "score";
  /** The most points drawn of each kind, and the most arrows, evenly picked; 300. */
  readonly maxPoints?: number;
}

/** What stays the same from one moment to the next: scales and kinds. */
export interface DecisionView {
  readonly square: Square;
  readonly ramp: Ramp;
  /** The value of the undecided. */
  readonly level: number;
  /** The largest gradient in all moments; left out if there are no arrows. */
  readonly longest?: number;
  readonly kinds: readonly Kind[];
  readonly most: number;
  readonly look: DecisionLook;
}

/** Check the moments and find what they share. */
export function viewOf(look: DecisionLook, moments: readonly DecisionMoment[]): DecisionView {
  const [{ surface: first }] = moments;
  moments.forEach(({ surface }, i) => {
    expectSurface(surface, moments.length > 1 ? `frames[${i}].surface` : "surface");
    if (surface.domain.some((end, j) => end !== first.domain[j])) {
      throw new RangeError(
        `frames[${i}].surface.domain is [${surface.domain.join(", ")}]; wanted [${first.domain.join(", ")}] as in the first`,
      );
    }
  });
  const lengths = moments.flatMap(({ arrows }) => (arrows ? arrowLengths(arrows) : []));
  const present = {
    real: look.real !== undefined,
    generated: moments.some(({ fake }) => fake !== undefined),
  };
  return {
    square: { x: first.domain, y: first.domain },
    ...rampOf(look, moments),
    longest: lengths.length > 0 ? extent(lengths)[1] : undefined,
    kinds: (["real", "generated"] as const).filter((kind) => present[kind]),
    most: look.maxPoints ?? 300,
    look,
  };
}

// One far corner of the plane can score a hundred times what the rest does. So that the rest keeps its
// colours, a score's ramp ends where nine of ten values lie within.
function reachOf(values: readonly number[]): number {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  return sizes[Math.floor(0.9 * (sizes.length - 1))] || 1;
}

function rampOf(
  look: DecisionLook,
  moments: readonly DecisionMoment[],
): { readonly ramp: Ramp; readonly level: number } {
  const values = moments.flatMap(({ surface }) => Array.from(surface.values));
  if (look.values === "score") {
    const reach = reachOf(values);
    return { ramp: { stops: sidesStops, low: -reach, high: reach }, level: 0 };
  }
  const [low, high] = extent(values);
  if (low < 0 || high > 1) {
    throw new RangeError(
      `surface has values from ${low} to ${high}; wanted probabilities in [0, 1]; use values "score" for others`,
    );
  }
  return { ramp: { stops: sidesStops, low: 0, high: 1 }, level: 0.5 };
}

/** The rows of data of one moment, by layer. `fields` mark the moment. */
export interface DecisionRows {
  readonly surface: JsonObject;
  readonly line: JsonObject;
  readonly generated: JsonObject;
  readonly arrows?: JsonObject;
}

export function decisionRows(
  { surface, fake, arrows }: DecisionMoment,
  view: DecisionView,
  fields: JsonObject,
): DecisionRows {
  const round = roundingFor(...view.square.x);
  const line = contourOf(surface, view.square, view.level);
  const points = thin(coordinatesOrNone(fake, "fake"), view.most);
  return {
    surface: { ...fields, url: gridUrl(surface, (value) => rampColour(view.ramp, value)) },
    line: { ...fields, ...segmentColumns(line, round) },
    generated: pointRow(points, view.square, { kind: "generated", ...fields }),
    arrows: arrows && { ...fields, ...arrowColumns(arrows, view) },
  };
}

/** Where a picture differs from one that stands alone. */
export interface DecisionPlace {
  /** What picks the rows of the moment shown. */
  readonly transform?: readonly JsonObject[];
  /** Axes other than those of {@link planeAxes}. */
  readonly axes?: JsonObject;
}

/** The layers of a picture `side` pixels wide. */
export function decisionLayers(
  rows: readonly DecisionRows[],
  view: DecisionView,
  side: number,
  { transform = [], axes = planeAxes(view.look, view.square) }: DecisionPlace = {},
): JsonObject[] {
  const { look, square, kinds, ramp, longest } = view;
  const source = (layer: keyof DecisionRows, ...flatten: JsonObject[]): JsonObject => ({
    data: { values: rows.map((row) => row[layer]).filter((row) => row !== undefined) },
    transform: [...transform, ...flatten],
  });
  const legend = { title: legendTitle(look), length: Math.min(side, 200) };
  const real = pointRow(thin(coordinatesOrNone(look.real, "real"), view.most), square, {
    kind: "real",
  });
  const points = kinds.map((kind) => {
    const own = { data: { values: [real] }, transform: [flattenPoints] };
    return pointLayer(kind, kind === "real" ? own : source("generated", flattenPoints), side, true);
  });
  const line = {
    ...source("line", flattenSegments),
    mark: { type: "rule", color: ink, strokeWidth: 1.5 },
    encoding: { ...axes, ...segmentEnds },
  };
  return [
    cellsLayer(source("surface"), side, side),
    rampLegend(ramp, legend),
    line,
    ...(longest === undefined ? [] : arrowLayers(source("arrows", flattenArrows), axes)),
    ...(points.length > 0
      ? [{ layer: points, encoding: { ...axes, ...kindEncoding(kinds, true) } }]
      : []),
  ];
}

const legendTitle = ({ values = "probability" }: DecisionLook): string =>
  values === "score" ? "score of x" : "D(x)";

/** What line and arrows mean, for the line under the title. */
export function decisionNote({ look, level, longest }: DecisionView): string {
  const line = look.values === "score" ? `Line: score ${level}` : `Line: D(x) = ${level}`;
  if (longest === undefined) return line;
  if (longest === 0) return `${line}. All gradients are 0`;
  return `${line}. Longest arrow: gradient of ${Number(longest.toPrecision(2))}`;
}
