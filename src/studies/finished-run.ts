import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import type { Network } from "../networks/network";
import { seeded, type Random } from "../random";
import { madeOptions } from "../recipes/made";
import type { Recipe } from "../recipes/recipe";
import { averageOf, type WeightAverage } from "../training/average";
import { cyclicLabels } from "../training/snapshot";
import type { BudgetName } from "../evidence/budget";
import { dataFrom } from "./shared-data";
import type { RunWeights, TrainedRun, WeightValues } from "./trained-run";

/** Both networks of a finished run. */
export interface RunNetworks {
  /** Makes fakes. */
  readonly generator: Network;
  /** Scores examples. */
  readonly discriminator: Network;
  /** The generator's averaged weights, when the recipe keeps an average. */
  readonly average?: WeightAverage;
}

/** How {@link StudyRun.sample} draws. */
export interface RunSampleOptions {
  /** Draws the latent vectors; those that the training's own `sample` draws when left out. */
  readonly random?: Random;
  /** With the averaged weights; false. */
  readonly average?: boolean;
}

/** A finished run of a study, wherever it was trained: what came back of it, and what can be made of that again. */
export interface StudyRun extends Omit<TrainedRun, "weights" | "measured"> {
  /** The name of its arm. */
  readonly arm: string;
  /** What decided its numbers, with the seed. */
  readonly recipe: Recipe;
  /** How much the study may spend: measures draw fewer samples under smoke. */
  readonly budget: BudgetName;
  /** What it was trained on. */
  data(): Promise<Dataset>;
  /** Both networks with the weights that they ended with. They are made when first asked for. */
  networks(): Promise<RunNetworks>;
  /** Draws `n` fakes: the same ones each time unless a stream is given. The caller disposes them. */
  sample(n: number, options?: RunSampleOptions): Promise<tf.Tensor>; // (n, outputs)
  /** Frees the networks, if they were made. They are made again when they are asked for. */
  dispose(): void;
}

/** A run, of what was kept of it. */
export function finishedRun(
  trained: TrainedRun,
  { arm, recipe, budget }: Pick<StudyRun, "arm" | "recipe" | "budget">,
): StudyRun {
  const { weights, history, monitors, snapshots, seed, stepsDone, stopped, compiled } = trained;
  let made: Promise<RunNetworks> | undefined;
  const run: StudyRun = {
    ...{ seed, stepsDone, stopped, compiled, history, monitors, snapshots },
    ...(trained.problem && { problem: trained.problem }),
    arm,
    recipe,
    budget,
    data: () => dataFrom(recipe.data),
    networks: () => (made ??= madeNetworks(recipe, seed, weights)),
    async sample(n, { random = samplesOf(seed), average = false } = {}) {
      const networks = await run.networks();
      const { generator } = networks;
      if (average && !networks.average) {
        throw new TypeError(
          `sample average: the recipe of "${arm}" keeps no average of the weights; give it one, such as average: 0.995`,
        );
      }
      const maker = average ? networks.average! : generator;
      return tf.tidy(() => {
        const labels = cyclicLabels(generator, n);
        const latent = random.normal([n, recipe.latentSize ?? generator.inputs]);
        return maker.apply(latent, labels && { labels });
      }); // (n, outputs)
    },
    dispose() {
      void made?.then(disposeNetworks);
      made = undefined;
    },
  };
  return run;
}

/** The stream that a training's own `sample` draws of. */
function samplesOf(seed: number): Random {
  return seeded(seed).stream("training").stream("samples");
}

/** The networks as the recipe makes them, then given the weights that were kept. */
async function madeNetworks(
  recipe: Recipe,
  seed: number,
  weights: RunWeights,
): Promise<RunNetworks> {
  const data = await dataFrom(recipe.data);
  const { generator, discriminator, average } = await madeOptions({ ...recipe, data, seed });
  const averaged = average === undefined ? undefined : averageOf(generator, average);
  restore(tensorsOf(generator), weights.generator);
  restore(tensorsOf(discriminator), weights.discriminator);
  if (averaged && weights.average) restore(averaged.variables, weights.average);
  return { generator, discriminator, ...(averaged && { average: averaged }) };
}

/** The numbers of what a network learns and keeps. */
export function valuesOf(network: Network): WeightValues[] {
  return tensorsOf(network).map((variable) => variable.dataSync().slice());
}

function tensorsOf({ variables, states = [] }: Network): readonly tf.Variable[] {
  return [...variables, ...states];
}

function restore(variables: readonly tf.Variable[], values: readonly WeightValues[]): void {
  variables.forEach((variable, i) => {
    tf.tidy(() => {
      variable.assign(tf.tensor(values[i], variable.shape, variable.dtype));
    });
  });
}

function disposeNetworks({ generator, discriminator, average }: RunNetworks): void {
  generator.dispose();
  discriminator.dispose();
  average?.dispose();
}
