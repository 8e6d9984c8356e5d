import { median } from "../statistics";
import { cellsLayer, cellsUrl } from "./cells";
import { chartFrom, titleOver, type Chart, type ChartOptions, type JsonObject } from "./chart";
import { expectFinite, expectInterval, expectLength, expectSome, expectText } from "./numbers";
import { palette } from "./palette";
import { magnitudeStops, rampColour, rampLegend, rgbOf, type Ramp, type Rgb } from "./ramp";

/** The gradient of one layer over training. */
export interface LayerGradient {
  /** The layer's name, different from the others'. */
  readonly name: string;
  /** Its gradient's norm at each step: 0 or above, or not a number where training broke. */
  readonly norms: ArrayLike<number>;
}

/** Options of {@link gradientHeatMap}. */
export interface GradientHeatMapOptions extends ChartOptions {
  /** Training step of each norm, rising. */
  readonly steps: ArrayLike<number>;
  /** From the input, drawn at the top, to the output. */
  readonly layers: readonly LayerGradient[];
  /** Norms of the palest and of the darkest colour; the powers of ten around the data. */
  readonly domain?: readonly [number, number];
  /** Title of the legend; "gradient norm". */
  readonly valueTitle?: string;
}

const [width, rowHeight, mostColumns] = [500, 24, 125]; // pixels; 4 pixels a column
const smallestNormal = 2 ** -126; // of float32: below it, digits are lost and many kernels give 0
const special = { "0 or underflow": palette.generated, "not finite": "#000000" } as const;
type Special = keyof typeof special;

function specialOf(norm: number): Special | undefined {
  if (!Number.isFinite(norm)) return "not finite";
  return norm < smallestNormal ? "0 or underflow" : undefined;
}

function check({ steps, layers }: GradientHeatMapOptions): void {
  expectSome(layers, "layers");
  expectSome(steps, "steps");
  expectFinite(steps, "steps");
  const falling = Array.from(steps).findIndex((step, i) => i > 0 && step <= steps[i - 1]);
  if (falling >= 0) {
    throw new RangeError(
      `steps[${falling}] is ${steps[falling]}, after ${steps[falling - 1]}; wanted rising steps`,
    );
  }
  layers.forEach(({ name, norms }, i) => {
    expectText(name, `layers[${i}].name`);
    if (layers.findIndex((other) => other.name === name) !== i) {
      throw new RangeError(`layers has "${name}" twice; wanted different names`);
    }
    expectLength(norms, steps.length, `norms of "${name}"`);
    const negative = Array.from(norms).find((norm) => norm < 0);
    if (negative !== undefined) {
      throw new RangeError(`norms of "${name}" has ${negative}; wanted 0 or above`);
    }
  });
}

/** The norms in columns of equal width along the steps: medians, or what came before where none is. */
function columnsOf(norms: ArrayLike<number>, steps: ArrayLike<number>, count: number): number[] {
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const columns: number[][] = Array.from({ length: count }, () => []);
  Array.from(norms).forEach((norm, i) => {
    const share = last > first ? (steps[i] - first) / (last - first) : 0;
    columns[Math.min(count - 1, Math.floor(share * count))].push(norm);
  });
  const drawn: number[] = [];
  for (const column of columns)
    drawn.push(column.length > 0 ? median(column, "lower") : drawn.at(-1)!);
  return drawn;
}

function rampOf(norms: readonly number[], domain?: readonly [number, number]): Ramp {
  if (domain) {
    expectInterval(domain, "domain");
    if (domain[0] <= 0) throw new RangeError(`domain starts at ${domain[0]}; wanted above 0`);
    return { stops: magnitudeStops, low: domain[0], high: domain[1] };
  }
  const powers = norms.filter((norm) => specialOf(norm) === undefined).map(Math.log10);
  const low = Math.floor(powers.reduce((a, b) => Math.min(a, b), powers.length > 0 ? Infinity : 0));
  const high = Math.ceil(
    powers.reduce((a, b) => Math.max(a, b), powers.length > 0 ? -Infinity : 0),
  );
  return { stops: magnitudeStops, low: 10 ** low, high: 10 ** Math.max(high, low + 1) };
}

function colourOf(ramp: Ramp): (norm: number) => Rgb {
  const byPower = { ...ramp, low: Math.log10(ramp.low), high: Math.log10(ramp.high) };
  return (norm) => {
    const kind = specialOf(norm);
    return kind ? rgbOf(special[kind]) : rampColour(byPower, Math.log10(norm));
  };
}

/** The layer that brings the axes, and the legend of the special colours that occur. */
function axesLayer(options: GradientHeatMapOptions, kinds: readonly Special[]): JsonObject {
  const { steps, layers } = options;
  const names = layers.map(({ name }) => name);
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const domain = last > first ? [first, last] : [first - 0.5, first + 0.5];
  const x = { field: "step", type: "quantitative", title: "training step" };
  const y = { field: "layer", type: "nominal", title: "layer", sort: names };
  const scale = { domain: kinds, range: kinds.map((kind) => special[kind]) };
  const legend = { title: null, orient: "top", symbolType: "square", symbolSize: 150 };
  const color = { field: "kind", type: "nominal", scale, legend };
  return {
    data: { values: names.map((layer) => ({ layer, step: first, kind: kinds[0] ?? null })) },
    mark: { type: "point", size: 0, filled: true },
    encoding: {
      x: { ...x, scale: { domain, nice: false, zero: false }, axis: { tickCount: 8, grid: false } },
      y: { ...y, scale: { type: "band", padding: 0 }, axis: { ticks: false, labelLimit: 160 } },
      ...(kinds.length > 0 && { color }),
    },
  };
}

/**
 * How large the gradient of each layer was at each step: a row for each layer, a column for each step,
 * darker for larger, each power of ten as far from the next. Where gradients vanish, rows fade from one
 * to the next; where they explode, they darken. A gradient of exactly 0 (or so small that float32 has no
 * digits left, below 2^-126) is a colour of its own: nothing can be learned there, and no scale shows it.
 *
 * Of more than 125 steps, each column is the median of those that fall into it.
 *
 * @throws TypeError if a layer has not one norm for each step or no name
 * @throws RangeError if there is nothing to draw, steps do not rise, a norm is negative, or a name is
 * there twice
 * @example
 * ```ts
 * import { gradientHeatMap } from "gan-clinic";
 * const chart = gradientHeatMap({
 *   title: "The first layer's gradient vanishes",
 *   alt: "The last layer's gradient stays near 0.1, the first layer's falls to exactly 0.",
 *   steps: [0, 100, 200],
 *   layers: [
 *     { name: "dense 1", norms: [1e-4, 1e-9, 0] },
 *     { name: "dense 2", norms: [0.1, 0.1, 0.2] },
 *   ],
 * });
 * assert.match(JSON.stringify(chart.spec), /0 or underflow/);
 * ```
 */
export function gradientHeatMap(options: GradientHeatMapOptions): Chart {
  check(options);
  const { steps, layers, valueTitle = "gradient norm" } = options;
  const columns = Math.min(mostColumns, steps.length);
  const values = layers.flatMap(({ norms }) => columnsOf(norms, steps, columns));
  const ramp = rampOf(values, options.domain);
  const url = cellsUrl({ rows: layers.length, columns, values }, colourOf(ramp));
  const kinds = (Object.keys(special) as Special[]).filter((kind) =>
    values.some((norm) => specialOf(norm) === kind),
  );
  const height = rowHeight * layers.length;
  const legend = { title: valueTitle, length: Math.max(80, height), log: true };
  const spec = {
    title: titleOver(width, options.title),
    width,
    height,
    layer: [
      cellsLayer({ data: { values: [{ url }] } }, width, height),
      rampLegend(ramp, legend),
      axesLayer(options, kinds),
    ],
  };
  return chartFrom(spec, options.alt);
}
