import { chartFrom, titleOver, type Chart, type ChartOptions } from "./chart";
import { expectFinite, expectLength, expectSome, expectText } from "./numbers";
import { rampColour, sequentialStops } from "./ramp";

/** Options of {@link confusionMatrix}. */
export interface ConfusionOptions extends ChartOptions {
  /** Shape (rows, columns): how many examples of each row fell into each column. */
  readonly counts: readonly (readonly number[])[];
  /** What the rows are, such as the labels that were asked for. */
  readonly rowNames: readonly string[];
  /** What the columns are, such as the labels that a classifier saw; those of the rows. */
  readonly columnNames?: readonly string[];
  /** What the rows are, as the axis says it. */
  readonly rowTitle: string;
  /** What the columns are, as the axis says it. */
  readonly columnTitle: string;
}

function check({ counts, rowNames, columnNames = rowNames }: ConfusionOptions): void {
  expectSome(rowNames, "rowNames");
  expectSome(columnNames, "columnNames");
  for (const [list, what] of [
    [rowNames, "rowNames"],
    [columnNames, "columnNames"],
  ] as const) {
    list.forEach((name, i) => {
      expectText(name, `${what}[${i}]`);
      if (list.indexOf(name) !== i)
        throw new RangeError(`${what} has "${name}" twice; wanted different names`);
    });
  }
  expectLength(counts, rowNames.length, "counts");
  counts.forEach((row, i) => {
    expectLength(row, columnNames.length, `counts[${i}]`);
    expectFinite(row, `counts[${i}]`);
    const bad = row.find((count) => !Number.isInteger(count) || count < 0);
    if (bad !== undefined) {
      throw new RangeError(`counts[${i}] has ${bad}; wanted whole numbers of 0 or above`);
    }
  });
}

/** On the darker half of the colours white text is the easier to read, on the other black text. */
export function textOn(share: number): "#000000" | "#ffffff" {
  const [red, green, blue] = rampColour({ stops: sequentialStops, low: 0, high: 1 }, share);
  // Relative luminance (WCAG 2.1); at 0.179 black and white have the same contrast, 4.58.
  const light = (byte: number) =>
    byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/**
 * Who was taken for whom: a row for each true (or wanted) class, a column for each one found. Each cell
 * holds its count and, below it, its share of the row; colours follow the share, so that a rare class
 * counts as much as a common one. What is right lies on the diagonal.
 *
 * @throws TypeError if shapes do not fit or a name is empty
 * @throws RangeError if a count is not a whole number of 0 or above, or a name is there twice
 * @example
 * ```ts
 * import { confusionMatrix } from "gan-clinic";
 * const chart = confusionMatrix({
 *   title: "Half of the sevens look like ones",
 *   alt: "All ones are seen as ones; of ten sevens, five are seen as ones.",
 *   counts: [[10, 0], [5, 5]],
 *   rowNames: ["1", "7"],
 *   rowTitle: "label asked for",
 *   columnTitle: "label seen",
 * });
 * assert.match(JSON.stringify(chart.spec), /50 %/);
 * ```
 */
export function confusionMatrix(options: ConfusionOptions): Chart {
  check(options);
  const { counts, rowNames, columnNames = rowNames, rowTitle, columnTitle } = options;
  const cell = columnNames.length > 8 ? 44 : 54; // pixels
  const values = counts.flatMap((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((count, j) => {
      const share = sum === 0 ? 0 : count / sum;
      return {
        row: rowNames[i],
        column: columnNames[j],
        count: count.toLocaleString("en-GB"),
        share: Number(share.toFixed(4)),
        percent: sum === 0 ? "–" : percent(share),
        text: textOn(share),
      };
    });
  });
  const longest = Math.max(...columnNames.map((name) => name.length));
  const scale = { padding: 0 };
  const encoding = {
    x: {
      field: "column",
      type: "nominal",
      sort: columnNames,
      title: columnTitle,
      scale,
      axis: {
        orient: "top",
        labelAngle: 7 * longest > cell ? -40 : 0,
        ticks: false,
        domain: false,
      },
    },
    y: {
      field: "row",
      type: "nominal",
      sort: rowNames,
      title: rowTitle,
      scale,
      axis: { ticks: false, domain: false },
    },
  };
  const domain = sequentialStops.map((_, i) => i / (sequentialStops.length - 1));
  const color = {
    field: "share",
    type: "quantitative",
    scale: { domain, range: sequentialStops, interpolate: "rgb" },
    legend: { title: "share of row", format: ".0%", tickCount: 3 },
  };
  const own = { field: "text", type: "nominal", scale: null };
  const label = (field: string, dy: number, fontSize: number) => ({
    mark: { type: "text", dy, fontSize, baseline: "middle" },
    encoding: { text: { field }, color: own },
  });
  const width = cell * columnNames.length;
  const spec = {
    title: titleOver(width + 80, options.title),
    width,
    height: cell * rowNames.length,
    data: { values },
    encoding,
    layer: [
      { mark: { type: "rect", stroke: "#bbbbbb", strokeWidth: 0.5 }, encoding: { fill: color } },
      label("count", -7, 12),
      label("percent", 9, 10),
    ],
  };
  return chartFrom(spec, options.alt);
}
