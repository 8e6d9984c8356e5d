import * as tf from "@tensorflow/tfjs";
import { seeded, type Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { expectFit } from "./fit";
import { checkedHistogram } from "./histogram";
import { levers } from "./levers/table";
import type { TrainingOptions, TrainingPlan } from "./plan";

export type { Both, Schedule, TrainingOptions, TrainingPlan, TrainingProgress } from "./plan";

/** Fills in what was left out and refuses what cannot be trained. */
export function planned(options: TrainingOptions): TrainingPlan {
  const { beta1 = 0.5, beta2 = 0.999 } = options;
  const all = Object.values(levers);
  const left = Object.assign({}, ...all.map(({ defaults }) => defaults)) as TrainingPlan;
  const plan: TrainingPlan = {
    ...left,
    ...given(options),
    random: chosenRandom(options),
    batchSize: options.batchSize ?? 64,
    latentSize: options.latentSize ?? options.generator.inputs,
    beta1,
    beta2,
    optimizer: options.optimizer ?? ((rate) => tf.train.adam(rate, beta1, beta2, 1e-8)),
    discriminatorSteps: options.discriminatorSteps ?? 1,
    generatorSteps: options.generatorSteps ?? 1,
    snapshotEvery: options.snapshotEvery ?? Math.max(1, Math.round(options.steps / 10)),
    snapshotSize: options.snapshotSize ?? 256,
    compiled: options.compiled ?? true,
    ...(options.histogramOf && { histogramOf: checkedHistogram(options.histogramOf) }),
  };
  for (const name of [
    "steps",
    "batchSize",
    "discriminatorSteps",
    "generatorSteps",
    "snapshotEvery",
    "snapshotSize",
  ] as const) {
    expectInteger(plan[name], `trainGan ${name}`, { atLeast: 1 });
  }
  for (const name of ["beta1", "beta2"] as const) {
    expectNumber(plan[name], `trainGan ${name}`, { atLeast: 0, below: 1 });
  }
  for (const { check } of all) check?.(plan);
  expectFit(plan);
  return plan;
}

/** Without what is undefined, so that a default can take its place. */
function given(options: TrainingOptions): TrainingOptions {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as TrainingOptions;
}

function chosenRandom({ seed, random }: TrainingOptions): Random {
  if ((seed === undefined) === (random === undefined)) {
    const found = seed === undefined ? "neither" : "both";
    throw new TypeError(`trainGan: wanted exactly one of seed and random, found ${found}`);
  }
  if (random) return random;
  return seeded(expectInteger(seed!, "trainGan seed", { atLeast: 0 })).stream("training");
}
