import { createHash } from "node:crypto";
import { foundText } from "../arguments/found";
import { nearestName } from "../arguments/names";
import { ownParts } from "../recipes/own";
import { recipe, type Recipe, type RecipeChange } from "../recipes/recipe";
import type { RecipeParts } from "../recipes/parts";
import { compiledReport } from "../runtime/onnx";
import { expectNumber } from "../shape";
import { sortedKeys } from "../text";
import type { BudgetName } from "../evidence/budget";
import { partsUnder } from "./budget";
import type { RunOrder } from "./train";

/** What the runs of a study are made of. */
export interface OrderOptions {
  /** What all arms have in common. */
  readonly base: Recipe | RecipeParts;
  /** What each arm changes of it; nothing for the base itself. */
  readonly arms: Readonly<Record<string, RecipeChange>>;
  /** The share of the steps that a quick run makes. */
  readonly quick: number;
  readonly budget: BudgetName;
  /** The arm that is watched: it takes more snapshots. */
  readonly watch?: string;
}

/** A run to be done, with what decides its numbers as a short text. */
export interface PlacedOrder extends RunOrder {
  readonly key: string;
}

/**
 * Each arm's recipe under the budget.
 *
 * @throws TypeError for an arm that is wrong, with its name; RangeError for no arm
 */
export function armRecipes(options: OrderOptions): Map<string, Recipe> {
  const { base, arms, quick, budget, watch } = options;
  expectNumber(quick, "runStudy quick", { above: 0, atMost: 1 });
  const names = Object.keys(arms);
  if (watch !== undefined) expectOne(names, watch, "runStudy watch");
  if (names.length === 0) {
    throw new RangeError(`runStudy arms: wanted at least one arm, found ${foundText(arms)}`);
  }
  const start = recipe(base);
  const made = names.map((name): [string, Recipe] => {
    try {
      const whole = start.with(arms[name]);
      expectNoNetwork(whole);
      const parts = partsUnder(budget, { ...whole }, quick);
      const moments = Math.ceil(parts.steps / WATCHED_MOMENTS);
      return [name, recipe({ ...parts, ...(name === watch && { snapshotEvery: moments }) })];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      error.message = `arm "${name}": ${error.message}`;
      throw error;
    }
  });
  return new Map(made);
}

/** Snapshots of a run that is watched. */
const WATCHED_MOMENTS = 20;

/** @throws RangeError for a name that is none of these, with all that there are */
export function expectOne(names: readonly string[], name: string, what: string): void {
  if (names.includes(name)) return;
  const near = nearestName(name, names);
  const hint = near ? `; did you mean "${near}"?` : "";
  throw new RangeError(`${what}: wanted one of "${names.join('", "')}", found "${name}"${hint}`);
}

/** A network that is made already would be trained on from one run to the next. */
function expectNoNetwork(whole: Recipe): void {
  for (const name of ["generator", "discriminator"] as const) {
    const value: unknown = whole[name];
    if (ownParts(value, name).length === 0) continue;
    throw new TypeError(
      `${name}: wanted a network as data, such as { mlp: { hidden: [64] } }, for each run trains a new one; found ${foundText(value)}`,
    );
  }
}

/** Whether a recipe can be sent to another process. */
export function canTravel(whole: Recipe): boolean {
  return ownParts(whole).length === 0;
}

/**
 * What decides the numbers of a run, as a short text: its recipe, its seed, the budget of its measures, and what computes.
 * What is measured is not in it.
 * Of a function of somebody's own the source says only so much, so there its arm's name is part of it.
 */
export function runKey({ recipe: whole, seed, budget, arm }: RunOrder, engine: string): string {
  const node = process.versions.node.split(".")[0];
  const own = canTravel(whole) ? null : arm;
  const parts = [whole, own, seed, budget, engine, compiledReport().text, node];
  return createHash("sha256").update(JSON.stringify(parts, sortedKeys)).digest("hex").slice(0, 24);
}
