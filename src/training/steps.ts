import * as tf from "@tensorflow/tfjs";
import type { GanLoss } from "../losses";
import type { Network } from "../networks/network";
import { clipWeights } from "../penalties";
import type { Random } from "../random";
import { accumulated } from "./accumulate";
import type { Augment } from "./augment/augment";
import { discriminatorLoss, generatorLoss } from "./player-losses";
import type { Rate } from "./rates";
import type { Term } from "./term";
import { afterUnrolling, type Unrolling } from "./unrolled";
import { clipped, gradientNorm, update, type GradientClip } from "./update";

// The two steps are the algorithm. They draw nothing by themselves: what is random comes in, as tensors or
// as a stream. What they return belongs to the caller, who disposes it; everything else they make is gone
// when they return.

/** Who plays, for what, and by which rules. */
export interface Game {
  /** Makes fakes from latent vectors. */
  readonly generator: Network;
  /** Scores real examples and fakes. */
  readonly discriminator: Network;
  /** What the two minimise. */
  readonly loss: GanLoss;
  /** What is added to the players' losses: penalties, feature matching, … */
  readonly terms?: readonly Term[];
  /** What the generator's loss is multiplied with, its terms left out: 0 leaves the terms alone; 1. */
  readonly adversarialWeight?: number;
  /** Examples that the discriminator judges together (PacGAN); 1. */
  readonly packing?: number;
  /** Random changes of all that the discriminator sees. */
  readonly augment?: Augment;
  /** Keeps the gradients small. */
  readonly clip?: {
    /** The generator's; as they are when left out. */
    readonly generator?: GradientClip;
    /** The discriminator's; as they are when left out. */
    readonly discriminator?: GradientClip;
  };
  /** All weights of the discriminator stay between ± this (Arjovsky et al. 2017). */
  readonly weightClip?: number;
  /** The share of the fakes, those with the best scores, that the generator learns from; 1. */
  readonly topK?: Rate;
  /** The generator looks at the discriminator as it would be after some more updates. */
  readonly unrolling?: Unrolling;
  /** In so many parts a batch is computed, one after the other, to save memory; 1. */
  readonly accumulate?: number;
  /** Decay of a moving average of the generator's weights (EMA), .9 to .9999. */
  readonly average?: number;
}

/** What a step may need besides its batch. */
export interface StepExtras {
  /** For all that draws within the step: dropout, noise, interpolation, augmentation. */
  readonly random?: Random;
  /** (batch), int32: the class of each real example, where the game is conditional. */
  readonly realLabels?: tf.Tensor1D; // (batch), int32
  /** (batch), int32: the class that is asked of each fake. */
  readonly fakeLabels?: tf.Tensor1D; // (batch), int32
  /** In the generator's step, for what compares with real examples. */
  readonly real?: tf.Tensor; // (batch, inputs)
  /** Standard deviation of the instance noise. */
  readonly noise?: tf.Scalar;
  /** Strength of the augmentation. */
  readonly strength?: tf.Scalar;
  /** The terms of this step, with their weights; all of the game's with constant ones when left out. */
  readonly terms?: readonly WeightedTerm[];
  /** How many of the best fakes the generator learns from. */
  readonly best?: number;
  /** What the optimiser's rate is multiplied with. */
  readonly rateFactor?: tf.Scalar;
}

/** A term and what it is multiplied with in this step. */
export interface WeightedTerm {
  /** The term. */
  readonly term: Term;
  /** A number, or a scalar tensor where it changes while a step is compiled. */
  readonly weight: number | tf.Scalar;
}

/** All from before the update. */
export interface DiscriminatorResult {
  /** The loss's part of the real examples. */
  readonly real: tf.Scalar;
  /** The loss's part of the fakes. */
  readonly fake: tf.Scalar;
  /** The sum of the weighted terms. */
  readonly penalty: tf.Scalar;
  /** (batch, 1): what it said of the real examples. */
  readonly realScores: tf.Tensor; // (batch, 1)
  /** (batch, 1): what it said of the fakes. */
  readonly fakeScores: tf.Tensor; // (batch, 1)
  /** Length of the gradient, before any clipping. */
  readonly gradientNorm: tf.Scalar;
}

/** All from before the update. */
export interface GeneratorResult {
  /** The loss, without the terms. */
  readonly loss: tf.Scalar;
  /** The sum of the weighted terms. */
  readonly penalty: tf.Scalar;
  /** Length of the gradient, before any clipping. */
  readonly gradientNorm: tf.Scalar;
}

/**
 * One update of the discriminator; the generator does not change.
 *
 * @param optimizer the discriminator's own
 * @param real a batch of real examples (batch, inputs)
 * @param latent the fakes' latent vectors (batch, latentSize)
 * @example
 * ```ts
 * import { discriminatorStep, mlp, nonSaturating, ring, seeded, tf } from "gan-clinic";
 * const random = seeded(1);
 * const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random });
 * const discriminator = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const game = { generator, discriminator, loss: nonSaturating };
 * const [real, latent] = [ring().sample(16, random), random.normal([16, 4])];
 * const before = generator.variables[0].arraySync();
 * const result = discriminatorStep(game, tf.train.adam(0.01), real, latent);
 * assert.ok(result.real.dataSync()[0] > 0);
 * assert.deepEqual(generator.variables[0].arraySync(), before);
 * ```
 */
export function discriminatorStep(
  game: Game,
  optimizer: tf.Optimizer,
  real: tf.Tensor,
  latent: tf.Tensor,
  extras: StepExtras = {},
): DiscriminatorResult {
  const { variables } = game.discriminator;
  return kept(() => {
    const { gradients, results } = accumulated(
      game.accumulate,
      variables,
      { ...extras, real, latent },
      (batch) => discriminatorLoss(game, batch.real!, batch.latent, batch),
    );
    const norm = gradientNorm(gradients);
    update(optimizer, variables, clipped(gradients, game.clip?.discriminator), extras.rateFactor);
    const { weightClip } = game;
    if (weightClip !== undefined) clipWeights(variables, weightClip);
    afterUpdate(game, extras, "discriminator");
    return { ...results, gradientNorm: norm };
  });
}

/**
 * One update of the generator; the discriminator does not change.
 *
 * @param optimizer the generator's own
 * @param latent latent vectors (batch, latentSize)
 * @example
 * ```ts
 * import { generatorStep, minimax, mlp, seeded, tf } from "gan-clinic";
 * const random = seeded(1);
 * const generator = mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random });
 * const discriminator = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
 * const game = { generator, discriminator, loss: minimax };
 * const { loss } = generatorStep(game, tf.train.adam(0.01), random.normal([16, 4]));
 * assert.ok(loss.dataSync()[0] < 0);
 * ```
 */
export function generatorStep(
  game: Game,
  optimizer: tf.Optimizer,
  latent: tf.Tensor,
  extras: StepExtras = {},
): GeneratorResult {
  const { variables } = game.generator;
  return kept(() => {
    const { gradients, results } = accumulated(
      game.accumulate,
      variables,
      { ...extras, latent },
      (batch) =>
        afterUnrolling(game, batch.latent, batch, () => generatorLoss(game, batch.latent, batch)),
    );
    const norm = gradientNorm(gradients);
    update(optimizer, variables, clipped(gradients, game.clip?.generator), extras.rateFactor);
    afterUpdate(game, extras, "generator");
    return { ...results, gradientNorm: norm };
  });
}

function afterUpdate({ terms = [] }: Game, extras: StepExtras, player: Term["player"]): void {
  const due = extras.terms?.map(({ term }) => term) ?? terms;
  for (const term of due) if (term.player === player) term.afterUpdate?.();
}

/** `work` in a tidy that keeps a record of tensors. */
function kept<T extends Record<string, tf.Tensor>>(work: () => T): T {
  return tf.tidy(() => work() as tf.TensorContainer) as T;
}
