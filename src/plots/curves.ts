import { bucketPlaces, buckets } from "./buckets";
import {
  chartFrom,
  titleOver,
  type Chart,
  type ChartOptions,
  type Json,
  type JsonObject,
} from "./chart";
import { hoverLayer } from "./hover";
import { logAxis, type LogAxis } from "./log-axis";
import { expectFinite, expectInterval, extent, roundingFor } from "./numbers";
import { coloursFor, dashes } from "./palette";
import { referenceLayers, type Reference } from "./reference";
import { drawnExtent, expectNames, expectSeries, type Series } from "./series";

/** One line of a chart. */
export interface CurveSeries extends Series {
  /** Positions of the values, where they differ from those of the chart. */
  readonly x?: ArrayLike<number>;
}

/** Options of {@link curves}. */
export interface CurvesOptions extends ChartOptions {
  /** Position of each value, usually its training step. */
  readonly x: ArrayLike<number>;
  /** The curves, all of the length of `x`. */
  readonly series: readonly CurveSeries[];
  /** Title of the x axis, with its unit; "training step". */
  readonly xTitle?: string;
  /** Title of the y axis, with its unit. */
  readonly yTitle: string;
  /** Scale of the y axis; "linear". */
  readonly yScale?: "linear" | "log";
  /** Least and greatest value of the y axis; curves are cut there; what the data need. */
  readonly yDomain?: readonly [number, number];
  /** Level lines to hold the curves against, such as "chance" or "perfect". */
  readonly reference?: readonly Reference[];
  /** Show the least and greatest value in each bucket of a thinned series; false. */
  readonly band?: boolean;
}

const namesOf = ({ series }: CurvesOptions): string[] => series.map(({ name }) => name);

const [width, height] = [620, 260]; // pixels

const trainingStep = "training step";

/** The most points that are drawn of a line. */
export const mostPoints = 500;

// On a log scale every digit is as wide as any other, so digits are kept, not decimals.
function rounding(options: CurvesOptions): (value: number) => number {
  if (options.yScale === "log") return (value) => Number(value.toPrecision(4));
  return roundingFor(...(options.yDomain ?? drawnExtent(options.series)));
}

const isBanded = (series: Series, { band = false }: CurvesOptions): boolean =>
  series.low !== undefined || (band && series.values.length > mostPoints);

/** One row of data for a series, taken apart by a flatten transform. */
interface Row {
  readonly name: string;
  readonly colour: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low: readonly number[]; // none without a band
  readonly high: readonly number[];
}

function row(series: CurveSeries, colour: string, options: CurvesOptions): Row {
  const { name, values, low, high } = series;
  const round = rounding(options);
  const mean = (list: ArrayLike<number>) => buckets(list, mostPoints).mean;
  const bucketed = buckets(values, mostPoints);
  const [lower, upper] = low && high ? [mean(low), mean(high)] : [bucketed.low, bucketed.high];
  const banded = isBanded(series, options);
  return {
    name,
    colour,
    x: bucketPlaces(series.x ?? options.x, mostPoints).map((v) => Number(v.toPrecision(6))),
    y: bucketed.mean.map(round),
    low: banded ? lower.map(round) : [],
    high: banded ? upper.map(round) : [],
  };
}

function check(options: CurvesOptions): void {
  expectNames(options.series);
  for (const series of options.series) {
    const x = series.x ?? options.x;
    expectSeries(series, x.length);
    expectFinite(x, `x of "${series.name}"`);
  }
  const [least] = drawnExtent(options.series);
  if (options.yScale === "log" && least <= 0) {
    throw new RangeError(
      `Values go down to ${least}; wanted above 0 on a log scale; use yScale "linear"`,
    );
  }
  if (!options.yDomain) return;
  expectInterval(options.yDomain, "yDomain");
  if (options.yScale === "log" && options.yDomain[0] <= 0) {
    throw new RangeError(`yDomain starts at ${options.yDomain[0]}; wanted above 0 on a log scale`);
  }
}

function colourEncoding(options: CurvesOptions): JsonObject {
  const domain = namesOf(options);
  const legend =
    domain.length > 1
      ? { title: null, orient: "top", symbolType: "stroke", symbolSize: 500, columns: 3 }
      : null;
  const by = (range: Json): JsonObject => ({
    field: "name",
    type: "nominal",
    scale: { domain, range },
    legend,
  });
  return {
    color: by(coloursFor(domain)),
    strokeDash: by(domain.map((_, i) => dashes[i])),
  };
}

/** Scale and axis of y. On a log scale they end where the lines, bands and level lines end. */
function yLayout(
  { yDomain, yScale, reference = [] }: CurvesOptions,
  rows: readonly Row[],
): LogAxis {
  if (yScale !== "log") {
    const domain = yDomain && { domain: yDomain, nice: false };
    return { scale: { type: "linear", zero: false, ...domain }, axis: {} };
  }
  if (yDomain) return logAxis(...yDomain, true);
  const levels = reference.map(({ value }) => value).filter((value) => value > 0);
  return logAxis(
    ...extent([...rows.flatMap(({ y, low, high }) => [...y, ...low, ...high]), ...levels]),
  );
}

function layers(options: CurvesOptions, rows: readonly Row[]): JsonObject[] {
  const y = { type: "quantitative", title: options.yTitle, ...yLayout(options, rows) };
  const shared = colourEncoding(options);
  const bandColour = { field: "colour", type: "nominal", scale: null }; // no scale, so no second legend
  const band = {
    transform: [{ filter: "isValid(datum.low)" }],
    mark: { type: "area", opacity: 0.2, clip: true },
    encoding: { y: { ...y, field: "low" }, y2: { field: "high" }, color: bandColour },
  };
  const line = {
    mark: { type: "line", strokeWidth: 1.8, clip: true },
    encoding: { y: { ...y, field: "y" }, ...shared },
  };
  const hover = hoverLayer({ y: { ...y, field: "y" }, color: shared.color }, [
    { field: "name", type: "nominal", title: "title" }, // the tooltip's heading
    { field: "x", type: "quantitative", title: options.xTitle ?? trainingStep },
    { field: "y", type: "quantitative", title: options.yTitle },
  ]);
  const banded = options.series.some((series) => isBanded(series, options));
  return [...(banded ? [band] : []), line, hover];
}

function xEncoding(options: CurvesOptions): JsonObject {
  const { series, x, xTitle = trainingStep } = options;
  const all = series.flatMap((one) => Array.from(one.x ?? x));
  const [low, high] = extent(all);
  const scale = {
    domain: low < high ? [low, high] : [low - 1, high + 1],
    nice: false,
    zero: false,
  };
  const tickCount = all.every(Number.isInteger) ? Math.min(6, Math.max(1, high - low)) : 6;
  // Over a y on a log scale Vega-Lite would stack the areas' x: equal lows would stand side by side.
  const stack = series.some((one) => isBanded(one, options)) ? { stack: null } : {};
  return { field: "x", type: "quantitative", title: xTitle, scale, axis: { tickCount }, ...stack };
}

/**
 * Lines over training steps or any other axis.
 *
 * A series of more than 500 values is thinned: each drawn point is the mean of a bucket of
 * neighbours. `band` shades from the least to the greatest value of each bucket; `low` and `high`
 * of a series shade an interval of your own instead.
 *
 * @throws TypeError if lengths differ or a text is empty.
 * @throws RangeError if there is no value, one is not finite, or not above 0 on a log scale.
 *
 * @example
 * ```ts
 * import { curves } from "gan-clinic";
 * const chart = curves({
 *   title: "The discriminator wins",
 *   alt: "The discriminator loss falls from 0.7 to 0.1 while the generator loss rises to 3.",
 *   x: [0, 100, 200],
 *   series: [
 *     { name: "discriminator", values: [0.7, 0.3, 0.1] },
 *     { name: "generator", values: [0.7, 1.5, 3] },
 *   ],
 *   yTitle: "loss (nats)",
 * });
 * assert.match(chart.alt, /falls/);
 * ```
 */
export function curves(options: CurvesOptions): Chart {
  check(options);
  const colours = coloursFor(namesOf(options));
  const rows = options.series.map((series, i) => row(series, colours[i], options));
  const lines = {
    data: { values: rows.map((one) => ({ ...one })) },
    transform: [{ flatten: ["x", "y", "low", "high"] }],
    encoding: { x: xEncoding(options) },
    layer: layers(options, rows),
  };
  const spec = {
    title: titleOver(width, options.title),
    width,
    height,
    layer: [lines, ...referenceLayers(options.reference ?? [], options.yTitle, width)],
  };
  return chartFrom(spec, options.alt);
}
