/** Several arms of one experiment side by side: what each lever did, measured the same way over the same seeds. */
import { meanInterval, pairedDifference, type MeanInterval } from "../metrics/interval";
import { intervalText } from "./claim-view";
import { showTable, type TableCell } from "./table";

/** One measurement of the table. */
export interface ComparisonColumn {
  /** Its name in the arms. */
  readonly key: string;
  /** Its heading, with the unit: "modes of 8". */
  readonly title: string;
  /** Which way is an improvement. */
  readonly better: "more" | "less";
}

/** What {@link comparisonTable} compares. */
export interface ComparisonInput {
  /** What the table shows. */
  readonly title: string;
  /** The arm that the others are compared with. */
  readonly baseline: string;
  /** By arm and measurement, one number per seed, in the same order of seeds everywhere. */
  readonly arms: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** The measurements to show, in order. */
  readonly columns: readonly ComparisonColumn[];
}

/** What one arm measured, and how it differs from the baseline. */
export interface Comparison {
  /** Which arm. */
  readonly arm: string;
  /** Which measurement. */
  readonly key: string;
  /** Its mean over the seeds, with the interval. */
  readonly measured: MeanInterval;
  /** Of `arm − baseline`, seed by seed; none for the baseline itself. */
  readonly difference?: MeanInterval;
  /** "better" or "worse" where both intervals of the difference (t and bootstrap) leave out 0. */
  readonly verdict: "better" | "worse" | "undecided" | "baseline";
}

/**
 * Shows a table: a row for each arm, a column for each measurement, in each cell the mean with its 95 % interval
 * and the paired difference from the baseline with its own. ▲ is better, ▼ is worse, and ≈ says that these seeds do
 * not decide it. A difference counts as decided when Student's t and the percentile bootstrap agree.
 *
 * Seeds whose run did not end in a number (it diverged) are left out of a cell, pair by pair, and counted in it.
 *
 * @returns the cells, arm by arm
 * @throws RangeError for a baseline or a measurement that is missing, or arms with unequal numbers of seeds
 * @example
 * ```ts
 * import { comparisonTable } from "gan-clinic";
 * const cells = comparisonTable({
 *   title: "Packing",
 *   baseline: "none",
 *   arms: { none: { modes: [1, 2, 1, 1] }, "packing 2": { modes: [7, 8, 8, 7] } },
 *   columns: [{ key: "modes", title: "modes of 8", better: "more" }],
 * });
 * assert.equal(cells[1].verdict, "better");
 * assert.equal(cells[1].difference?.mean, 6.25);
 * ```
 */
export function comparisonTable(input: ComparisonInput): Comparison[] {
  checkInput(input);
  const cells = Object.keys(input.arms).flatMap((arm) =>
    input.columns.map((column) => compare(input, arm, column)),
  );
  const rows = Object.keys(input.arms).map((arm): TableCell[] => [
    { text: nameOf(arm, input), head: true },
    ...cells.filter((cell) => cell.arm === arm).map((cell) => shown(input, cell)),
  ]);
  const heads = ["", ...input.columns.map(({ title, better }) => `${title}; ${ARROW[better]}`)];
  const legend =
    "Mean and 95 % interval over the seeds; Δ: paired difference from the baseline, with its interval. " +
    "▲ better, ▼ worse, ≈ these seeds do not decide it.";
  showTable({ title: input.title, heads, rows, legend });
  return cells;
}

/** The arm's name, and which one is the baseline unless it is called so. */
function nameOf(arm: string, { baseline }: ComparisonInput): string {
  return arm === baseline && arm !== "baseline" ? `${arm} (baseline)` : arm;
}

const ARROW = { more: "more is better", less: "less is better" };
const MARK = { better: "▲", worse: "▼", undecided: "≈", baseline: "" };

function compare(
  { arms, baseline }: ComparisonInput,
  arm: string,
  { key, better }: ComparisonColumn,
): Comparison {
  const values = arms[arm][key];
  const measured = meanInterval(atLeastTwo(values.filter(Number.isFinite), arm, key));
  if (arm === baseline) return { arm, key, measured, verdict: "baseline" };
  const base = arms[baseline][key];
  const isPair = (_: number, i: number) => Number.isFinite(values[i]) && Number.isFinite(base[i]);
  const a = atLeastTwo(values.filter(isPair), arm, key);
  const b = base.filter(isPair);
  const difference = pairedDifference(a, b);
  const both = [difference, pairedDifference(a, b, { method: "bootstrap" })];
  const above = both.every(({ low }) => low > 0);
  const below = both.every(({ high }) => high < 0);
  const rises = better === "more" ? "better" : "worse";
  const falls = better === "more" ? "worse" : "better";
  return { arm, key, measured, difference, verdict: above ? rises : below ? falls : "undecided" };
}

function shown({ arms }: ComparisonInput, cell: Comparison): TableCell {
  const { measured, difference, verdict, arm, key } = cell;
  const lost = arms[arm][key].filter((value) => !Number.isFinite(value)).length;
  const parts = [
    intervalText(measured),
    ...(difference ? [`Δ ${intervalText(difference)} ${MARK[verdict]}`] : []),
    ...(lost > 0 ? [`${lost} of ${arms[arm][key].length} diverged`] : []),
  ];
  return { text: parts.join("\n"), strong: verdict === "better" };
}

function atLeastTwo(values: number[], arm: string, key: string): number[] {
  if (values.length >= 2) return values;
  throw new RangeError(
    `comparisonTable: arm "${arm}" has ${values.length} finite numbers for "${key}"; wanted at least 2. ` +
      "Leave the arm out of the table and count its runs that diverged",
  );
}

function checkInput({ arms, baseline, columns }: ComparisonInput): void {
  if (!Object.hasOwn(arms, baseline)) {
    throw new RangeError(
      `comparisonTable: the baseline "${baseline}" is not among the arms: ${Object.keys(arms).join(", ")}`,
    );
  }
  for (const { key } of columns) {
    for (const [arm, measured] of Object.entries(arms)) {
      if (!Object.hasOwn(measured, key)) {
        throw new RangeError(`comparisonTable: arm "${arm}" has no measurement "${key}"`);
      }
      const wanted = arms[baseline][key].length;
      if (measured[key].length !== wanted) {
        throw new RangeError(
          `comparisonTable: arm "${arm}" has ${measured[key].length} seeds for "${key}", the baseline ${wanted}; ` +
            "they are compared seed by seed",
        );
      }
    }
  }
}
