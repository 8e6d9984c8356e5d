import { isInstance } from "../arguments/objects";
import { dataOf, leverOf } from "../levers/lever";
import { formOptions, isPlain, runOptions } from "../recipes/forms";
import { fullData } from "../recipes/make";
import type { FormKind } from "../recipes/tables/maker";
import type { Both, TrainingPlan } from "./plan";
import type { Rate } from "./rates";
import type { Term } from "./term";

/** What decides the numbers of a training, as plain data by the names of its options. */
export type Configuration = Readonly<Record<string, unknown>>;

/** What decides no number of the training, or is told by another option: Adam's by the optimiser. */
const beside = [...runOptions, "steps", "beta1", "beta2", "compiled", "unchecked"];

/**
 * What decides the numbers of a training. The count of steps is not in it: a training can be carried on for longer. Nor
 * are the streams that first weights were drawn from, since the weights themselves are kept.
 *
 * A value that the library made stands as its data form with all defaults; examples that lie in memory as the hash of
 * their numbers; what somebody wrote by hand as its source and its plain fields. An optimiser is told by its own numbers,
 * and an own rate by some of its values too: so two functions of one text that were made with other numbers differ.
 */
export function configurationOf(plan: TrainingPlan): Configuration {
  const options = Object.entries(plan as unknown as Readonly<Record<string, unknown>>);
  const deciding = options.filter(([name, value]) => value !== undefined && !beside.includes(name));
  const told = deciding.map(([name, value]) => [name, optionData(name, value)]);
  return Object.assign(Object.fromEntries(told) as Configuration, { random: plan.random.state });
}

function optionData(name: string, value: unknown): unknown {
  if (name === "optimizer") return optimizerData(value as TrainingPlan["optimizer"]);
  if (name === "terms") return (value as readonly Term[]).map(termData);
  if (name === "learningRate") {
    const { generator, discriminator } = value as Both<Rate>;
    return { generator: rateData(generator), discriminator: rateData(discriminator) };
  }
  const kind = formOptions[name] as FormKind | undefined;
  if (kind === undefined) return dataOf(value);
  if (kind === "network") return withoutStreams(fullData(value));
  return kind === "rate" ? rateData(value as Rate) : fullData(value);
}

function termData(term: Term): unknown {
  if (leverOf(term)) return fullData(term);
  return { ...(dataOf(term) as object), weight: rateData(term.weight) };
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
