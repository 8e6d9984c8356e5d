import { chartFrom, type Chart } from "./chart";
import { levelSpec, type LevelOptions } from "./levels";

/** Options of {@link metricAgainstBudget}. */
export interface BudgetOptions extends LevelOptions {
  /** Scale of the budget; "log": twice as much is always as far. */
  readonly xScale?: "linear" | "log";
}

/**
 * How good samples get for what they cost: a metric against seconds, steps or examples, on a log scale,
 * so that twice the cost is always as far to the right. Points are means over seeds with Student's t
 * interval; series that stop at unequal budgets can still be compared at equal ones.
 *
 * @throws TypeError if a text is empty or a budget is no number
 * @throws RangeError if there is nothing to draw, a number is not finite, or not above 0 on a log scale
 * @example
 * ```ts
 * import { metricAgainstBudget } from "gan-clinic";
 * const chart = metricAgainstBudget({
 *   title: "Twice the time halves the distance",
 *   alt: "The energy distance is 0.4 after 1 s, 0.2 after 2 s and 0.1 after 4 s.",
 *   series: [
 *     {
 *       name: "batch 64",
 *       points: [
 *         { at: 1, values: [0.41, 0.39] },
 *         { at: 2, values: [0.21, 0.19] },
 *         { at: 4, values: [0.11, 0.09] },
 *       ],
 *     },
 *   ],
 *   xTitle: "training time (s)",
 *   yTitle: "energy distance",
 * });
 * assert.match(JSON.stringify(chart.spec.title), /95 % intervals/);
 * ```
 */
export function metricAgainstBudget(options: BudgetOptions): Chart {
  return chartFrom(levelSpec(options, options.xScale ?? "log", false), options.alt);
}

/** Options of {@link doseResponse}. */
export interface DoseOptions extends LevelOptions {
  /** Scale of the lever; "category": levels side by side in the order of the first series. */
  readonly xScale?: "linear" | "log" | "category";
}

/**
 * What a metric does as one lever is turned: noise on inputs, clipping, the weight of a penalty. Every
 * seed is a small ring; the mean and its Student's t interval stand among them. A remedy that works shows
 * more of it doing more, up to where it harms; one lucky seed shows as one ring far from the others.
 *
 * @throws TypeError and RangeError as {@link metricAgainstBudget}
 * @example
 * ```ts
 * import { doseResponse } from "gan-clinic";
 * const chart = doseResponse({
 *   title: "Some noise helps, much of it harms",
 *   alt: "Of 8 modes, 2 are covered without noise, 8 with a little and 4 with much.",
 *   series: [
 *     {
 *       name: "instance noise",
 *       points: [
 *         { at: "none", values: [2, 1, 3] },
 *         { at: 0.1, values: [8, 8, 7] },
 *         { at: 1, values: [4, 5, 3] },
 *       ],
 *     },
 *   ],
 *   xTitle: "std of the noise",
 *   yTitle: "modes covered (of 8)",
 * });
 * assert.match(chart.alt, /8 modes/);
 * ```
 */
export function doseResponse(options: DoseOptions): Chart {
  return chartFrom(levelSpec(options, options.xScale ?? "category", true), options.alt);
}
