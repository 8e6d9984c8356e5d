import * as tf from "@tensorflow/tfjs";
import type { Network } from "../networks/network";
import { withTape } from "../runtime/gradients/tape";
import { told } from "./context";
import type { Game, StepBatch } from "./game";
import type { Numbers } from "./levers/lever";
import { discriminatorLoss, generatorLoss } from "./step";

/** The first number that was not finite. */
export interface TrainingProblem {
  /** The step in which it was found, from 1. */
  readonly step: number;
  /** The tensor it was found in, such as `gradient of discriminator/2/weights`. */
  readonly tensor: string;
  /** What was found: how many of its numbers are NaN, and how many infinite. */
  readonly message: string;
  /**
   * "loss" when it comes from the formula of the loss or of a term, such as the logarithm of a 0, and not from the
   * networks: what they had given was finite and of a moderate size.
   */
  readonly cause?: "loss";
}

/** An update as it can be done again: all that came into it, and all weights from before it. */
export interface Move {
  readonly step: number;
  readonly player: "generator" | "discriminator";
  readonly batch: StepBatch;
  /** The scalars in the batch, which belong to the move. */
  readonly numbers: Readonly<Record<string, Numbers<tf.Scalar>>>;
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
  tf.dispose([numbers, weights as tf.Tensor[]]);
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
      if (found !== undefined) {
        const byLoss = tf.tidy(() => isLossAtFault(game, move, found.tensor));
        return { step: move.step, ...found, ...(byLoss && { cause: "loss" as const }) };
      }
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
  yield ["fakes", generator.apply(latent, told(batch, "generator", batch.fakeLabels))];
  if (player === "discriminator") {
    const { results } = discriminatorLoss(game, batch);
    yield ["realScores", results.realScores];
    yield ["fakeScores", results.fakeScores];
    yield ["discriminator loss on real", results.real];
    yield ["discriminator loss on fake", results.fake];
    yield ["discriminator penalty", results.penalty];
    yield* gradientsOf(discriminator, () => discriminatorLoss(game, batch).total);
  } else {
    const { results } = generatorLoss(game, batch);
    yield ["generator loss", results.loss];
    yield ["generator penalty", results.penalty];
    yield* gradientsOf(generator, () => generatorLoss(game, batch).total);
  }
}

/** A network's gradients, from the last layer to the first, as they are computed. */
function* gradientsOf(network: Network, loss: () => tf.Scalar): Generator<NamedTensor> {
  const { grads } = withTape(() => tf.variableGrads(loss, [...network.variables]));
  for (const variable of [...network.variables].reverse()) {
    yield [`gradient of ${labelOf(variable)}`, grads[variable.name]];
  }
}

/** Larger scores may overflow in a loss that is right, such as a square. */
const moderate = 1e6;

/**
 * Whether the first bad tensor of an update is due to the loss or to a term. It is when the scores are moderate, and
 * a loss, or a gradient by the scores alone, or a gradient that is finite without the terms, is not finite.
 */
function isLossAtFault(game: Game, move: Move, tensor: string): boolean {
  if (!/loss|penalty|gradient/.test(tensor)) return false;
  const { player, batch } = move;
  const { loss } = game;
  const random = batch.random?.stream("loss");
  let scores: tf.Tensor[] = [];
  let again: (...scores: tf.Tensor[]) => tf.Scalar = () => tf.scalar(0);
  const watched: Game["loss"] = {
    ...loss,
    discriminator(real, fake) {
      scores = [real, fake];
      again = (x, y) => sumOf(loss.discriminator(x, y, random));
      return loss.discriminator(real, fake, random);
    },
    generator(fake, real) {
      scores = real ? [fake, real] : [fake];
      again = (x, y?: tf.Tensor) => loss.generator(x, y);
      return loss.generator(fake, real);
    },
  };
  const plain = { ...batch, terms: [] };
  const totalOf = () =>
    player === "discriminator"
      ? discriminatorLoss({ ...game, loss: watched }, plain).total
      : generatorLoss({ ...game, loss: watched }, plain).total;
  totalOf();
  if (!scores.every((x) => x.dataSync().every((score) => Math.abs(score) < moderate))) return false;
  if (!tensor.startsWith("gradient")) return true;
  const byScores = tf.grads(again)(scores);
  if (!byScores.every((gradient) => allFinite(gradient.dataSync()))) return true;
  const { grads } = tf.variableGrads(totalOf, [...game[player].variables]);
  return Object.values(grads).every((gradient) => allFinite(gradient.dataSync()));
}

function sumOf({ real, fake }: Record<"real" | "fake", tf.Scalar>): tf.Scalar {
  return tf.add(real, fake);
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
