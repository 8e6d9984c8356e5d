import { chartFrom, titleOver, type Chart, type ChartOptions } from "./chart";
import { expectFinite, expectLength, expectSome, expectText } from "./numbers";
import { rampColour } from "./ramp";

/** Options of {@link deviationMatrix}. */
export interface DeviationOptions extends ChartOptions {
  /** Shape (rows, columns): how far each is from what is usual, in the usual spread; above 0 is worse. */
  readonly values: readonly (readonly number[])[];
  /** A label for each row. */
  readonly rowNames: readonly string[];
  /** A label for each column. */
  readonly columnNames: readonly string[];
  /** What the rows are, as the axis says it. */
  readonly rowTitle: string;
  /** What the columns are, as the axis says it. */
  readonly columnTitle: string;
  /** Up to so far on either side all is as usual, and stays white; 3. */
  readonly usual?: number;
  /** From here on, colours are as deep as they get; 30. */
  readonly full?: number;
  /** What it means to be above what is usual; "worse". */
  readonly above?: string;
  /** What it means to be below it; "better". */
  readonly below?: string;
}

// Black text has a contrast of 5 or more on each of them.
const aboveStops = ["#fbe3d2", "#f0a56f", "#e0752a"];
const belowStops = ["#dcecf7", "#9ecae1", "#5aa9d6"];

function check({ values, rowNames, columnNames, usual = 3, full = 30 }: DeviationOptions): void {
  for (const [names, what] of [
    [rowNames, "rowNames"],
    [columnNames, "columnNames"],
  ] as const) {
    expectSome(names, what);
    names.forEach((name, i) => {
      expectText(name, `${what}[${i}]`);
      if (names.indexOf(name) !== i) {
        throw new RangeError(`${what} has "${name}" twice; wanted different names`);
      }
    });
  }
  expectLength(values, rowNames.length, "values");
  values.forEach((row, i) => {
    expectLength(row, columnNames.length, `values[${i}]`);
    expectFinite(row, `values[${i}]`);
  });
  if (!(usual > 0 && full > usual)) {
    throw new RangeError(`usual is ${usual} and full ${full}; wanted 0 < usual < full`);
  }
}

/** "+4.2", "−12": a sign on each, so that colour is not alone; one decimal where there is room. */
function signed(value: number): string {
  const size = Math.abs(value);
  const digits = size.toFixed(size < 9.95 ? 1 : 0);
  if (Number(digits) === 0) return "0";
  return `${value < 0 ? "−" : "+"}${digits}`;
}

function fillOf(value: number, usual: number, full: number): string {
  if (Math.abs(value) <= usual) return "#ffffff";
  const stops = value > 0 ? aboveStops : belowStops;
  const ramp = { stops, low: Math.log(usual), high: Math.log(full) };
  const hex = (byte: number) => byte.toString(16).padStart(2, "0");
  return `#${rampColour(ramp, Math.log(Math.abs(value)))
    .map(hex)
    .join("")}`;
}

/**
 * Many measurements of many cases at once, each against what is usual: white is as usual, orange above it,
 * blue below. For instance which metric (a column) notices which fault (a row), with all values turned so
 * that above is worse, and in the spread that the metric has on sound examples.
 *
 * @throws TypeError if shapes do not fit or a name is empty
 * @throws RangeError if a value is not finite, a name is there twice, or not 0 < usual < full
 * @example
 * ```ts
 * import { deviationMatrix } from "gan-clinic";
 * const chart = deviationMatrix({
 *   title: "Recall misses the noise, precision the copies",
 *   alt: "Noise moves precision by 12 spreads and recall by none; nothing moves both.",
 *   values: [[12, 0.3], [-4, 1]],
 *   rowNames: ["noise", "copies"],
 *   columnNames: ["precision", "recall"],
 *   rowTitle: "fault",
 *   columnTitle: "metric",
 * });
 * assert.match(JSON.stringify(chart.spec), /\+12/);
 * ```
 */
export function deviationMatrix(options: DeviationOptions): Chart {
  check(options);
  const { values, rowNames, columnNames, rowTitle, columnTitle } = options;
  const { usual = 3, full = 30, above = "worse", below = "better" } = options;
  const longest = Math.max(...columnNames.map((name) => name.length));
  const [cellWidth, cellHeight] = [50, 22]; // pixels
  const cells = values.flatMap((row, i) =>
    row.map((value, j) => ({
      row: rowNames[i],
      column: columnNames[j],
      text: signed(value),
      fill: fillOf(value, usual, full),
      ink: Math.abs(value) <= usual ? "#666666" : "#000000",
    })),
  );
  const width = cellWidth * columnNames.length;
  const note = `Orange, above +${usual}: ${above}. Blue, below −${usual}: ${below}. White: as usual.`;
  const axis = { ticks: false, domain: false, labelLimit: 240 };
  const spec = {
    title: titleOver(width + 120, options.title, note),
    width,
    height: cellHeight * rowNames.length,
    data: { values: cells },
    encoding: {
      x: {
        field: "column",
        type: "nominal",
        sort: columnNames,
        title: columnTitle,
        scale: { padding: 0 },
        axis: { ...axis, orient: "top", labelAngle: 7 * longest > cellWidth ? -40 : 0 },
      },
      y: {
        field: "row",
        type: "nominal",
        sort: rowNames,
        title: rowTitle,
        scale: { padding: 0 },
        axis,
      },
    },
    layer: [
      {
        mark: { type: "rect", stroke: "#bbbbbb", strokeWidth: 0.5 },
        encoding: { color: { field: "fill", type: "nominal", scale: null } },
      },
      {
        mark: { type: "text", fontSize: 11, baseline: "middle" },
        encoding: {
          text: { field: "text" },
          color: { field: "ink", type: "nominal", scale: null },
        },
      },
    ],
  };
  return chartFrom(spec, options.alt);
}
