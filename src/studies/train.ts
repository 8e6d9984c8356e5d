import fs from "node:fs";
import path from "node:path";
import type { Json } from "../json";
import { madeOptions } from "../recipes/made";
import type { Recipe } from "../recipes/recipe";
import type { Snapshot } from "../training/snapshot";
import { trainGan } from "../training/trainer";
import type { BudgetName } from "../evidence/budget";
import { isWorthCompiling } from "./budget";
import { finishedRun, valuesOf } from "./finished-run";
import type { Measure } from "./measures/measure";
import { measureFrom } from "./measures/table";
import { dataFrom } from "./shared-data";
import type { TrainedRun } from "./trained-run";

/** One run to be done. */
export interface RunOrder {
  /** Its arm's name. */
  readonly arm: string;
  /** What decides its numbers, with the seed. */
  readonly recipe: Recipe;
  readonly seed: number;
  readonly budget: BudgetName;
  /** Data forms of what is measured at once. */
  readonly measures: readonly Json[];
  /** How the names of the files begin that runs of this recipe leave, however many steps they have done. */
  readonly checkpoint?: string;
}

/** What is told while a run is trained. */
export interface RunNews {
  /** How much of it is done, 0 to 1. */
  readonly share?: number;
  /** The latest snapshot. */
  readonly snapshot?: Snapshot;
}

/**
 * Trains one run in this process, and measures what can be measured at once. Nothing comes of a run that was stopped.
 */
export async function trainRun(
  order: RunOrder,
  tell: (news: RunNews) => void = () => undefined,
): Promise<TrainedRun | undefined> {
  const { recipe, seed } = order;
  const options = await madeOptions({
    ...recipe,
    data: await dataFrom(recipe.data),
    seed,
    compiled: recipe.compiled ?? isWorthCompiling(recipe.steps),
    ...(order.checkpoint !== undefined && {
      checkpoint: { file: furthest(order.checkpoint, recipe.steps) },
    }),
    onProgress: ({ stepsDone, steps }) => {
      tell({ share: stepsDone / steps });
    },
    onSnapshot: (snapshot) => {
      tell({ snapshot });
    },
  });
  const run = await trainGan(options);
  const { history, monitors, snapshots, stepsDone, stopped, compiled, problem, average } = run;
  try {
    if (stopped === "interrupted") return undefined;
    const trained: TrainedRun = {
      ...{ seed, stepsDone, stopped, compiled, history, monitors, snapshots },
      ...(problem && { problem }),
      weights: {
        generator: valuesOf(options.generator),
        discriminator: valuesOf(options.discriminator),
        ...(average && { average: average.variables.map((each) => each.dataSync().slice()) }),
      },
      measured: {},
    };
    return { ...trained, measured: await measuredOf(trained, order) };
  } finally {
    run.dispose();
  }
}

/** The checkpoint of so many steps: one of fewer is renamed to it, so that the training goes on from there. */
function furthest(start: string, steps: number): string {
  const [folder, name] = [path.dirname(start), path.basename(start)];
  fs.mkdirSync(folder, { recursive: true });
  const found = fs.readdirSync(folder).flatMap((file): number[] => {
    const [own, number] = file.replace(/\.safetensors$/, "").split("-");
    return own === name && Number(number) <= steps ? [Number(number)] : [];
  });
  const file = `${start}-${steps}.safetensors`;
  const most = Math.max(0, ...found);
  if (most > 0 && most < steps) fs.renameSync(`${start}-${most}.safetensors`, file);
  return file;
}

/** Each measure's number by the text of its data form. */
async function measuredOf(trained: TrainedRun, order: RunOrder): Promise<Record<string, number>> {
  const run = finishedRun(trained, order);
  const found: Record<string, number> = {};
  try {
    for (const form of order.measures) {
      found[JSON.stringify(form)] = await measureOnce(form)(run);
    }
    return found;
  } finally {
    run.dispose();
  }
}

/** The measures that this process has made: one may hold what it found out of its real examples. */
const made = new Map<string, Measure>();

function measureOnce(form: Json): Measure {
  const key = JSON.stringify(form);
  const measure = made.get(key) ?? measureFrom(form, "measure");
  made.set(key, measure);
  return measure;
}
