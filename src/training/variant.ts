import type { History } from "./history";
import { levers } from "./levers/table";
import type { Both, TrainingPlan } from "./plan";

/** What one step of a schedule consists of. Steps of one kind are one compiled graph. */
export interface StepVariant {
  readonly discriminatorSteps: number;
  readonly generatorSteps: number;
  /** What is fixed in it, by lever. */
  readonly kinds: Readonly<Record<string, unknown>>;
  /** Tells one kind of step from another. */
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
  const kinds: Record<string, unknown> = {};
  for (const name in levers) kinds[name] = levers[name].kind?.(plan, step);
  return {
    discriminatorSteps: discriminator,
    generatorSteps: generator,
    kinds,
    key: JSON.stringify([discriminator, generator, kinds]),
  };
}

/** Whether a step depends on what the one before it measured. */
export function looksAtHistory(plan: TrainingPlan): boolean {
  if (plan.schedule) return true;
  return Object.values(levers).some((lever) => lever.looksBack?.(plan));
}

/** Whether the generator's updates of such a step look at real examples. */
export function generatorNeedsReal(plan: TrainingPlan, { kinds }: StepVariant): boolean {
  if (plan.loss.comparesReal) return true;
  return Object.entries(levers).some(([name, lever]) => lever.needsReal?.(plan, kinds[name]));
}
