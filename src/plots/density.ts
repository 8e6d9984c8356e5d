import { cellsLayer, gridUrl } from "./cells";
import { chartFrom, titleOver, type Chart } from "./chart";
import { contourOf, flattenSegments, segmentColumns, segmentEnds } from "./contour";
import { expectInteger } from "../shape";
import { extent, roundingFor } from "./numbers";
import { planeAxes, squareFor, type PlaneOptions } from "./plane";
import { coordinates, countOutside, type Coordinates, type Points, type Square } from "./points";
import { rampColour, rampLegend, sequentialStops, type Ramp } from "./ramp";
import { frameEncoding } from "./scatter-frames";
import type { Surface } from "./surface";
import { ink } from "./theme";

/** Options of {@link densityPlot}. */
export interface DensityOptions extends Omit<PlaneOptions, "centres"> {
  /** Real samples. Shape (count, 2). */
  readonly real: Points;
  /** Generated samples. Shape (count, 2). */
  readonly fake: Points;
  /** Cells along each axis; 40. */
  readonly size?: number;
}

type Grid = Pick<Surface, "size" | "values">;

const [side, heldShare] = [230, 0.9]; // pixels; of the real samples

/** The share of the samples in each cell, in percent. Samples outside count for no cell. */
function shares({ x, y }: Coordinates, square: Square, size: number): Grid {
  const values = new Float64Array(size * size);
  const cell = (v: number, [low, high]: readonly [number, number]) =>
    Math.min(size - 1, Math.floor((size * (v - low)) / (high - low)));
  x.forEach((value, i) => {
    const [column, row] = [cell(value, square.x), cell(y[i], square.y)];
    if (column >= 0 && row >= 0 && value <= square.x[1] && y[i] <= square.y[1]) {
      values[row * size + column] += 100 / x.length;
    }
  });
  return { size, values };
}

/** Each cell's mean with its neighbours, weights 1 2 1 along both axes: a line needs no jags. */
function smoothed({ size, values }: Grid): Grid {
  const at = (row: number, column: number) =>
    row < 0 || column < 0 || row >= size || column >= size ? 0 : values[row * size + column];
  const near = [-1, 0, 1];
  const mean = (row: number, column: number) =>
    near
      .flatMap((up) =>
        near.map(
          (right) => (2 - Math.abs(up)) * (2 - Math.abs(right)) * at(row + up, column + right),
        ),
      )
      .reduce((sum, part) => sum + part, 0) / 16;
  const means = Array.from({ length: size * size }, (_, i) => mean(Math.floor(i / size), i % size));
  return { size, values: means };
}

/** The greatest level above which `share` of all lies. */
function levelHolding({ values }: Grid, share: number): number {
  const falling = Array.from(values).sort((a, b) => b - a);
  const wanted = share * falling.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  return falling.find((value) => (sum += value) >= wanted) ?? 0;
}

const percent = (value: number): string => `${Number(value.toPrecision(2))} %`;

/**
 * How many samples lie where: a 2-D histogram of the real samples beside one of the generated, in the
 * same colours. A cloud of a thousand points is a blot; this shows how unequal it is inside. The line in
 * both pictures is around the real samples' densest region, which holds 90 % of them.
 *
 * The square is around the real samples; generated ones outside are counted over their picture.
 * Counts are smoothed over neighbouring cells (weights 1 2 1 both ways). The darkest colour is twice the
 * densest real cell's share or more, so that a collapsed generator does not bleach the real picture.
 *
 * @throws TypeError if samples are not (count, 2) or a text is empty
 * @throws RangeError if samples are empty or not finite, or `size` is not a whole number of 4 to 200
 * @example
 * ```ts
 * import { densityPlot } from "gan-clinic";
 * const chart = densityPlot({
 *   title: "The generator makes the left mode only",
 *   alt: "The real samples lie on two modes, all generated samples on the left one.",
 *   real: [[-1, 0], [1, 0]],
 *   fake: [[-1, 0], [-1, 0.1]],
 * });
 * assert.match(JSON.stringify(chart.spec), /90 % of the real samples/);
 * ```
 */
export function densityPlot(options: DensityOptions): Chart {
  const { size = 40 } = options;
  expectInteger(size, "densityPlot size", { atLeast: 4, atMost: 200 });
  const points = {
    real: coordinates(options.real, "real"),
    generated: coordinates(options.fake, "fake"),
  };
  const square = squareFor(options, points.real, { x: [], y: [] });
  const grids = {
    real: smoothed(shares(points.real, square, size)),
    generated: smoothed(shares(points.generated, square, size)),
  };
  const [, densest] = extent(grids.real.values);
  if (densest === 0) throw new RangeError("No real sample lies in the domain; wanted at least one");
  const ramp: Ramp = { stops: sequentialStops, low: 0, high: 2 * densest };
  const axes = planeAxes(options, square);
  const line = contourOf(grids.real, square, levelHolding(grids.real, heldShare));
  const lineLayer = {
    data: { name: "line" },
    transform: [flattenSegments],
    mark: { type: "rule", color: ink, strokeWidth: 1, clip: true },
  };
  const concat = (["real", "generated"] as const).map((kind, i) => {
    const url = gridUrl(grids[kind], (value) => rampColour(ramp, value));
    const outside = countOutside(points[kind], square);
    const note = outside === 0 ? "" : `, ${outside} of ${points[kind].x.length} outside`;
    return {
      title: { text: kind + note, fontSize: 12, fontWeight: "normal", baseline: "alphabetic" },
      width: side,
      height: side,
      layer: [
        cellsLayer({ data: { values: [{ url }] } }, side, side),
        rampLegend(ramp, { title: "% of samples", length: side - 40 }),
        { ...lineLayer, encoding: { ...frameEncoding(axes, i === 0, true), ...segmentEnds } },
      ],
    };
  });
  const note = `Line: holds 90 % of the real samples. Darkest: ${percent(2 * densest)} of a cloud in a cell, or more`;
  const spec = {
    title: titleOver(2 * side + 18, options.title, note),
    datasets: { line: [{ ...segmentColumns(line, roundingFor(...square.x)) }] },
    concat,
    columns: 2,
    spacing: 18,
    bounds: "flush",
  };
  return chartFrom(spec, options.alt);
}
