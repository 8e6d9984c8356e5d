import { powerLabels } from "./log-axis";
import type { JsonObject } from "./chart";
import { pale, palette } from "./palette";

/** A colour for each number between `low` and `high`: stops at even distances, mixed between. */
export interface Ramp {
  /** Two or more colours, "#rrggbb". */
  readonly stops: readonly string[];
  readonly low: number;
  readonly high: number;
}

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** From nothing, white, to much, dark blue. For counts and shares. */
export const sequentialStops: readonly string[] = ["#ffffff", "#9ecae1", "#3182bd", "#08306b"];

/** From pale to dark blue, neither end white or black. For magnitudes, where those mean something else. */
export const magnitudeStops: readonly string[] = ["#deebf7", "#8fc1de", "#3d8dc3", "#08519c"];

/** From pale to dark in the hue of generated samples: the order along a path of them. */
export const pathStops: readonly string[] = ["#fbe3d2", "#f0a56f", "#d55e00", "#7a3600"];

/** From the generated samples' side through white to the real ones'. Pale, so that marks stand out. */
export const sidesStops: readonly string[] = [
  pale(palette.generated),
  "#ffffff",
  pale(palette.real),
];

/** The parts of "#rrggbb". */
export function rgbOf(colour: string): Rgb {
  const part = (at: number) => parseInt(colour.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** The ramp's colour for a value; values beyond its ends get the colour of the end. */
export function rampColour({ stops, low, high }: Ramp, value: number): Rgb {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  const place = share * (stops.length - 1);
  const before = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [rgbOf(stops[before]), rgbOf(stops[before + 1])];
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (place - before) * (to[i] - from[i]));
  return [mix(0), mix(1), mix(2)];
}

/** How a legend of the ramp looks. */
export interface RampLegend {
  readonly title: string;
  /** Length of the bar in pixels. */
  readonly length: number;
  /** Whether the ramp's colours go by the logarithm; its ends are powers of ten then. */
  readonly log?: boolean;
}

/** Up to five powers of ten from one to the other, evenly spread. */
function powersBetween(low: number, high: number): number[] {
  const [first, last] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
  const step = Math.max(1, Math.ceil((last - first) / 4));
  const count = Math.floor((last - first) / step) + 1;
  return Array.from({ length: count }, (_, i) => 10 ** (first + i * step));
}

/**
 * A layer that draws nothing but brings the legend of a ramp: the picture itself is an image, which
 * has no scale of its own. It takes the channel "fill", so that "color" is left for points.
 */
export function rampLegend({ stops, low, high }: Ramp, legend: RampLegend): JsonObject {
  const { title, length, log = false } = legend;
  // A scale takes one value for each colour.
  const domain = stops.map((_, i) => {
    const share = i / (stops.length - 1);
    return log ? low * (high / low) ** share : low + (high - low) * share;
  });
  const scale = { type: log ? "log" : "linear", domain, range: stops, interpolate: "rgb" };
  const numbers = log
    ? { labelExpr: powerLabels, values: powersBetween(low, high) }
    : { format: ".3~g" };
  const bar = { title, type: "gradient", orient: "right", gradientLength: length, ...numbers };
  return {
    data: { values: [{ value: low }] },
    mark: { type: "point", size: 0, opacity: 1, stroke: null },
    encoding: {
      x: { value: 0 },
      y: { value: 0 },
      fill: { field: "value", type: "quantitative", scale, legend: bar },
    },
  };
}
