import {
  chartFrom,
  titleOver,
  type Chart,
  type ChartOptions,
  type Json,
  type JsonObject,
} from "./chart";
import { expectNames } from "./series";
import { coloursFor, dashes } from "./palette";
import { expectInterval, expectText, roundingFor } from "./numbers";
import { coordinates, type Points } from "./points";
import { greyInk, ink } from "./theme";

/** One way through the plane. */
export interface Trajectory {
  /** Name in the legend. */
  readonly name: string;
  /** Where it goes, in order. Shape (count, 2), at least one. */
  readonly points: Points;
}

/** Options of {@link trajectories}. */
export interface TrajectoriesOptions extends ChartOptions {
  /** The paths, each in the order of time. */
  readonly series: readonly Trajectory[];
  /** A point to look for, drawn as a cross of two lines; such as an equilibrium. */
  readonly target?: readonly [number, number];
  /** Least and greatest coordinate, the same on both axes. Lines are cut there. */
  readonly domain: readonly [number, number];
  /** Title of the x axis, with the unit if there is one. */
  readonly xTitle: string;
  /** Title of the y axis, with the unit if there is one. */
  readonly yTitle: string;
}

const side = 340; // pixels

function check({ series, domain, xTitle, yTitle }: TrajectoriesOptions): void {
  expectNames(series.map(({ name }) => ({ name, values: [0] })));
  expectInterval(domain, "domain");
  expectText(xTitle, "xTitle");
  expectText(yTitle, "yTitle");
}

/**
 * Ways through the plane, such as the weights of two players over training: spirals in, circles, spirals
 * out. A dot marks where a way begins and a square where it ends. Both axes have the same unit.
 *
 * @throws TypeError if points are not (count, 2) or a text is empty
 * @throws RangeError if there is no way, one has no point, or a number is not finite
 * @example
 * ```ts
 * import { trajectories } from "gan-clinic";
 * const chart = trajectories({
 *   title: "It goes round",
 *   alt: "The way is a quarter of a circle.",
 *   series: [{ name: "no penalty", points: [[1, 0], [0.7, 0.7], [0, 1]] }],
 *   domain: [-1, 1],
 *   xTitle: "generator",
 *   yTitle: "discriminator",
 * });
 * assert.equal(chart.spec.width, chart.spec.height);
 * ```
 */
export function trajectories(options: TrajectoriesOptions): Chart {
  check(options);
  const { series, domain, target, title, alt } = options;
  const names = series.map(({ name }) => name);
  const axis = (field: string, text: string): JsonObject => ({
    field,
    type: "quantitative",
    title: text,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 5 },
  });
  const axes = { x: axis("x", options.xTitle), y: axis("y", options.yTitle) };
  const legend = { title: null, orient: "top", symbolType: "stroke", symbolSize: 500, columns: 2 };
  const by = (range: Json) => ({
    field: "name",
    type: "nominal",
    scale: { domain: names, range },
    legend: names.length > 1 ? legend : null,
  });
  const round = roundingFor(...domain);
  const ways = series.map(({ name, points }) => {
    const { x, y } = coordinates(points, `points of "${name}"`);
    return { name, x: x.map(round), y: y.map(round), order: x.map((_, i) => i) };
  });
  const colours = coloursFor(names);
  const ends = (shape: string, at: (values: readonly number[]) => number): JsonObject => ({
    data: { values: ways.map(({ x, y }, i) => ({ colour: colours[i], x: at(x), y: at(y) })) },
    mark: { type: "point", filled: true, shape, size: 60, opacity: 1, clip: true },
    encoding: { ...axes, color: { field: "colour", type: "nominal", scale: null } }, // no second legend
  });
  const line: JsonObject = {
    data: { values: ways },
    transform: [{ flatten: ["x", "y", "order"] }],
    mark: { type: "line", strokeWidth: 1.3, clip: true },
    encoding: {
      ...axes,
      order: { field: "order", type: "quantitative" },
      color: by(colours),
      strokeDash: by(names.map((_, i) => dashes[i])),
    },
  };
  const cross = (channel: "x" | "y", value: number): JsonObject => ({
    data: { values: [{ x: value, y: value }] },
    mark: { type: "rule", color: greyInk, strokeDash: [3, 3] },
    encoding: { [channel]: axes[channel] },
  });
  const goal: JsonObject[] = target
    ? [
        cross("x", target[0]),
        cross("y", target[1]),
        {
          data: { values: [{ x: target[0], y: target[1] }] },
          mark: { type: "point", shape: "diamond", filled: true, color: ink, size: 50, opacity: 1 },
          encoding: axes,
        },
      ]
    : [];
  const spec = {
    title: titleOver(side, title, "Dot: where it begins; square: where it ends"),
    width: side,
    height: side,
    layer: [
      ...goal,
      line,
      ends("circle", (values) => values[0]),
      ends("square", (values) => values[values.length - 1]),
    ],
  };
  return chartFrom(spec, alt);
}
