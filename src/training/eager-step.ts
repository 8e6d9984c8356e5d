import * as tf from "@tensorflow/tfjs";
import type { StepDraws, UpdateDraws } from "./draws";
import { breathe } from "./interruption";
import type { DiscriminatorMeasures, GeneratorMeasures } from "./history";
import { disposeMove, noteMove, weightsFinite, type Move } from "./problem";
import { afterStep, extrasOf, type Players } from "./scheduled-step";
import { discriminatorStep, generatorStep } from "./steps";

/** What a step measured, at the last update of each player; of a player without an update, nothing. */
export interface StepMeasures {
  readonly discriminator?: DiscriminatorMeasures;
  readonly generator?: GeneratorMeasures;
}

/**
 * One step of the schedule, operation by operation.
 *
 * @param moves filled with the step's updates, so that a number that is not finite can be traced back
 * @returns nothing when a loss or a weight is not finite
 */
export async function eagerStep(
  players: Players,
  draws: StepDraws,
  moves: Move[],
): Promise<StepMeasures | undefined> {
  moves.splice(0).forEach(disposeMove);
  const numbers = Object.fromEntries(
    Object.entries(draws.numbers).map(([name, value]) => [name, tf.scalar(value)]),
  );
  try {
    return await updates(players, draws, moves, numbers);
  } finally {
    if (moves.length === 0) tf.dispose(Object.values(numbers)); // else they belong to the moves
  }
}

async function updates(
  players: Players,
  draws: StepDraws,
  moves: Move[],
  numbers: Move["numbers"],
): Promise<StepMeasures | undefined> {
  const { plan, optimizers } = players;
  const extrasFor = (player: "generator" | "discriminator", update: UpdateDraws, k: number) =>
    extrasOf(player, update, draws.variant, numbers, draws.random.stream(`${player} ${k}`));
  let measures: StepMeasures = {};
  for (const [i, update] of draws.discriminator.entries()) {
    const extras = extrasFor("discriminator", update, i + 1);
    const { real, latent } = update;
    moves.push(noteMove(plan, draws.step, "discriminator", { ...extras, latent }, numbers));
    const result = discriminatorStep(plan, optimizers.discriminator, real!, latent, extras);
    measures = { ...measures, discriminator: read(result) as unknown as DiscriminatorMeasures };
    if (!allFinite(measures.discriminator!)) return undefined;
    await breathe();
  }
  for (const [i, update] of draws.generator.entries()) {
    const extras = extrasFor("generator", update, i + 1);
    const { latent } = update;
    moves.push(noteMove(plan, draws.step, "generator", { ...extras, latent }, numbers));
    const result = generatorStep(plan, optimizers.generator, latent, extras);
    measures = { ...measures, generator: read(result) as unknown as GeneratorMeasures };
    if (!allFinite(measures.generator!)) return undefined;
    await breathe();
  }
  afterStep(players);
  return weightsFinite(plan) ? measures : undefined;
}

/** The numbers of a result, whose tensors are disposed. */
function read(result: object): Record<string, number | ArrayLike<number>> {
  const tensors = Object.entries(result as Record<string, tf.Tensor>);
  try {
    return Object.fromEntries(
      tensors.map(([name, tensor]) => {
        const values = tensor.dataSync();
        return [name, tensor.rank === 0 ? values[0] : values];
      }),
    );
  } finally {
    tf.dispose(tensors.map(([, tensor]) => tensor));
  }
}

function allFinite(measures: object): boolean {
  return Object.values(measures).every(
    (value) => typeof value !== "number" || Number.isFinite(value),
  );
}
