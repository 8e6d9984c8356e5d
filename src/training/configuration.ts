import { isInstance } from "../arguments/objects";
import { dataOf, leverOf } from "../levers/lever";
import { isPlain } from "../recipes/forms";
import { fullData } from "../recipes/make";
import type { TrainingPlan } from "./options";
import type { Rate } from "./rates";

/** What decides the numbers of a training, as plain data by the names of its options. */
export type Configuration = Readonly<Record<string, unknown>>;

/** Options that are plain data themselves. */
const plain = [
  "batchSize",
  "latentSize",
  "discriminatorSteps",
  "generatorSteps",
  "adversarialWeight",
  "packing",
  "clip",
  "weightClip",
  "unrolling",
  "accumulate",
  "average",
  "snapshotEvery",
  "snapshotSize",
] as const;

/**
 * What decides the numbers of a training. The count of steps is not in it: a training can be carried on for longer. Nor
 * are the streams that first weights were drawn from, since the weights themselves are kept.
 *
 * A value that the library made stands as its data form with all defaults; examples that lie in memory as the hash of
 * their numbers; what somebody wrote by hand as its source and its plain fields. An optimiser is told by its own numbers,
 * and an own rate by some of its values too: so two functions of one text that were made with other numbers differ.
 */
export function configurationOf(plan: TrainingPlan): Configuration {
  const { data, heldOut, generator, discriminator, loss, random, terms, schedule, augment } = plan;
  const { learningRate } = plan;
  const parts: Record<string, unknown> = {
    data: fullData(data),
    heldOut: heldOut && fullData(heldOut),
    generator: withoutStreams(fullData(generator)),
    discriminator: withoutStreams(fullData(discriminator)),
    loss: fullData(loss),
    random: random.state,
    terms: terms.map((term) =>
      leverOf(term)
        ? fullData(term)
        : { ...(dataOf(term) as object), weight: rateData(term.weight) },
    ),
    learningRate: {
      generator: rateData(learningRate.generator),
      discriminator: rateData(learningRate.discriminator),
    },
    optimizer: optimizerData(plan.optimizer),
    schedule: schedule && fullData(schedule),
    augment: augment && fullData(augment),
    instanceNoise: rateData(plan.instanceNoise),
    augmentStrength: rateData(plan.augmentStrength as Rate),
    topK: plan.topK === undefined ? undefined : rateData(plan.topK),
  };
  for (const name of plain) parts[name] = plan[name] === undefined ? undefined : dataOf(plan[name]);
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** A network's form without what its first weights were drawn from, at every depth. */
function withoutStreams(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutStreams);
  if (!isPlain(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "seed" && name !== "random");
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutStreams(each)]));
}

const probes = [1, 2, 5, 10, 100, 1000, 10_000];

/** A rate of somebody's own is told by some of its values too: its source does not show the numbers around it. */
function rateData(rate: Rate): unknown {
  if (typeof rate !== "function" || leverOf(rate)) return fullData(rate);
  const values = probes.map((step) => {
    try {
      return rate(step);
    } catch (error) {
      return String(error);
    }
  });
  return { ...(dataOf(rate) as object), values };
}

/** An optimiser by its class and its numbers at rate 1. */
function optimizerData(make: TrainingPlan["optimizer"]): unknown {
  try {
    const made = make(1);
    if (!isInstance(made, "Optimizer")) return dataOf(make);
    const data = { [made.getClassName()]: dataOf(made.getConfig()) };
    made.dispose();
    return data;
  } catch {
    return dataOf(make); // what is wrong with it is said when the training starts
  }
}

/**
 * The options of a training as a library of before has kept them: texts, without what can not be compared, which is all
 * that holds a function.
 */
export function configurationTexts(plan: TrainingPlan): Readonly<Partial<Record<string, string>>> {
  const shapes = (network: TrainingPlan["generator"]) =>
    network.summary().map(({ shape, parameters }) => [shape, parameters]);
  const parts: Record<string, unknown> = {
    data: [plan.data.name, plan.data.shape],
    generator: shapes(plan.generator),
    discriminator: shapes(plan.discriminator),
    loss: plan.loss.name,
    random: plan.random.state,
    terms: plan.terms.map(({ name, player, weight, every }) => [name, player, weight, every]),
    learningRate: plan.learningRate,
    beta1: plan.beta1,
    beta2: plan.beta2,
    instanceNoise: plan.instanceNoise,
    augmentStrength: plan.augmentStrength,
    topK: plan.topK,
  };
  for (const name of plain) parts[name] = plan[name];
  const texts = Object.entries(parts).map(([name, value]) => [name, textOf(value)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

/** A value as JSON, unless it holds a function. */
function textOf(value: unknown): string | undefined {
  const functions: unknown[] = [];
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "function") functions.push(part);
    return part;
  }) as string | undefined;
  return functions.length > 0 ? undefined : (text ?? "none");
}
