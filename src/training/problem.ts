import * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";
import { withTape } from "../runtime/gradients/tape";
import type { StepBatch } from "./accumulate";
import { discriminatorLoss, generatorLoss } from "./player-losses";
import type { Game } from "./steps";
import { contextOf } from "./view";

/** The first number that was not finite. */
export interface TrainingProblem {
  /** The step in which it was found, from 1. */
  readonly step: number;
  /** The tensor it was found in, such as `gradient of discriminator/2/weights`. */
  readonly tensor: string;
  /** What was found: how many of its numbers are NaN, and how many infinite. */
  readonly message: string;
}

/** An update as it can be done again: all that came into it, and all weights from before it. */
export interface Move {
  readonly step: number;
  readonly player: "generator" | "discriminator";
  readonly batch: StepBatch;
  /** The scalars in the batch, which belong to the move. */
  readonly numbers: Readonly<Record<string, tf.Scalar>>;
  readonly weights: readonly tf.Tensor[];
}

/** A variable's name without the number that makes it unique. */
function labelOf({ name }: tf.Variable): string {
  return name.replace(/#\d+$/, "");
}

/** All variables of both players, in the order of a move's weights. */
export function variablesOf({ discriminator, generator }: Game): tf.Variable[] {
  return [...discriminator.variables, ...generator.variables];
}

/**
 * Notes an update that is about to happen. A clone shares the numbers of its tensor, and an update gives
 * a variable new numbers: so this copies nothing.
 */
export function noteMove(
  game: Game,
  step: number,
  player: Move["player"],
  batch: StepBatch,
  numbers: Move["numbers"],
): Move {
  const weights = tf.tidy(() => variablesOf(game).map((each) => tf.clone(each)));
  return { step, player, batch, numbers, weights };
}

/** The batch belongs to the draws of its step. */
export function disposeMove({ numbers, weights }: Move): void {
  tf.dispose([...Object.values(numbers), ...weights]);
}

/** Whether all weights are finite. */
export function weightsFinite(game: Game): boolean {
  return variablesOf(game).every((variable) => allFinite(variable.dataSync()));
}

/**
 * Does the updates of a step again, the earliest first, and looks at every tensor in the order of
 * computation. Leaves the players with the weights from before the update in which the first bad number
 * appeared.
 *
 * Losses alone do not tell: the wasm engine's ReLU turns NaN into 0, so bad weights can hide.
 *
 * @param moves the updates of the first step after which a loss or a weight was not finite
 */
export function findProblem(game: Game, moves: readonly Move[]): TrainingProblem {
  const after = tf.tidy(() => variablesOf(game).map((variable) => tf.clone(variable)));
  try {
    for (const move of moves) {
      variablesOf(game).forEach((variable, i) => {
        variable.assign(move.weights[i]);
      });
      const found = tf.tidy(() => firstBad(tensorsOf(game, move)));
      if (found !== undefined) return { step: move.step, ...found };
    }
    const { step } = moves.at(-1)!;
    const names = variablesOf(game).map((variable) => `${labelOf(variable)} after the update`);
    const found = firstBad(names.map((name, i) => [name, after[i]]));
    if (found === undefined)
      throw new Error("A number was not finite, but not again when repeated");
    return { step, ...found };
  } finally {
    tf.dispose(after);
  }
}

type NamedTensor = readonly [name: string, tensor: tf.Tensor];

/** Every tensor of an update, in the order of computation. */
function* tensorsOf(game: Game, { player, batch }: Move): Generator<NamedTensor> {
  const { generator, discriminator } = game;
  const { real, latent } = batch;
  if (real && player === "discriminator") yield ["real batch", real];
  yield ["latent batch", latent];
  for (const variable of variablesOf(game)) yield [labelOf(variable), variable];
  yield ["fakes", generator.apply(latent, contextOf(batch, "generator", batch.fakeLabels))];
  if (player === "discriminator") {
    const { results } = discriminatorLoss(game, real!, latent, batch);
    yield ["realScores", results.realScores];
    yield ["fakeScores", results.fakeScores];
    yield ["discriminator loss on real", results.real];
    yield ["discriminator loss on fake", results.fake];
    yield ["discriminator penalty", results.penalty];
    yield* gradientsOf(discriminator, () => discriminatorLoss(game, real!, latent, batch).total);
  } else {
    const { results } = generatorLoss(game, latent, batch);
    yield ["generator loss", results.loss];
    yield ["generator penalty", results.penalty];
    yield* gradientsOf(generator, () => generatorLoss(game, latent, batch).total);
  }
}

/** A network's gradients, from the last layer to the first, as they are computed. */
function* gradientsOf(network: Network, loss: () => tf.Scalar): Generator<NamedTensor> {
  const { grads } = withTape(() => tf.variableGrads(loss, [...network.variables]));
  for (const variable of [...network.variables].reverse()) {
    yield [`gradient of ${labelOf(variable)}`, grads[variable.name]];
  }
}

function firstBad(
  tensors: Iterable<NamedTensor>,
): Pick<TrainingProblem, "tensor" | "message"> | undefined {
  for (const [name, tensor] of tensors) {
    const values = tensor.dataSync();
    if (!allFinite(values)) return { tensor: name, message: describe(name, values) };
  }
  return undefined;
}

function describe(name: string, values: ArrayLike<number>): string {
  const all = Array.from(values);
  const nan = all.filter(Number.isNaN).length;
  const infinite = all.filter((value) => Math.abs(value) === Infinity).length;
  return `${name} is the first tensor that is not finite: ${nan} NaN and ${infinite} Infinity in ${all.length} numbers`;
}

export function allFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
