import { nearestName } from "../../arguments/names";
import type { FiniteDataset } from "../../data/finite";
import { kFold } from "../../data/folds";
import { seeded } from "../../random";
import { recipe, type Recipe } from "../../recipes/recipe";
import { expectInteger } from "../../shape";
import { isWorthCompiling } from "../budget";
import { formParts } from "../../recipes/forms";
import { measureForm, type Measure } from "../measures/measure";
import { dataFrom } from "../shared-data";
import { checkSpace } from "./check-space";
import { gridPoints, randomPoints, type SpacePoint } from "./space";
import type { SearchOptions } from "./types";

/** What is known of a search before anything is trained. */
export interface CheckedSearch {
  /** Which way the measure that decides is an improvement. */
  readonly better: "more" | "less";
  /** The recipes that are tried, by their names. */
  readonly points: ReadonlyMap<string, SpacePoint>;
}

/**
 * Checks a search, and draws its recipes.
 *
 * @throws TypeError or RangeError for the first thing that is wrong, with its place
 */
export function checkSearch(options: SearchOptions): CheckedSearch {
  const { space, trials, halving, folds, drawSeed = 1, measure = {} } = options;
  const better = deciding(options);
  if (folds !== undefined) {
    expectInteger(folds, "search folds", { atLeast: 2 });
    for (const [key, each] of Object.entries(measure)) expectHeldOut(each, key);
  }
  checkSpace(options.base, space);
  const base = recipe(options.base);
  const points =
    trials === "grid"
      ? gridPoints(base, space)
      : randomPoints(base, space, trials, seeded(drawSeed).stream("search"));
  roundSizes(points.size, halving);
  return { better, points };
}

/** Which way what decides is an improvement. */
function deciding({ by, better, measure = {} }: SearchOptions): "more" | "less" {
  if (!Object.hasOwn(measure, by)) {
    const names = Object.keys(measure);
    const near = nearestName(by, names);
    const hint = near ? `; did you mean "${near}"?` : "";
    throw new RangeError(
      `search by: wanted one of the measures, "${names.join('", "')}", found "${by}"${hint}`,
    );
  }
  const way = better ?? measure[by].better;
  if (way) return way;
  throw new TypeError(
    `search better: wanted which way is an improvement of "${by}", found nothing; write "more" or "less"`,
  );
}

/** With folds, what compares with real examples must do so with those that were held out. */
function expectHeldOut(measure: Measure, by: string): void {
  const form = formParts(measureForm(measure));
  if (!form || !["energyTo", "frechetTo"].includes(form.name)) return;
  if (form.parameters.real === "heldOut") return;
  throw new TypeError(
    `search measure ${by}: with folds, samples are compared with the examples that were held out; write ${form.name} with real: "heldOut"`,
  );
}

/** How many recipes each round has: one in `factor` goes on, until one is left. */
export function roundSizes(recipes: number, factor: number | undefined): number[] {
  if (factor === undefined) return [recipes];
  expectInteger(factor, "search halving", { atLeast: 2 });
  const sizes = [recipes];
  while (sizes.at(-1)! > 1) sizes.push(Math.max(1, Math.floor(sizes.at(-1)! / factor)));
  return sizes;
}

/**
 * A recipe as a round trains it: fewer steps, with everything else as in the last round, so that a training can go on from
 * one round to the next.
 */
export function forRound(whole: Recipe, share: number): Recipe {
  const { steps, snapshotEvery = Math.max(1, Math.round(steps / 10)) } = whole;
  return whole.with({
    steps: Math.max(1, Math.ceil(steps * share)),
    snapshotEvery,
    compiled: whole.compiled ?? isWorthCompiling(steps),
  });
}

/** The name of a fold's runs. */
export const foldName = (arm: string, fold: number, k: number): string =>
  `${arm}; fold ${fold} of ${k}`;

/**
 * Each recipe once for each fold of its data: trained on the others, with that one held out.
 *
 * @throws TypeError for data that do not all lie in memory; RangeError for fewer examples than folds
 */
export async function foldRecipes(
  recipes: ReadonlyMap<string, Recipe>,
  k: number,
  seed: number,
): Promise<Map<string, Recipe>> {
  const folded = new Map<string, Recipe>();
  for (const [arm, whole] of recipes) {
    const { data } = whole;
    const own = kFold((await dataFrom(data)) as FiniteDataset, k, seeded(seed));
    own.forEach(({ train, heldOut }, i) => {
      const fold = { k, fold: i + 1, seed };
      const isMade = typeof data === "object" && "sample" in data;
      const parts = isMade
        ? { data: train, heldOut }
        : {
            data: { kFold: { data, ...fold, part: "train" as const } },
            heldOut: { kFold: { data, ...fold, part: "heldOut" as const } },
          };
      folded.set(foldName(arm, i + 1, k), recipe({ ...whole, ...parts }));
    });
  }
  return folded;
}
