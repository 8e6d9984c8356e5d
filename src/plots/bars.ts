import {
  chartFrom,
  titleOver,
  type Chart,
  type ChartOptions,
  type Json,
  type JsonObject,
} from "./chart";
import { expectSome, expectText } from "./numbers";
import { coloursFor, pale } from "./palette";
import { referenceLayers, type Reference } from "./reference";
import { expectNames, expectSeries, type Series } from "./series";

/** Options of {@link bars}. */
export interface BarsOptions extends ChartOptions {
  /** A label for each place on the axis. */
  readonly categories: readonly string[];
  /** The bars at each place, real before generated. */
  readonly series: readonly Series[];
  /** Title of the x axis, with its unit. */
  readonly xTitle: string;
  /** Title of the y axis, with its unit. */
  readonly yTitle: string;
  /** Level lines to hold the bars against, such as "equal share". */
  readonly reference?: readonly Reference[];
}

function check({ categories, series }: BarsOptions): void {
  expectSome(categories, "categories");
  categories.forEach((label, i) => {
    expectText(label, `categories[${i}]`);
    if (categories.indexOf(label) !== i) {
      throw new RangeError(`categories has "${label}" twice; wanted different labels`);
    }
  });
  expectNames(series);
  series.forEach((one) => {
    expectSeries(one, categories.length);
  });
}

const short = (value: number) => Number(value.toPrecision(4));

function rows({ categories, series }: BarsOptions): JsonObject[] {
  return series.flatMap(({ name, values, low, high }) =>
    categories.map((category, i) => ({
      category,
      name,
      value: short(values[i]),
      ...(low && high && { low: short(low[i]), high: short(high[i]) }),
    })),
  );
}

// The first series is pale with an outline, the others are full: apart without colour too.
function layers(options: BarsOptions): JsonObject[] {
  const domain = options.series.map(({ name }) => name);
  const colours = coloursFor(domain);
  const sharedLegend =
    domain.length > 1 ? { title: null, orient: "top", symbolType: "square" } : null;
  const by = (range: Json, legend: Json = sharedLegend): JsonObject => ({
    field: "name",
    type: "nominal",
    scale: { domain, range },
    legend,
  });
  const y = { field: "value", type: "quantitative", title: options.yTitle };
  const fills = colours.map((colour, i) => (i === 0 && domain.length > 1 ? pale(colour) : colour));
  const bar = { color: by(fills), stroke: by(colours) };
  const drawn = { mark: { type: "bar", strokeWidth: 1.2 }, encoding: { y, ...bar } };
  const interval = {
    transform: [{ filter: "isValid(datum.low)" }],
    mark: { type: "rule", color: "#111111", strokeWidth: 1.5 },
    encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
  };
  return options.series.some(({ low }) => low !== undefined) ? [drawn, interval] : [drawn];
}

/**
 * Bars side by side for each category, such as the share of samples on each mode, real against
 * generated. `low` and `high` of a series draw an interval on each bar.
 *
 * @throws TypeError if lengths differ or a text is empty.
 * @throws RangeError if there is nothing to draw, a label is there twice, or a value is not finite.
 *
 * @example
 * ```ts
 * import { bars } from "gan-clinic";
 * const chart = bars({
 *   title: "Two modes are missing",
 *   alt: "The generator serves modes 1 and 2 of 4; the real data are even.",
 *   categories: ["1", "2", "3", "4"],
 *   series: [
 *     { name: "real", values: [0.25, 0.25, 0.25, 0.25] },
 *     { name: "generated", values: [0.6, 0.4, 0, 0] },
 *   ],
 *   xTitle: "mode",
 *   yTitle: "share of samples",
 * });
 * assert.match(chart.alt, /modes 1 and 2/);
 * ```
 */
export function bars(options: BarsOptions): Chart {
  check(options);
  const { categories, series } = options;
  const longest = 7 * Math.max(...categories.map((label) => label.length)) + 10;
  const band = Math.max(series.length * 16 + 14, longest);
  const width = Math.min(540, Math.max(260, categories.length * band));
  const labelAngle = longest > width / categories.length ? -40 : 0;
  const x = {
    field: "category",
    type: "nominal",
    sort: categories,
    title: options.xTitle,
    axis: { labelAngle },
  };
  const xOffset =
    series.length > 1
      ? { field: "name", type: "nominal", sort: series.map(({ name }) => name) }
      : undefined;
  const spec = {
    title: titleOver(width, options.title),
    width,
    height: 230,
    layer: [
      { data: { values: rows(options) }, encoding: { x, xOffset }, layer: layers(options) },
      ...referenceLayers(options.reference ?? [], options.yTitle, width),
    ],
  };
  return chartFrom(spec, options.alt);
}
