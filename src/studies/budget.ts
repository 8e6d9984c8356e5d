// What a study makes of its budget: see src/evidence/budget.ts for what the three are.
import type { BudgetName } from "../evidence/budget";
import type { Json } from "../json";
import { leverOf } from "../levers/lever";
import { hasFunctions } from "../recipes/own";

/** Runs with more steps are compiled: it takes about half a second, which fewer steps do not repay. */
const COMPILED_FROM = 51;

/** Whether a run of so many steps is worth to be compiled. */
export function isWorthCompiling(steps: number): boolean {
  return steps >= COMPILED_FROM;
}

/** The samples of a measure in a smoke run: a Fréchet distance over 64 features needs 65. */
const SMOKE_SAMPLES = 80;

/** How many of a measure's samples are drawn: all, but for a smoke run. */
export function samplesUnder(budget: BudgetName, samples: number): number {
  return budget === "smoke" ? Math.min(samples, SMOKE_SAMPLES) : samples;
}

/** The first so many seeds of a study under its budget. */
export function seedsUnder(budget: BudgetName, seeds: readonly number[]): readonly number[] {
  if (budget === "full") return seeds;
  return seeds.slice(0, budget === "quick" ? 3 : 2);
}

/** What of a training's steps is left under a budget, at least one. */
export function stepsUnder(budget: BudgetName, steps: number, share: number): number {
  if (budget === "full") return steps;
  if (budget === "smoke") return Math.min(steps, 4);
  return Math.max(1, Math.ceil(share * steps));
}

/** Rates that fall over a number of steps of their own. */
const RAMPS = ["linearRate", "cosineRate"];

/**
 * A recipe's parts under a budget: fewer steps, and ramps that end as much sooner (in two steps at least). The parts must be data, or values
 * that stay as they are.
 */
export function partsUnder<T extends { readonly steps: number }>(
  budget: BudgetName,
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
  if (leverOf(value) || hasFunctions(value)) return value; // a copy would no longer know what made it
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => {
      const ramp = RAMPS.includes(name) ? (each as { steps?: Json }) : {};
      if (typeof ramp.steps !== "number") return [name, withShorterRamps(each, by)];
      return [name, { ...ramp, steps: Math.max(2, Math.ceil(ramp.steps * by)) }];
    }),
  );
}
