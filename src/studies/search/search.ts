import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isKeeping } from "../../evidence/kept";
import { showTable } from "../../evidence/table";
import { recipe, type Recipe } from "../../recipes/recipe";
import { expectInteger } from "../../shape";
import { budgetName } from "../../evidence/budget";
import { seedsUnder } from "../budget";
import { armRecipes, canTravel } from "../orders";
import { seedsOf, trainStudy, type MadeStudy } from "../run-study";
import { searchChart } from "./chart";
import { checkSearch, foldRecipes, forRound, roundSizes } from "./plan";
import { bestFirst, compared, costOf, rankedTrials, scoresOf } from "./ranking";
import { confirmationTable, searchTable, type ShownSearch } from "./tables";
import type { Search, SearchOptions, SearchRound } from "./types";

/**
 * Searches a space of recipes for the best: every recipe is an arm of a study, with the same seeds, so runs are spread over
 * processes, kept as they finish, resumed and stopped as those of `runStudy`.
 *
 * - Random search (`trials: 20`; Bergstra and Bengio 2012): each part that is varied gets as many different values as there
 *   are runs, so one that does not matter wastes nothing. Or a grid of the space's lists (`trials: "grid"`).
 * - Successive halving (`halving: 3`; Jamieson and Talwalkar 2016): all recipes with a few steps, the best third of them with
 *   three times as many, until one is left. It trusts that a bad start means a bad end, which a GAN can belie: the table
 *   shows the order after each round. A run goes on from its checkpoint, which gives the same numbers as a run in one go;
 *   recipes with functions of your own are trained anew in each round. Hyperband (Li et al. 2018) hedges by several of these.
 * - k-fold cross-validation (`folds: 5`): for few examples, where one held-out part says as much about itself as about the
 *   recipe.
 *
 * A score that is not finite counts as the worst. The best of many looks better than it is: `confirm` measures it on seeds
 * that did not choose it.
 *
 * @param name of the search; it stands over its table
 * @throws TypeError for a value of the space that makes no recipe, with its place, what was wanted and what was found;
 *   RangeError for a space with fewer recipes than are to be drawn, or a measure that is not there; all before step 1
 * @throws Error as `runStudy` does
 * @example
 * ```ts
 * import { generatorSignal, logUniform, search } from "gan-clinic";
 * const found = await search("rates", {
 *   base: {
 *     data: "ring",
 *     generator: { mlp: { inputs: 2, hidden: [8] } },
 *     discriminator: { mlp: { hidden: [8] } },
 *     loss: "minimax",
 *     learningRate: 1e-3,
 *     steps: 4,
 *   },
 *   space: { "learningRate.generator": logUniform(1e-4, 1e-2), loss: ["hinge", "nonSaturating"] },
 *   trials: 4,
 *   halving: 2,
 *   seeds: 2,
 *   measure: { signal: generatorSignal() },
 *   by: "signal",
 *   processes: 0, // in this process
 * });
 * assert.deepEqual(found.rounds.map(({ trials }) => trials.length), [4, 2, 1]);
 * assert.deepEqual(found.cost, { steps: 16, toTheEnd: 32 }); // runs · steps: 8 · 1, 4 · 1, 2 · 2
 * found.dispose();
 * ```
 */
export async function search(name: string, options: SearchOptions): Promise<Search> {
  const { halving, folds, drawSeed = 1, measure = {}, by } = options;
  const { quick = 0.25, budget = budgetName(), processes } = options;
  const { better, points } = checkSearch(options);
  const base = recipe(options.base);
  const seeds = seedsOf(options.seeds, budget);
  const changes = Object.fromEntries([...points].map(([arm, { change }]) => [arm, change]));
  const made = { quick, budget, base };
  const whole = armRecipes({ ...made, arms: changes });
  const common = { measure, budget, ...(processes !== undefined && { processes }) };

  const sizes = roundSizes(points.size, halving);
  if (sizes.length > 1) tellAnew(whole);
  const rounds: SearchRound[] = [];
  await withCheckpoints(sizes.length > 1, name, async (checkpoints) => {
    let left = [...points.keys()];
    for (const [i, size] of sizes.entries()) {
      left = left.slice(0, size);
      const share = (halving ?? 1) ** (i + 1 - sizes.length);
      const recipes = new Map(left.map((arm) => [arm, inRound(whole.get(arm)!, sizes, share)]));
      const round = sizes.length === 1 ? name : `${name}, round ${i + 1} of ${sizes.length}`;
      const runs = folds === undefined ? recipes : await foldRecipes(recipes, folds, drawSeed);
      const study = await trainStudy(round, {
        ...common,
        seeds,
        recipes: runs,
        ...(checkpoints !== undefined && { checkpoints }),
      });
      const trials = rankedTrials({ study, by, better, folds, recipes, points });
      rounds.push({ trials, study });
      left = trials.map(({ arm }) => arm);
    }
  });

  const trials = bestFirst(rounds);
  const cost = costOf(rounds, whole, seeds.length * (folds ?? 1));
  const shown: ShownSearch = {
    ...{ name, measure: measure[by].title ?? by, better, seeds, trials, rounds, cost },
    ...(folds !== undefined && { folds }),
  };
  return {
    ...shown,
    table() {
      showTable(searchTable(shown));
    },
    chart: () => searchChart(shown),
    async confirm({ seeds: fresh = 5 } = {}) {
      const [{ arm, mean: searched }] = trials;
      const recipes = armRecipes({ ...made, arms: { winner: points.get(arm)!.change, base: {} } });
      const own = freshSeeds(seeds, fresh);
      const study = await trainStudy(`${name}, fresh seeds`, {
        ...common,
        seeds: seedsUnder(budget, own),
        recipes: folds === undefined ? recipes : await foldRecipes(recipes, folds, own[0]),
      } satisfies MadeStudy);
      const [winner, start] = ["winner", "base"].map((each) => scoresOf(study, each, by, folds));
      const found = { arm, searched, ...compared(winner, start), study };
      showTable(confirmationTable(found, shown));
      return found;
    },
    dispose() {
      for (const { study } of rounds) study.dispose();
    },
  };
}

/** A search of one round trains recipes as they are. */
function inRound(whole: Recipe, sizes: readonly number[], share: number): Recipe {
  return sizes.length === 1 ? whole : forRound(whole, share);
}

/** Runs the work with a folder for checkpoints, which is deleted when all is done; after a stop only if nothing is kept. */
async function withCheckpoints(
  wanted: boolean,
  name: string,
  work: (folder: string | undefined) => Promise<void>,
): Promise<void> {
  if (!wanted) {
    await work(undefined);
    return;
  }
  const kept = isKeeping();
  const folder = kept
    ? path.join(process.env.CLINIC_RESUME_DIR!, `checkpoints-${shortHash(name)}`)
    : fs.mkdtempSync(path.join(os.tmpdir(), "gan-clinic-search-"));
  let isDone = false;
  try {
    await work(folder);
    isDone = true;
  } finally {
    if (isDone || !kept) fs.rmSync(folder, { recursive: true, force: true });
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function tellAnew(recipes: ReadonlyMap<string, Recipe>): void {
  const own = [...recipes].filter(([, whole]) => !canTravel(whole)).map(([arm]) => `"${arm}"`);
  if (own.length === 0) return;
  console.log(
    `Trained anew in each round: ${own.join(", ")}. With a function of your own, a checkpoint cannot tell whether it is the same training.`,
  );
}

/** So many seeds above those of the search; or the ones that are named, if the search had none of them. */
function freshSeeds(used: readonly number[], wanted: number | readonly number[]): number[] {
  if (typeof wanted !== "number") {
    const twice = wanted.find((seed) => used.includes(seed));
    if (twice === undefined) return [...wanted];
    throw new RangeError(
      `confirm seeds: wanted seeds that the search did not have, found ${twice}; it had ${used.join(", ")}`,
    );
  }
  expectInteger(wanted, "confirm seeds", { atLeast: 2 });
  const first = Math.max(...used) + 1;
  return Array.from({ length: wanted }, (_, i) => first + i);
}
