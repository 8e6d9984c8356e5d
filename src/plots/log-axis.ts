import type { JsonObject } from "./chart";

/** Scale and axis of a logarithmic y axis. */
export interface LogAxis {
  readonly scale: JsonObject;
  readonly axis: JsonObject;
}

interface Choice {
  readonly digits: readonly number[];
  readonly stride: number; // from one power of ten to the next
}

// Ticks by first digits and powers of ten, from many to few: the first that are not too many are taken.
const choices: readonly Choice[] = [
  { digits: [1, 2, 3, 4, 5, 6, 7, 8, 9], stride: 1 },
  { digits: [1, 2, 3, 5, 7], stride: 1 },
  { digits: [1, 2, 5], stride: 1 },
  { digits: [1, 3], stride: 1 },
  ...[1, 2, 3, 5, 10, 20, 50, 100].map((stride) => ({ digits: [1], stride })),
];
const mostTicks = 8; // so that labels stand apart on the 250 pixels of a chart

/** 0.001, 1 and 1,000 as they are; further away 1e−6 is easier to read than 0.000001. */
export const powerLabels =
  "abs(log(datum.value)) < 10 ? format(datum.value, ',~r') : format(datum.value, '~e')";

/** The ticks of one choice from the last one at or below `low` to the first one at or above `high`. */
function ticksAround(low: number, high: number, { digits, stride }: Choice): number[] {
  const power = (value: number) => Math.floor(Math.log10(value) / stride) * stride;
  const ticks: number[] = [];
  for (let p = power(low) - stride; p <= power(high) + stride; p += stride) {
    // By its text: 3e-5 is a number of few digits, 3 * 10 ** -5 is not.
    ticks.push(...digits.map((digit) => Number(`${digit}e${p}`)).filter((tick) => tick > 0));
  }
  const from = ticks.map((tick) => tick <= low).lastIndexOf(true);
  const to = ticks.findIndex((tick) => tick >= high);
  return ticks.slice(Math.max(0, from), to < 0 ? undefined : to + 1);
}

/**
 * A logarithmic axis that ends where the values end, with two to eight labels, all of them drawn. Left to
 * itself Vega goes on to the next power of ten and hides every label that comes near another one, the
 * powers of ten first.
 *
 * @param low The least value, above 0.
 * @param high The greatest value.
 * @param exact Whether the axis ends there exactly, without a margin.
 */
export function logAxis(low: number, high: number, exact = false): LogAxis {
  const margin = exact ? 1 : Math.max(1.02, (high / low) ** 0.04);
  const ends: [number, number] = [low / margin, high * margin];
  const inside = (tick: number) => tick >= ends[0] && tick <= ends[1];
  const ticksOf = (choice: Choice) => ticksAround(...ends, choice).filter(inside);
  const fits = (choice: Choice) => ticksOf(choice).length <= mostTicks;
  const found = ticksOf(choices.find(fits)!);
  const around = ticksAround(...ends, choices[0]);
  const values = found.length >= 2 || exact ? found : around;
  const domain = found.length >= 2 || exact ? ends : [around[0], around[around.length - 1]];
  return {
    scale: { type: "log", domain, nice: false },
    axis: { values, labelExpr: powerLabels, labelOverlap: false },
  };
}
