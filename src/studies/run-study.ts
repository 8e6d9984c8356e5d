import { availableParallelism } from "node:os";
import path from "node:path";
import { isKeeping, recall, remember } from "../evidence/kept";
import { runPool } from "../evidence/pool";
import { runsLine } from "../evidence/runs-line";
import { checkSeeds, seedList } from "../evidence/seeds";
import { stoppedError } from "../evidence/unfinished";
import type { Json } from "../json";
import { startEngine, type EngineName } from "../runtime/engine";
import { expectInteger } from "../shape";
import { listenForInterruption } from "../training/interruption";
import type { Recipe } from "../recipes/recipe";
import { budgetName, type BudgetName } from "../evidence/budget";
import { seedsUnder } from "./budget";
import { finishedRun } from "./finished-run";
import { measureForm } from "./measures/measure";
import { armRecipes, canTravel, runKey, type PlacedOrder } from "./orders";
import type { Study, StudyOptions } from "./study";
import { studyOf } from "./study-of";
import type { RunTask } from "./study-worker";
import { trainRun, type RunNews } from "./train";
import type { TrainedRun } from "./trained-run";
import { watchedPicture } from "./watch";

/** The finished runs of the latest study of each name, by what decides their numbers. */
const latest = new Map<string, Map<string, TrainedRun>>();

/**
 * Trains every arm with every seed, in processes side by side, and gives what was found: tables, claims, charts, and the
 * runs themselves. A run is equal, to the last digit, to `trainGan({ ...recipe, seed })` in this process.
 *
 * What decides a run is data, so nothing is trained twice: a study of the same name takes over the runs whose recipe and
 * seed it has already, after a stop or when an arm was changed. A line tells how many runs are done and how long the
 * others will take. A function of your own in a recipe (a schedule, a loss) follows it to another process when it is
 * written with `own`. Arms with others are trained in this one, after the rest, and anew each time.
 *
 * @param name of the study; it stands over its tables
 * @throws TypeError for an arm or a recipe that is wrong, with its place; RangeError for no arm, or seeds that are wrong
 * @throws Error when a run throws, with its arm and seed; the others are stopped. Or when the learner presses stop
 * @example
 * ```ts
 * import { generatorSignal, runStudy } from "gan-clinic";
 * const study = await runStudy("one D step or two", {
 *   base: {
 *     data: "ring",
 *     generator: { mlp: { inputs: 2, hidden: [8] } },
 *     discriminator: { mlp: { hidden: [8] } },
 *     loss: "minimax",
 *     learningRate: 1e-3,
 *     steps: 3,
 *   },
 *   arms: { one: {}, two: { discriminatorSteps: 2 } },
 *   seeds: 2,
 *   measure: { signal: generatorSignal(), updates: (run) => run.history.discriminatorUpdates[0] },
 *   processes: 0, // in this process
 * });
 * assert.deepEqual(study.values("two", "updates"), [2, 2]);
 * study.dispose();
 * ```
 */
export async function runStudy(name: string, options: StudyOptions): Promise<Study> {
  const { quick = 0.25, budget = budgetName() } = options;
  const seeds = seedsOf(options.seeds, budget);
  const recipes = armRecipes({ ...options, quick, budget });
  return trainStudy(name, { ...options, budget, seeds, recipes });
}

/** The seeds that are trained under a budget. */
export function seedsOf(wanted: StudyOptions["seeds"], budget: BudgetName): readonly number[] {
  const all = typeof wanted === "number" ? seedList(wanted) : wanted;
  checkSeeds(all);
  return seedsUnder(budget, all);
}

/** A study whose recipes are made, as the budget wants them. */
export interface MadeStudy extends Pick<StudyOptions, "measure" | "watch" | "processes"> {
  readonly budget: BudgetName;
  readonly seeds: readonly number[];
  readonly recipes: ReadonlyMap<string, Recipe>;
  /** A folder: runs are kept there as far as they are, and go on from what another study has left there. */
  readonly checkpoints?: string;
}

/** Trains every recipe with every seed. */
export async function trainStudy(name: string, options: MadeStudy): Promise<Study> {
  const { measure = {}, budget, seeds, recipes, watch, checkpoints } = options;
  const { processes = availableParallelism() } = options;
  expectInteger(processes, "runStudy processes", { atLeast: 0 });
  const engine = await startEngine();
  const measures = Object.values(measure).flatMap((each): Json[] =>
    [measureForm(each) ?? []].flat(),
  );
  const orders = seeds.flatMap((seed) =>
    [...recipes].map(([arm, recipe]): PlacedOrder => {
      const order = { arm, recipe, seed, budget, measures };
      const computing = `${engine.name} ${engine.version}`;
      const key = runKey(order, computing);
      if (checkpoints === undefined || !canTravel(recipe)) return { ...order, key };
      const start = runKey({ ...order, recipe: recipe.with({ steps: 1 }) }, computing);
      return { ...order, key, checkpoint: path.join(checkpoints, start) };
    }),
  );
  const known = keptRuns(name, orders);
  latest.set(name, known);
  const finished = await trainAll({ name, orders, known, processes, engine: engine.name, watch });
  if (!finished) {
    throw stoppedError(
      `Stopped in "${name}". ${known.size} of ${orders.length} runs are finished and kept: ` +
        `run ${isKeeping() ? "it" : "the cell"} again as it is to go on with the others`,
    );
  }
  const runs = orders.map((order) => {
    const trained = known.get(order.key)!;
    return { run: finishedRun(trained, order), measured: trained.measured };
  });
  const study = studyOf({ name, budget, seeds, arms: [...recipes.keys()], runs });
  for (const [key, each] of Object.entries(measure)) await study.measure(key, each);
  return study;
}

/** What is known of the runs: from the disk; else from the latest study of the name, as far as data decide them. */
function keptRuns(name: string, orders: readonly PlacedOrder[]): Map<string, TrainedRun> {
  const before = isKeeping() ? undefined : latest.get(name);
  const known = new Map<string, TrainedRun>();
  for (const { key, seed, recipe } of orders) {
    const kept = recall(`${name} ${key}`, seed)?.result as TrainedRun | undefined;
    const found = kept ?? (canTravel(recipe) ? before?.get(key) : undefined);
    if (found) known.set(key, found);
  }
  return known;
}

interface Training {
  readonly name: string;
  readonly orders: readonly PlacedOrder[];
  /** What is finished, by its key; what is trained comes in. */
  readonly known: Map<string, TrainedRun>;
  readonly processes: number;
  readonly engine: EngineName;
  readonly watch: string | undefined;
}

/** Trains what is not known yet. False when it was stopped. */
async function trainAll(training: Training): Promise<boolean> {
  const { name, orders, known, processes, engine, watch } = training;
  const missing = orders.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return true;
  const watched = missing.find(({ arm }) => arm === watch);
  const first = watched ? [watched, ...missing.filter((each) => each !== watched)] : missing;
  const there = first.filter(({ recipe }) => processes > 0 && canTravel(recipe));
  const here = first.filter((order) => !there.includes(order));
  if (processes > 0) tellOwn(here);
  const picture = await watchedPicture(watched);
  const line = runsLine(name, {
    count: orders.length,
    known: orders.length - missing.length,
    what: "runs",
  });
  const told = (order: PlacedOrder, { share, snapshot }: RunNews) => {
    if (share !== undefined) line.working(order, share);
    if (snapshot && order === watched) picture.update(snapshot);
  };
  const keep = (order: PlacedOrder, trained: TrainedRun) => {
    remember(`${name} ${order.key}`, order.seed, trained);
    known.set(order.key, trained);
    line.working(order, 1);
    line.runDone();
  };
  try {
    const orderOf = new Map(there.map((order) => [order.key, order]));
    const finished = await runPool<RunTask, TrainedRun>({
      worker: "studies/study-worker.js",
      tasks: there.map((order) => ({
        ...order,
        recipe: order.recipe.toJSON(),
        engine,
        watched: order === watched,
      })),
      processes,
      nameOf: ({ arm, seed }) => `"${name}", arm "${arm}", seed ${seed}`,
      onResult: ({ key }, trained) => {
        keep(orderOf.get(key)!, trained);
      },
      onNews: ({ key }, news) => {
        told(orderOf.get(key)!, news as RunNews);
      },
    });
    return finished && (await trainHere(here, told, keep));
  } finally {
    line.end();
    await picture.done();
  }
}

/** Trains runs one after the other in this process. False when it was stopped. */
async function trainHere(
  orders: readonly PlacedOrder[],
  told: (order: PlacedOrder, news: RunNews) => void,
  keep: (order: PlacedOrder, trained: TrainedRun) => void,
): Promise<boolean> {
  const interruption = listenForInterruption();
  try {
    for (const order of orders) {
      if (interruption.requested) return false;
      const trained = await trainRun(order, (news) => {
        told(order, news);
      });
      if (!trained) return false;
      keep(order, trained);
    }
    return true;
  } finally {
    interruption.release();
  }
}

function tellOwn(orders: readonly PlacedOrder[]): void {
  const arms = [...new Set(orders.map(({ arm }) => `"${arm}"`))].join(", ");
  if (arms === "") return;
  console.log(
    `Trained in this process: ${arms}. A function of your own cannot follow a recipe to another one, unless it is written with own(…).`,
  );
}
