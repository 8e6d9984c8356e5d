import type { Json } from "../json";
import { foundText } from "../arguments/found";

/**
 * How much a study may spend. `full` proves: all seeds and steps. `quick` is a true but small experiment: at most three
 * seeds, and the share of the steps that the study names. `smoke` is for tests: two seeds, four steps, small samples.
 */
export type StudyBudget = "full" | "quick" | "smoke";

/** The budgets of a study, the largest first. */
export const studyBudgets: readonly StudyBudget[] = ["full", "quick", "smoke"];

/** The budget that CLINIC_BUDGET names, or full. */
export function studyBudget(): StudyBudget {
  const name = process.env.CLINIC_BUDGET ?? "full";
  const found = studyBudgets.find((each) => each === name);
  if (found) return found;
  throw new RangeError(
    `CLINIC_BUDGET: wanted one of ${studyBudgets.join(", ")}, found ${foundText(name)}. Unset it, or set it to one of these`,
  );
}

/** Runs with more steps are compiled: it takes about half a second, which fewer steps do not repay. */
const COMPILED_FROM = 51;

/** Whether a run of so many steps is worth to be compiled. */
export function isWorthCompiling(steps: number): boolean {
  return steps >= COMPILED_FROM;
}

/** How many of a measure's samples are drawn: all, but for a smoke run. */
export function samplesUnder(budget: StudyBudget, samples: number): number {
  return budget === "smoke" ? Math.min(samples, 64) : samples;
}

/** The first so many seeds of a study under its budget. */
export function seedsUnder(budget: StudyBudget, seeds: readonly number[]): readonly number[] {
  if (budget === "full") return seeds;
  return seeds.slice(0, budget === "quick" ? 3 : 2);
}

/** What of a training's steps is left under a budget, at least one. */
export function stepsUnder(budget: StudyBudget, steps: number, share: number): number {
  if (budget === "full") return steps;
  if (budget === "smoke") return Math.min(steps, 4);
  return Math.max(1, Math.ceil(share * steps));
}

/** Rates that fall over a number of steps of their own. */
const RAMPS = ["linearRate", "cosineRate"];

/**
 * A recipe's parts under a budget: fewer steps, and ramps that end as much sooner. The parts must be data, or values
 * that stay as they are.
 */
export function partsUnder<T extends { readonly steps: number }>(
  budget: StudyBudget,
  parts: T,
  share: number,
): T {
  if (budget === "full") return parts;
  const steps = stepsUnder(budget, parts.steps, share);
  return { ...(withShorterRamps(parts, steps / parts.steps) as T), steps };
}

function withShorterRamps(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((each) => withShorterRamps(each, by));
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => {
      const ramp = RAMPS.includes(name) ? (each as { steps?: Json }) : {};
      if (typeof ramp.steps !== "number") return [name, withShorterRamps(each, by)];
      return [name, { ...ramp, steps: Math.max(1, Math.ceil(ramp.steps * by)) }];
    }),
  );
}
