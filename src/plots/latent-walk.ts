import { chartFrom, titleOver, type Chart, type ChartOptions, type JsonObject } from "./chart";
import { expectInteger } from "../shape";
import { imageGrid } from "./images";
import { expectEqual, expectSome, roundingFor } from "./numbers";
import { countPictures, type Pictures } from "./pixels";
import { coordinatesOrNone, flattenPoints, kindEncoding, planeAxes } from "./plane";
import { pointLayer, pointRow, squareFor, wholeSide, type PlaneOptions } from "./plane";
import { coordinates, thin, type Points } from "./points";
import { pathStops } from "./ramp";
import { ink } from "./theme";

/** Options of {@link latentWalk}. */
export interface LatentWalkOptions extends ChartOptions, Pictures {
  /** Pictures along each walk; each walk is a row; one walk through all pictures. */
  readonly steps?: number;
}

/** Options of {@link latentWalkPoints}. */
export interface LatentWalkPointsOptions extends PlaneOptions {
  /** What the generator makes along each walk, in order. Each (steps, 2), all of one length. */
  readonly walks: readonly Points[];
  /** Real samples, drawn behind. Shape (count, 2). */
  readonly real?: Points;
  /** The most real points drawn, evenly picked; 1000. */
  readonly maxPoints?: number;
}

/**
 * Pictures along a walk through the latent space, each walk a row, from t = 0 to t = 1. Smooth changes
 * say that the generator learned a space and not a list; equal pictures say that it collapsed; a sudden
 * change is the border between two modes.
 *
 * @throws TypeError if `images` does not hold whole pictures or not whole walks
 * @throws RangeError if a value is not finite or a walk has fewer than 2 pictures
 * @example
 * ```ts
 * import { latentWalk } from "gan-clinic";
 * const chart = latentWalk({
 *   title: "The picture brightens evenly",
 *   alt: "From left to right the picture goes from black to white.",
 *   images: new Float32Array([-1, 0, 1]), // (3, 1, 1, 1)
 *   height: 1,
 *   width: 1,
 * });
 * assert.match(JSON.stringify(chart.spec), /t = 0.5/);
 * ```
 */
export function latentWalk({ steps, ...options }: LatentWalkOptions): Chart {
  const count = countPictures(options);
  const columns = steps ?? count;
  expectInteger(columns, "latentWalk steps", { atLeast: 2 });
  if (count % columns !== 0) {
    throw new TypeError(
      `images holds ${count} pictures; wanted a multiple of steps ${columns}, whole walks`,
    );
  }
  const captions = Array.from({ length: count }, (_, i) =>
    i < count - columns ? "" : `t = ${Number(((i % columns) / (columns - 1)).toFixed(2))}`,
  );
  return imageGrid({ ...options, columns, captions });
}

/** A row of data for a walk: where it is at each t, from 0 to 1. */
function walkRow(walk: Points, i: number, round: (value: number) => number): JsonObject {
  const { x, y } = coordinates(walk, `walks[${i}]`);
  const t = x.map((_, step) => Number((step / Math.max(1, x.length - 1)).toFixed(3)));
  return { walk: i, x: x.map(round), y: y.map(round), t };
}

/**
 * Where 2-D samples go along walks through the latent space: a line through the samples of each walk,
 * its dots darker from t = 0 to t = 1. A walk in place says that the generator collapsed; long lines
 * across empty space are where it jumps from mode to mode.
 *
 * @throws TypeError if a walk is not (steps, 2) or a text is empty
 * @throws RangeError if there is no walk, walks differ in length, or a value is not finite
 * @example
 * ```ts
 * import { latentWalkPoints } from "gan-clinic";
 * const chart = latentWalkPoints({
 *   title: "The walk jumps from mode to mode",
 *   alt: "The first half of the walk stays at the left mode, the second half at the right one.",
 *   walks: [[[-1, 0], [-1, 0.1], [1, 0], [1, 0.1]]],
 *   real: [[-1, 0], [1, 0]],
 * });
 * assert.equal(chart.spec.width, chart.spec.height);
 * ```
 */
export function latentWalkPoints(options: LatentWalkPointsOptions): Chart {
  const { walks } = options;
  expectSome(walks, "walks");
  const paths = walks.map((walk, i) => coordinates(walk, `walks[${i}]`));
  paths.forEach(({ x }, i) => {
    expectEqual(x.length, paths[0].x.length, `Points of walks[${i}]`);
  });
  const real = coordinatesOrNone(options.real, "real");
  const all = { x: paths.flatMap(({ x }) => x), y: paths.flatMap(({ y }) => y) };
  const square = squareFor(options, real, all);
  const axes = planeAxes(options, square);
  const round = roundingFor(...square.x);
  const data = { values: walks.map((walk, i) => walkRow(walk, i, round)) };
  const source = { data, transform: [{ flatten: ["x", "y", "t"] }] };
  const t = { field: "t", type: "quantitative" };
  const scale = { domain: [0, 1 / 3, 2 / 3, 1], range: pathStops, interpolate: "rgb" };
  const realRow = pointRow(thin(real, options.maxPoints ?? 1000), square, { kind: "real" });
  const realLayer = {
    ...pointLayer("real", { data: { values: [realRow] }, transform: [flattenPoints] }, wholeSide),
    encoding: { ...axes, ...kindEncoding(["real"]) },
  };
  const spec = {
    title: titleOver(wholeSide, options.title),
    width: wholeSide,
    height: wholeSide,
    layer: [
      ...(real.x.length > 0 ? [realLayer] : []),
      {
        ...source,
        mark: { type: "line", color: ink, strokeWidth: 1, clip: true },
        encoding: { ...axes, order: { ...t }, detail: { field: "walk", type: "nominal" } },
      },
      {
        ...source,
        mark: {
          type: "point",
          filled: true,
          size: 42,
          opacity: 1,
          stroke: ink,
          strokeWidth: 1,
          clip: true,
        },
        encoding: { ...axes, fill: { ...t, scale, legend: { title: "t", type: "gradient" } } },
      },
    ],
  };
  return chartFrom(spec, options.alt);
}
