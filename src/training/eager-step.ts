import * as tf from "@tensorflow/tfjs";
import type { StepDraws } from "./draws";
import type { DiscriminatorMeasures } from "./history";
import { breathe } from "./interruption";
import { disposeMove, noteMove, weightsFinite, type Move } from "./problem";
import { discriminatorStep, generatorStep, type DiscriminatorResult, type Game } from "./steps";

/** One optimiser for each player. */
export interface Optimizers {
  readonly generator: tf.Optimizer;
  readonly discriminator: tf.Optimizer;
}

/** What a step measured. With several discriminator updates, of the last of them. */
export interface StepMeasures {
  readonly discriminator: DiscriminatorMeasures;
  readonly generatorLoss: number;
}

/**
 * One step of the schedule, operation by operation.
 *
 * @param moves filled with the step's updates, so that a number that is not finite can be traced back
 * @returns nothing when a loss or a weight is not finite
 */
export async function eagerStep(
  game: Game,
  optimizers: Optimizers,
  { step, discriminator, generatorLatent }: StepDraws,
  moves: Move[],
): Promise<StepMeasures | undefined> {
  moves.splice(0).forEach(disposeMove);
  let measures: DiscriminatorMeasures | undefined;
  for (const { real, latent } of discriminator) {
    moves.push(noteMove(game, step, latent, real));
    measures = read(discriminatorStep(game, optimizers.discriminator, real, latent));
    if (!Number.isFinite(measures.real + measures.fake)) return undefined;
    await breathe();
  }
  moves.push(noteMove(game, step, generatorLatent));
  const generatorLoss = readScalar(generatorStep(game, optimizers.generator, generatorLatent));
  await breathe();
  if (!Number.isFinite(generatorLoss) || !weightsFinite(game)) return undefined;
  return { discriminator: measures!, generatorLoss };
}

function read({ real, fake, realScores, fakeScores }: DiscriminatorResult): DiscriminatorMeasures {
  const scores = { realScores: realScores.dataSync(), fakeScores: fakeScores.dataSync() };
  tf.dispose([realScores, fakeScores]);
  return { real: readScalar(real), fake: readScalar(fake), ...scores };
}

function readScalar(scalar: tf.Scalar): number {
  const value = scalar.dataSync()[0];
  scalar.dispose();
  return value;
}
