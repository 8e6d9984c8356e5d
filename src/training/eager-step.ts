import * as tf from "@tensorflow/tfjs";
import type { StepDraws } from "./draws";
import type { Player } from "./game";
import type { DiscriminatorMeasures, GeneratorMeasures } from "./history";
import { breathe } from "./interruption";
import { disposeMove, noteMove, weightsFinite, type Move } from "./problem";
import { afterStep, updatesOf, type Training } from "./scheduled-step";

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
  training: Training,
  draws: StepDraws,
  moves: Move[],
): Promise<StepMeasures | undefined> {
  moves.splice(0).forEach(disposeMove);
  const numbers = scalarsOf(draws.numbers);
  try {
    return await played(training, draws, moves, numbers);
  } finally {
    if (moves.length === 0) tf.dispose(numbers); // else they belong to the moves
  }
}

async function played(
  training: Training,
  draws: StepDraws,
  moves: Move[],
  numbers: Move["numbers"],
): Promise<StepMeasures | undefined> {
  const { plan } = training;
  const measures: Partial<Record<Player, object>> = {};
  for (const { player, batch, play } of updatesOf(training, draws.variant, { ...draws, numbers })) {
    moves.push(noteMove(plan, draws.step, player, batch, numbers));
    const measured = read(play());
    measures[player] = measured;
    if (!allFinite(measured)) return undefined;
    await breathe();
  }
  afterStep(training);
  return weightsFinite(plan) ? (measures as StepMeasures) : undefined;
}

function scalarsOf(numbers: StepDraws["numbers"]): Move["numbers"] {
  return Object.fromEntries(
    Object.entries(numbers).map(([lever, own]) => [
      lever,
      Object.fromEntries(Object.entries(own).map(([name, value]) => [name, tf.scalar(value)])),
    ]),
  );
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

/** Whether all scalars of an update are finite. */
export function allFinite(measures: object): boolean {
  return Object.values(measures).every(
    (value) => typeof value !== "number" || Number.isFinite(value),
  );
}
