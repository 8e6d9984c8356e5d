import type * as tf from "@tensorflow/tfjs";
import type { Random } from "../random";
import type { UpdateDraws } from "./draws";
import type { DiscriminatorResult, GeneratorResult, Player, StepBatch, StepExtras } from "./game";
import type { Kept, Numbers } from "./levers/lever";
import { levers } from "./levers/table";
import type { TrainingPlan } from "./plan";
import { discriminatorStep, generatorStep } from "./steps";
import type { StepVariant } from "./variant";

// The schedule of a step: all updates of the discriminator, then all of the generator's, then what follows each step.
// Operation by operation (eager-step.ts) or as one graph (compiled-step.ts), it is this one.

/** One optimiser for each player. */
export type Optimizers = Readonly<Record<Player, tf.Optimizer>>;

/** Who computes a step: the plan, its optimisers, and what levers keep from step to step. */
export interface Training {
  readonly plan: TrainingPlan;
  readonly optimizers: Optimizers;
  /** By the lever's name. */
  readonly kept: Readonly<Record<string, Kept>>;
}

/** What goes into one step, as tensors. */
export interface StepTensors {
  /** One for each update, in their order. */
  readonly discriminator: readonly UpdateDraws[];
  readonly generator: readonly UpdateDraws[];
  /** By the lever's name. */
  readonly numbers: Readonly<Record<string, Numbers<tf.Scalar>>>;
  /** What is drawn within the step comes from here. */
  readonly random: Random;
}

/** One update of the schedule, which is done when it is asked for. */
export interface ScheduledUpdate {
  readonly player: Player;
  readonly batch: StepBatch;
  readonly play: () => DiscriminatorResult | GeneratorResult;
}

/** The updates of one step, in their order. Each is to be played once. */
export function updatesOf(
  { plan, optimizers }: Training,
  variant: StepVariant,
  tensors: StepTensors,
): ScheduledUpdate[] {
  const scheduled = (player: Player, draws: UpdateDraws, k: number): ScheduledUpdate => {
    const random = tensors.random.stream(`${player} ${k}`);
    const { latent, ...drawn } = draws;
    const extras = { random, ...drawn, ...pulled(plan, variant, tensors.numbers, player) };
    const optimizer = optimizers[player];
    return {
      player,
      batch: { ...extras, latent },
      play: () =>
        player === "discriminator"
          ? discriminatorStep(plan, optimizer, draws.real!, latent, extras)
          : generatorStep(plan, optimizer, latent, extras),
    };
  };
  return [
    ...tensors.discriminator.map((draws, i) => scheduled("discriminator", draws, i + 1)),
    ...tensors.generator.map((draws, i) => scheduled("generator", draws, i + 1)),
  ];
}

/** What levers have to say to an update. */
function pulled(
  plan: TrainingPlan,
  { kinds }: StepVariant,
  numbers: StepTensors["numbers"],
  player: Player,
): StepExtras {
  const said = Object.entries(levers).map(([name, lever]) =>
    lever.extras?.(plan, kinds[name], numbers[name] ?? {}, player),
  );
  return Object.assign({}, ...said) as StepExtras;
}

/** What happens after each step's last update. */
export function afterStep({ kept }: Training): void {
  for (const { afterStep: follow } of Object.values(kept)) follow?.();
}
