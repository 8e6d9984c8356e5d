import * as tf from "@tensorflow/tfjs";
import { seeded, type Random } from "../random";
import { expectInteger, expectNumber } from "../shape";
import { expectFit } from "./fit";
import { checkedHistogram } from "./histogram";
import { levers } from "./levers/table";
import type { Defaults, TrainingOptions, TrainingPlan } from "./plan";

export type { Both, Schedule, TrainingOptions, TrainingPlan, TrainingProgress } from "./plan";

/** What options are when they are left out; those that follow from others are not here. */
export const optionDefaults = Object.assign(
  {
    batchSize: 64,
    beta1: 0.5,
    beta2: 0.999,
    discriminatorSteps: 1,
    generatorSteps: 1,
    snapshotSize: 256,
    compiled: true,
  },
  ...Object.values(levers).map(({ defaults }) => defaults),
) as Omit<Defaults, "random" | "latentSize" | "optimizer" | "snapshotEvery">;

/** Fills in what was left out and refuses what cannot be trained. */
export function planned(options: TrainingOptions): TrainingPlan {
  const whole = { ...optionDefaults, ...given(options) };
  const { beta1, beta2, steps, generator } = whole;
  const plan: TrainingPlan = {
    latentSize: generator.inputs,
    optimizer: (rate) => tf.train.adam(rate, beta1, beta2, 1e-8),
    snapshotEvery: Math.max(1, Math.round(steps / 10)),
    ...whole,
    random: chosenRandom(options),
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
  for (const { check } of Object.values(levers)) check?.(plan);
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
