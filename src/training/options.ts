import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import type { GanLoss } from "../losses";
import type { Network } from "../networks/network";
import { seeded, type Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import type { History } from "./history";
import type { Snapshot } from "./snapshot";

/** How to train. Real before fake, discriminator before generator, everywhere. */
export interface TrainingOptions {
  readonly data: Dataset;
  readonly generator: Network;
  readonly discriminator: Network;
  readonly loss: GanLoss;
  /** All randomness of the run: a seed … */
  readonly seed?: number;
  /** … or a stream. Exactly one of the two. */
  readonly random?: Random;
  /** Generator updates. */
  readonly steps: number;
  /** Real examples, and as many fakes, in each update; 64. */
  readonly batchSize?: number;
  /** Numbers in a latent vector, drawn from N(0, 1); the generator's inputs. */
  readonly latentSize?: number;
  /** Adam's learning rates. */
  readonly learningRate: { readonly generator: number; readonly discriminator: number };
  /** Adam's memory of the gradient; .5. */
  readonly beta1?: number;
  /** Adam's memory of the squared gradient; .999. */
  readonly beta2?: number;
  /** Discriminator updates before each generator update; 1. */
  readonly discriminatorSteps?: number;
  /**
   * Whether the step is compiled (see `compile`), which changes nothing but the speed and the last digits;
   * true. What can not be compiled runs operation by operation, and a warning says why.
   */
  readonly compiled?: boolean;
  /** Stops the training as an interrupt does. */
  readonly signal?: AbortSignal;
  /** Called with each snapshot, and waited for. */
  readonly onSnapshot?: (snapshot: Snapshot) => void | Promise<void>;
  /** Steps between snapshots; a tenth of the steps. */
  readonly snapshotEvery?: number;
  /** Examples in each snapshot; 256. */
  readonly snapshotSize?: number;
  /** Called about four times a second and at the end, and waited for. For live charts. */
  readonly onProgress?: (progress: TrainingProgress) => void | Promise<void>;
}

/** What a live chart needs. */
export interface TrainingProgress {
  readonly stepsDone: number;
  readonly steps: number;
  readonly history: History;
}

/** The options with nothing left open. */
export type TrainingPlan = Required<
  Omit<TrainingOptions, "seed" | "signal" | "onSnapshot" | "onProgress">
> &
  Pick<TrainingOptions, "signal" | "onSnapshot" | "onProgress">;

/** Fills in what was left out and refuses what cannot be trained. */
export function planned(options: TrainingOptions): TrainingPlan {
  const plan = {
    ...options,
    random: chosenRandom(options),
    batchSize: options.batchSize ?? 64,
    latentSize: options.latentSize ?? options.generator.inputs,
    beta1: options.beta1 ?? 0.5,
    beta2: options.beta2 ?? 0.999,
    discriminatorSteps: options.discriminatorSteps ?? 1,
    snapshotEvery: options.snapshotEvery ?? Math.max(1, Math.round(options.steps / 10)),
    snapshotSize: options.snapshotSize ?? 256,
    compiled: options.compiled ?? true,
  };
  for (const name of [
    "steps",
    "batchSize",
    "discriminatorSteps",
    "snapshotEvery",
    "snapshotSize",
  ] as const) {
    expectInteger(plan[name], `trainGan ${name}`, { atLeast: 1 });
  }
  for (const name of ["beta1", "beta2"] as const) {
    expectNumber(plan[name], `trainGan ${name}`, { atLeast: 0, below: 1 });
  }
  expectNumber(plan.learningRate.generator, "trainGan learningRate.generator", { above: 0 });
  expectNumber(plan.learningRate.discriminator, "trainGan learningRate.discriminator", {
    above: 0,
  });
  expectFit(plan);
  return plan;
}

function chosenRandom({ seed, random }: TrainingOptions): Random {
  if ((seed === undefined) === (random === undefined)) {
    const found = seed === undefined ? "neither" : "both";
    throw new TypeError(`trainGan: wanted exactly one of seed and random, found ${found}`);
  }
  return random ?? seeded(seed!).stream("training");
}

/** The data, the latent vectors and the networks must fit each other. */
function expectFit({ data, generator, discriminator, latentSize }: TrainingPlan): void {
  const size = tf.util.sizeFromShape([...data.shape]);
  const fits: [string, number, string, number][] = [
    [
      `discriminator "${discriminator.name}" inputs`,
      discriminator.inputs,
      "one example of the data",
      size,
    ],
    [`generator "${generator.name}" outputs`, generator.outputs, "one example of the data", size],
    [`latentSize`, latentSize, `generator "${generator.name}" inputs`, generator.inputs],
    [`discriminator "${discriminator.name}" outputs`, discriminator.outputs, "one score", 1],
  ];
  for (const [what, found, whose, wanted] of fits) {
    if (found !== wanted) {
      throw new TypeError(`trainGan ${what}: wanted ${wanted} (${whose}), found ${found}`);
    }
  }
}
