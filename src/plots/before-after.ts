import { pairedDifference, type MeanInterval } from "../metrics/interval";
import { noted, chartFrom, titleOver, type Chart, type ChartOptions } from "./chart";
import type { JsonObject } from "./chart";
import { expectFinite, expectLength, expectText } from "./numbers";
import { palette } from "./palette";
import { greyInk, ink } from "./theme";

/** One side of a comparison. */
export interface Arm {
  /** Such as "without" and "with minibatch discrimination". */
  readonly name: string;
  /** One value for each seed, in the same order on both sides. */
  readonly values: readonly number[];
}

/** Options of {@link beforeAfter}. */
export interface BeforeAfterOptions extends ChartOptions {
  /** The arm without the change. */
  readonly before: Arm;
  /** The arm with it: the same seeds, in the same order. */
  readonly after: Arm;
  /** Title of the values' axis, with the unit. */
  readonly yTitle: string;
  /** Chance with which the interval is meant to hold the mean difference; 0.95. */
  readonly level?: number;
}

const [pairsWidth, differenceWidth, height] = [260, 130, 240]; // pixels
const short = (value: number) => Number(value.toPrecision(4));

function check({ before, after }: BeforeAfterOptions): void {
  expectText(before.name, "Name of before");
  expectText(after.name, "Name of after");
  if (before.name === after.name) {
    throw new RangeError(`Both arms are named "${before.name}"; wanted different names`);
  }
  expectFinite(before.values, `values of "${before.name}"`);
  expectFinite(after.values, `values of "${after.name}"`);
  expectLength(after.values, before.values.length, `values of "${after.name}"`);
}

/** A line for each seed from its value before to its value after. */
function pairsView({ before, after, yTitle }: BeforeAfterOptions): JsonObject {
  const arms = [before, after];
  const names = arms.map(({ name }) => name);
  const values = arms.flatMap((arm) =>
    arm.values.map((value, seed) => ({ seed, arm: arm.name, value: short(value) })),
  );
  const x = {
    field: "arm",
    type: "nominal",
    sort: names,
    title: null,
    axis: { labelAngle: 0, labelFontSize: 12, labelLimit: pairsWidth / 2 },
  };
  const y = { field: "value", type: "quantitative", title: yTitle, scale: { zero: false } };
  const byArm = (range: readonly string[]) => ({
    field: "arm",
    type: "nominal",
    scale: { domain: names, range },
    legend: null,
  });
  const looks = {
    color: byArm([palette.generated, palette.real]),
    shape: byArm(["circle", "square"]),
  };
  const line = { type: "line", color: greyInk, strokeWidth: 1 };
  return {
    width: pairsWidth,
    height,
    data: { values },
    layer: [
      { mark: line, encoding: { x, y, detail: { field: "seed", type: "nominal" } } },
      { mark: { type: "point", filled: true, size: 55, opacity: 1 }, encoding: { x, y, ...looks } },
    ],
  };
}

/** A ring for each seed's difference, their mean and its interval, and the line of no difference. */
function differenceView(
  options: BeforeAfterOptions,
  { mean, low, high }: MeanInterval,
): JsonObject {
  const { before, after } = options;
  const values = after.values.map((value, i) => ({ difference: short(value - before.values[i]) }));
  const title = "difference, seed by seed";
  const y = { type: "quantitative", title, axis: { orient: "right" } };
  const at = (field: string, place: number) => ({ x: { value: place }, y: { ...y, field } });
  const summary = { values: [{ mean: short(mean), low: short(low), high: short(high), none: 0 }] };
  const [ringsAt, meanAt] = [differenceWidth / 3, (2 * differenceWidth) / 3];
  return {
    width: differenceWidth,
    height,
    layer: [
      {
        data: summary,
        mark: { type: "rule", color: greyInk, strokeDash: [3, 3] },
        encoding: { y: { ...y, field: "none" } },
      },
      {
        data: { values },
        mark: { type: "point", color: greyInk, size: 40, opacity: 1 },
        encoding: at("difference", ringsAt),
      },
      {
        data: summary,
        mark: { type: "rule", color: ink, strokeWidth: 2.5 },
        encoding: { ...at("low", meanAt), y2: { field: "high" } },
      },
      {
        data: summary,
        mark: { type: "point", shape: "diamond", filled: true, color: ink, size: 90, opacity: 1 },
        encoding: at("mean", meanAt),
      },
    ],
  };
}

const signed = (value: number): string =>
  `${value < 0 ? "−" : "+"}${Math.abs(Number(value.toPrecision(3)))}`;

/**
 * The same seeds before and after one change: a line for each seed, and beside it what the change made
 * of each seed, with the mean difference and its Student's t interval. Lines that all go one way are an
 * effect; lines that cross are luck. An interval that holds 0 says that the seeds cannot tell.
 *
 * @throws TypeError if the arms differ in length or a text is empty
 * @throws RangeError for fewer than two seeds, a value that is not finite, or equal names
 * @example
 * ```ts
 * import { beforeAfter } from "gan-clinic";
 * const chart = beforeAfter({
 *   title: "Minibatch discrimination brings modes back in every seed",
 *   alt: "In each of three seeds the number of modes rises, from 2 to 7 in the mean.",
 *   before: { name: "without", values: [1, 2, 3] },
 *   after: { name: "with", values: [7, 7, 7] },
 *   yTitle: "modes covered (of 8)",
 * });
 * assert.match(chart.alt, /Mean difference \+5, 95 % interval/);
 * ```
 */
export function beforeAfter(options: BeforeAfterOptions): Chart {
  check(options);
  const { before, after, level = 0.95 } = options;
  const effect = pairedDifference(after.values, before.values, { level });
  const spec = {
    title: titleOver(pairsWidth + differenceWidth, options.title),
    hconcat: [pairsView(options), differenceView(options, effect)],
    spacing: 30,
    resolve: { scale: { y: "independent" } },
  };
  const share = Number((100 * level).toFixed(1));
  const ends = `${signed(effect.low)} to ${signed(effect.high)}`;
  return noted(
    chartFrom(spec, options.alt),
    `Mean difference ${signed(effect.mean)}, ${share} % interval ${ends}, ${effect.n} seeds.`,
  );
}
