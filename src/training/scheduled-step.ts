import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import { updateAverage, type WeightAverage } from "./average";
import type { UpdateDraws } from "./draws";
import type { TrainingPlan } from "./options";
import type { StepExtras, WeightedTerm } from "./steps";
import type { StepVariant } from "./variant";

/** One optimiser for each player. */
export interface Optimizers {
  readonly generator: tf.Optimizer;
  readonly discriminator: tf.Optimizer;
}

/** Who computes a step: the plan, its optimisers, and the average that follows. */
export interface Players {
  readonly plan: TrainingPlan;
  readonly optimizers: Optimizers;
  readonly average?: WeightAverage;
}

/** What one update of a player needs besides its batch. */
export function extrasOf(
  player: "generator" | "discriminator",
  draws: UpdateDraws,
  variant: StepVariant,
  numbers: Readonly<Partial<Record<string, tf.Scalar>>>,
  random: Random,
): StepExtras {
  const { real, realLabels, fakeLabels } = draws;
  const { noise, strength, [`${player} rate`]: rateFactor } = numbers;
  const { best } = variant;
  return {
    random,
    terms: termsOf(variant, numbers),
    ...(real && { real }),
    ...(realLabels && { realLabels }),
    ...(fakeLabels && { fakeLabels }),
    ...(noise && { noise }),
    ...(strength && { strength }),
    ...(rateFactor && { rateFactor }),
    ...(best !== undefined && { best }),
  };
}

function termsOf(
  { due }: StepVariant,
  numbers: Readonly<Partial<Record<string, tf.Scalar>>>,
): WeightedTerm[] {
  return due.map((term) => ({
    term,
    weight:
      typeof term.weight === "number"
        ? term.weight * (term.every ?? 1)
        : numbers[`weight ${term.name}`]!,
  }));
}

/** What happens after each step's last update. */
export function afterStep({ average }: Players): void {
  if (average) updateAverage(average);
}
