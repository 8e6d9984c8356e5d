import { meanInterval } from "../metrics/interval";
import { titleOver, type ChartOptions, type Json, type JsonObject } from "./chart";
import { logAxis, powerLabels, type LogAxis } from "./log-axis";
import { expectFinite, expectSome, expectText, extent } from "./numbers";
import { coloursFor, dashes } from "./palette";
import { referenceLayers, type Reference } from "./reference";
import { expectNames } from "./series";

/** What was measured at one level: of a budget, of a lever. */
export interface LevelPoint {
  /** The level. A text stands on an axis of categories. */
  readonly at: number | string;
  /** One value for each seed. */
  readonly values: readonly number[];
}

/** One line of a chart over levels. */
export interface LevelSeries {
  /** Name in the legend. */
  readonly name: string;
  /** Its points, one for each level. */
  readonly points: readonly LevelPoint[];
}

/** What charts over levels have in common. */
export interface LevelOptions extends ChartOptions {
  /** The lines. */
  readonly series: readonly LevelSeries[];
  /** Title of the x axis, with its unit. */
  readonly xTitle: string;
  /** Title of the y axis, with its unit. */
  readonly yTitle: string;
  /** Scale of the y axis; "linear". */
  readonly yScale?: "linear" | "log";
  /** Chance with which an interval is meant to hold its mean; 0.95. */
  readonly level?: number;
  /** Level lines to hold the values against, such as "real data". */
  readonly reference?: readonly Reference[];
  /** Whether a line joins the points of a series; where all levels are numbers, which have an order. */
  readonly joined?: boolean;
}

/** How the axis of levels is laid out. */
export type LevelScale = "linear" | "log" | "category";

const [width, height] = [600, 260]; // pixels
const shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke"];

function check({ series, yScale }: LevelOptions, xScale: LevelScale): void {
  expectNames(series);
  for (const { name, points } of series) {
    expectText(name, "Name of a series");
    expectSome(points, `points of "${name}"`);
    points.forEach(({ at, values }, i) => {
      const what = `points[${i}] of "${name}"`;
      expectSome(values, `values in ${what}`);
      expectFinite(values, `values in ${what}`);
      if (yScale === "log" && extent(values)[0] <= 0) {
        throw new RangeError(`values in ${what} go down to ${extent(values)[0]}; wanted above 0`);
      }
      if (xScale === "category") return;
      if (typeof at !== "number") throw new TypeError(`at in ${what} is "${at}"; wanted a number`);
      if (!Number.isFinite(at) || (xScale === "log" && at <= 0)) {
        const wanted = xScale === "log" ? "above 0 on a log scale" : "a finite number";
        throw new RangeError(`at in ${what} is ${at}; wanted ${wanted}`);
      }
    });
  }
}

// On a log scale there is no 0 to start from, and Vega-Lite warns of one that does not want it.
const scaleOf = (type: "linear" | "log"): JsonObject =>
  type === "log" ? { type } : { type, zero: false };

const short = (value: number) => Number(value.toPrecision(4));

/** The mean at a level and, of two seeds or more, its interval; on a log scale that of the logarithms. */
function meanRow({ values }: LevelPoint, { level, yScale }: LevelOptions): Record<string, number> {
  const [to, from] = yScale === "log" ? [Math.log, Math.exp] : [Number, Number];
  if (values.length === 1) return { mean: short(values[0]) };
  const { mean, low, high } = meanInterval(values.map(to), { level });
  return { mean: short(from(mean)), low: short(from(low)), high: short(from(high)) };
}

/** Scale and axis of y. On a log scale they end where points, intervals, seeds and level lines end. */
function yLayout(options: LevelOptions, seeds: boolean): LogAxis {
  const { series, yScale = "linear", reference = [] } = options;
  if (yScale !== "log") return { scale: scaleOf(yScale), axis: {} };
  const points = series.flatMap((one) => one.points);
  return logAxis(
    ...extent([
      ...points.flatMap((point) => Object.values(meanRow(point, options))),
      ...(seeds ? points.flatMap(({ values }) => [...values]) : []),
      ...reference.map(({ value }) => value).filter((value) => value > 0),
    ]),
  );
}

function xEncoding({ series, xTitle }: LevelOptions, xScale: LevelScale): JsonObject {
  const all = Array.from(new Set(series.flatMap(({ points }) => points.map(({ at }) => at))));
  if (xScale === "category") {
    const longest = 6.5 * Math.max(...all.map((label) => String(label).length));
    const axis = { labelAngle: longest > width / all.length ? -40 : 0 };
    return { field: "at", type: "ordinal", sort: all.map(String), title: xTitle, axis };
  }
  const values = (all as number[]).sort((a, b) => a - b);
  const scale = { ...scaleOf(xScale), nice: false, padding: 16 };
  const axis = { values, labelExpr: powerLabels, labelOverlap: "greedy", grid: false };
  return { field: "at", type: "quantitative", title: xTitle, scale, axis };
}

/** The look of one series: the same field in each layer, so that there is one legend. */
function looks(names: readonly string[]): JsonObject {
  const legend =
    names.length > 1 ? { title: null, orient: "top", symbolSize: 120, columns: 3 } : null;
  const by = (range: Json): JsonObject => ({
    field: "name",
    type: "nominal",
    scale: { domain: names, range },
    legend,
  });
  return {
    color: by(coloursFor(names)),
    shape: by(names.map((_, i) => shapes[i])),
  };
}

/**
 * The specification of a chart over levels: for each series its means, joined or not, an interval
 * at each, and with `seeds` a small ring for each seed.
 */
export function levelSpec(options: LevelOptions, xScale: LevelScale, seeds: boolean): JsonObject {
  check(options, xScale);
  const { series, yTitle, yScale = "linear", level = 0.95 } = options;
  const isNumber = ({ at: each }: LevelPoint) => typeof each === "number";
  const { joined = series.every(({ points }) => points.every(isNumber)) } = options;
  const names = series.map(({ name }) => name);
  const { color, shape } = looks(names);
  const x = xEncoding(options, xScale);
  const y = { type: "quantitative", title: yTitle, ...yLayout(options, seeds) };
  const at = (field: string) => ({ ...y, field });
  const layer = series.flatMap(({ name, points }, i) => {
    const xOffset = (i - (series.length - 1) / 2) * 7; // pixels: intervals at one level stand apart
    const placed = points.map((point) => ({
      fields: { name, at: xScale === "category" ? String(point.at) : point.at },
      point,
    }));
    const means = {
      values: placed.map(({ fields, point }) => ({ ...fields, ...meanRow(point, options) })),
    };
    const each = placed.flatMap(({ fields, point }) =>
      point.values.map((value) => ({ ...fields, value: short(value) })),
    );
    const rings = {
      data: { values: each },
      mark: { type: "point", size: 18, strokeWidth: 1, opacity: 1, xOffset: xOffset - 9 },
      encoding: { x, y: at("value"), color },
    };
    const interval = {
      data: means,
      transform: [{ filter: "isValid(datum.low)" }],
      mark: { type: "rule", strokeWidth: 2, xOffset, x2Offset: xOffset },
      encoding: { x, y: at("low"), y2: { field: "high" }, color },
    };
    const line = {
      data: means,
      mark: { type: "line", strokeWidth: 1.2, strokeDash: dashes[i], xOffset },
      encoding: { x, y: at("mean"), color },
    };
    const dot = {
      data: means,
      mark: { type: "point", filled: true, size: 60, opacity: 1, xOffset },
      encoding: { x, y: at("mean"), color, shape },
    };
    return [...(joined ? [line] : []), ...(seeds ? [rings] : []), interval, dot];
  });
  const lone = series.every(({ points }) => points.every(({ values }) => values.length === 1));
  const share = Number((100 * level).toFixed(1));
  const note = `Points: ${yScale === "log" ? "geometric means" : "means"} over seeds, with ${share} % intervals`;
  return {
    title: titleOver(width, options.title, lone ? "" : note),
    width,
    height,
    layer: [...layer, ...referenceLayers(options.reference ?? [], yTitle, width)],
  };
}
