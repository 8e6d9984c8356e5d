import { chartFrom, titleOver, type Chart, type ChartOptions, type JsonObject } from "./chart";
import { expectFinite, expectLength, expectSome, extent } from "./numbers";
import { coloursFor } from "./palette";
import { expectNames } from "./series";
import { greyInk, ink } from "./theme";

/** How many samples of one kind fell to each mode. */
export interface ModeCounts {
  /** Name in the legend, such as "generated". */
  readonly name: string;
  /** One count for each mode, such as the `histogram` of {@link modeCoverage}. */
  readonly counts: ArrayLike<number>;
}

/** Options of {@link modeHistogram}. */
export interface ModeHistogramOptions extends ChartOptions {
  /** The true share of each mode, or numbers in proportion to it. */
  readonly masses: ArrayLike<number>;
  /** How many samples each mode got, for each set of samples. */
  readonly series: readonly ModeCounts[];
  /** A label for each mode; "1", "2", … */
  readonly labels?: readonly string[];
  /** Title of the axis of modes; "mode". */
  readonly xTitle?: string;
}

const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

function check({ masses, series, labels }: ModeHistogramOptions): void {
  expectSome(masses, "masses");
  expectNames(series);
  if (labels) expectLength(labels, masses.length, "labels");
  const lists = series.map(({ name, counts }) => [`counts of "${name}"`, counts] as const);
  for (const [name, list] of [["masses", masses] as const, ...lists]) {
    expectLength(list, masses.length, name);
    expectFinite(list, name);
    if (extent(list)[0] < 0 || total(list) === 0) {
      throw new RangeError(
        `${name} is [${Array.from(list).join(", ")}]; wanted numbers of 0 or above, one above 0`,
      );
    }
  }
}

/**
 * The share of samples on each mode against the true share: a thick line at what the data have, and a
 * box where a perfect sampler's share would fall in 95 of 100 draws of as many samples
 * (p ± 1.96 sqrt(p (1 - p) / n), the normal approximation of the binomial). A bar in the box is no
 * evidence of dropping; one far below is.
 *
 * The box is for the smallest of the series. With many modes some bars leave it by chance: one in 20.
 *
 * @throws TypeError if lengths differ or a text is empty
 * @throws RangeError if there is nothing to draw, or a count is negative or not finite
 * @example
 * ```ts
 * import { modeHistogram } from "gan-clinic";
 * const chart = modeHistogram({
 *   title: "The rare mode is dropped",
 *   alt: "The rare third mode, a tenth of the data, gets no generated sample.",
 *   masses: [0.45, 0.45, 0.1],
 *   series: [{ name: "generated", counts: [510, 490, 0] }],
 * });
 * assert.match(JSON.stringify(chart.spec.title), /1,000 samples/);
 * ```
 */
export function modeHistogram(options: ModeHistogramOptions): Chart {
  check(options);
  const { masses, series, xTitle = "mode" } = options;
  const labels = options.labels ?? Array.from(masses, (_, k) => String(k + 1));
  const samples = Math.min(...series.map(({ counts }) => total(counts)));
  const wanted = Array.from(masses, (mass) => mass / total(masses));
  const longest = 7 * Math.max(...labels.map((label) => label.length)) + 8;
  const band = Math.max(18, Math.min(70, 540 / labels.length));
  const width = Math.round(Math.max(260, band * labels.length));
  const x = {
    field: "mode",
    type: "nominal",
    sort: labels,
    title: xTitle,
    scale: { paddingInner: 0.2, paddingOuter: 0.1 },
    axis: { labelAngle: longest > width / labels.length ? -40 : 0 },
  };
  const names = series.map(({ name }) => name);
  const bars = series.flatMap(({ name, counts }) =>
    labels.map((mode, k) => ({ mode, name, share: counts[k] / total(counts) })),
  );
  const expected = labels.map((mode, k) => {
    const reach = 1.96 * Math.sqrt((wanted[k] * (1 - wanted[k])) / samples);
    return { mode, share: wanted[k], low: Math.max(0, wanted[k] - reach), high: wanted[k] + reach };
  });
  const y = { field: "share", type: "quantitative", title: "share of samples" };
  const legend = names.length > 1 ? { title: null, orient: "top", symbolType: "square" } : null;
  const xOffset = names.length > 1 ? { field: "name", type: "nominal", sort: names } : undefined;
  const scale = { domain: names, range: coloursFor(names) };
  const layer: JsonObject[] = [
    {
      data: { values: bars },
      mark: { type: "bar", strokeWidth: 1.2 },
      encoding: {
        x,
        xOffset,
        y,
        fill: { field: "name", type: "nominal", scale, legend },
        stroke: { field: "name", type: "nominal", scale, legend },
      },
    },
    {
      data: { values: expected },
      mark: { type: "bar", fill: "#ffffff", fillOpacity: 0.5, stroke: greyInk, strokeWidth: 1 },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
    },
    {
      data: { values: expected },
      mark: {
        type: "tick",
        color: ink,
        opacity: 1,
        thickness: 2,
        size: (0.82 * width) / labels.length,
      },
      encoding: { x, y },
    },
  ];
  const count = samples.toLocaleString("en-GB");
  const note = `Line: true share. Box: 95 % of perfect draws of ${count} samples`;
  const spec = { title: titleOver(width, options.title, note), width, height: 230, layer };
  return chartFrom(spec, options.alt);
}
