import type { History } from "./history";
import type { Both, TrainingPlan } from "./options";
import { expectNumber } from "../shape";
import { rateAt } from "./rates";
import { isDue, type Term } from "./term";

/** What one step of a schedule consists of. Steps of one kind are one compiled graph. */
export interface StepVariant {
  readonly discriminatorSteps: number;
  readonly generatorSteps: number;
  readonly due: readonly Term[];
  /** How many of the best fakes the generator learns from; all when missing. */
  readonly best?: number;
  /** The same for the same kind of step. */
  readonly key: string;
}

/** What step number `step` consists of. */
export function variantAt(plan: TrainingPlan, step: number, history: History): StepVariant {
  const { schedule, generatorSteps, discriminatorSteps } = plan;
  const constant = { generator: generatorSteps, discriminator: discriminatorSteps };
  const given: unknown = schedule ? schedule(step, history) : constant;
  const { generator, discriminator } = (given as Both<number> | undefined) ?? {
    generator: NaN,
    discriminator: NaN,
  };
  for (const count of [generator, discriminator]) {
    if (Number.isSafeInteger(count) && count >= 0) continue;
    throw new RangeError(
      `trainGan schedule at step ${step}: wanted whole numbers of updates from 0, found ${count}`,
    );
  }
  const due = plan.terms.filter((term) => isDue(term, step));
  const scores = plan.batchSize / plan.packing;
  const share = plan.topK === undefined ? 1 : rateAt(plan.topK, step, "trainGan topK");
  expectNumber(share, `trainGan topK at step ${step}`, { above: 0, atMost: 1 });
  const best = Math.max(1, Math.min(scores, Math.round(share * scores)));
  return {
    discriminatorSteps: discriminator,
    generatorSteps: generator,
    due,
    ...(best < scores && { best }),
    key: JSON.stringify([discriminator, generator, best, due.map(({ name }) => name)]),
  };
}

/** Whether the generator's updates of such a step look at real examples. */
export function generatorNeedsReal(plan: TrainingPlan, { due }: StepVariant): boolean {
  return (
    plan.loss.comparesReal === true ||
    plan.unrolling !== undefined ||
    due.some(({ player }) => player === "generator")
  );
}
