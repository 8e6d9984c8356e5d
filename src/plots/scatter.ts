import { chartFrom, titleOver, type Chart } from "./chart";
import { coordinatesOrNone, flattenPoints, planeEncoding, pointLayer, pointRow } from "./plane";
import { squareFor, wholeSide } from "./plane";
import type { Kind, PlaneOptions } from "./plane";
import { countOutside, thin, type Points } from "./points";

/** Options of {@link scatterPlot}. At least one of `real` and `fake` is wanted. */
export interface ScatterOptions extends PlaneOptions {
  /** Real samples. Shape (count, 2). */
  readonly real?: Points;
  /** Generated samples. Shape (count, 2). */
  readonly fake?: Points;
  /** The most points drawn of each kind, evenly picked; 1000. */
  readonly maxPoints?: number;
}

/**
 * Real and generated 2-D samples in one square picture with equal units on both axes.
 *
 * At most `maxPoints` of each kind are drawn. Generated points outside the square are not drawn;
 * a line under the title counts them.
 *
 * @throws TypeError if samples are not (count, 2) or a text is empty.
 * @throws RangeError if samples are empty or not finite, or there are none at all.
 *
 * @example
 * ```ts
 * import { scatterPlot } from "gan-clinic";
 * const chart = scatterPlot({
 *   title: "All generated points sit on one mode",
 *   alt: "The real points form two groups; the generated points cover one of them.",
 *   real: [[-1, 0], [1, 0]],
 *   fake: [[1, 0], [1.1, 0]],
 * });
 * assert.equal(chart.spec.width, chart.spec.height);
 * ```
 */
export function scatterPlot(options: ScatterOptions): Chart {
  if (options.real === undefined && options.fake === undefined) {
    throw new RangeError("Scatter plot has no samples; wanted real, fake or both");
  }
  const real = coordinatesOrNone(options.real, "real");
  const fake = coordinatesOrNone(options.fake, "fake");
  const centres = coordinatesOrNone(options.centres, "centres");
  const square = squareFor(options, real, fake);
  const most = options.maxPoints ?? 1000;
  const layers = { real, generated: fake, "mode centre": centres };
  const kinds = (Object.keys(layers) as Kind[]).filter((kind) => layers[kind].x.length > 0);
  const outside = countOutside(fake, square);
  const note = outside === 0 ? "" : `${outside} of ${fake.x.length} generated points lie outside`;
  const layer = kinds.map((kind) => {
    const values = [pointRow(thin(layers[kind], most), square, { kind })];
    return pointLayer(kind, { data: { values }, transform: [flattenPoints] }, wholeSide);
  });
  const spec = {
    title: titleOver(wholeSide, options.title, note),
    width: wholeSide,
    height: wholeSide,
    layer,
    encoding: planeEncoding(options, square, kinds),
  };
  return chartFrom(spec, options.alt);
}
