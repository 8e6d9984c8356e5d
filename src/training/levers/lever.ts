import type * as tf from "@tensorflow/tfjs";
import type { Game, Gradients, Measured, Player, Slope, StepBatch, StepExtras } from "../game";
import type { History, HistoryRow } from "../history";
import type { Defaults, TrainingPlan } from "../plan";
import type { Side } from "../term";

/** One update of one player, as a lever sees it. */
export interface Turn {
  readonly player: Player;
  readonly game: Game;
  readonly batch: StepBatch;
  /** A player's whole loss on a batch, computed anew: for a lever that looks ahead, or at the other player. */
  readonly lossOf: (player: Player, batch: StepBatch) => tf.Scalar;
}

/** What the discriminator was shown in an update, and what it said. */
export interface Shown {
  readonly real?: tf.Tensor; // (batch, inputs)
  readonly fake: tf.Tensor; // (batch, inputs)
  readonly realScores?: tf.Tensor; // (batch, 1)
  readonly fakeScores: tf.Tensor; // (batch, 1)
}

/** The numbers of a lever at one step: plain, or scalar tensors within the step. */
export type Numbers<T> = Readonly<Record<string, T>>;

/** What a lever keeps from step to step. */
export interface Kept {
  /** For checkpoints, in an order that does not change. */
  readonly states: readonly tf.Variable[];
  /** Called after the last update of each step. */
  readonly afterStep?: () => void;
  /** Frees what is the training's own. */
  readonly dispose?: () => void;
}

/**
 * A lever: something that a training may be given besides its players, its data and its pace. Its options stand in
 * its own file, beside what it does. It does nothing at a place that it leaves out.
 */
export interface Lever {
  // Before the training.

  /** What its options are when they are left out. */
  readonly defaults?: Partial<Defaults>;
  /** Refuses options that make no sense. */
  readonly check?: (plan: TrainingPlan) => void;
  /** Makes what it keeps from step to step; nothing when it is not pulled. */
  readonly keep?: (plan: TrainingPlan) => Kept | undefined;

  // Before each step.

  /** What is the same in all steps of one kind: steps of one kind are one compiled graph. */
  readonly kind?: (plan: TrainingPlan, step: number) => unknown;
  /** Its numbers that change from step to step. */
  readonly numbers?: (plan: TrainingPlan, step: number, history: History) => Numbers<number>;
  /** Whether these depend on what the step before measured. */
  readonly looksBack?: (plan: TrainingPlan) => boolean;
  /** Whether the generator's updates of such a step need real examples. */
  readonly needsReal?: (plan: TrainingPlan, kind: unknown) => boolean;
  /** What an update of a player is told of its kind and numbers. */
  readonly extras?: (
    plan: TrainingPlan,
    kind: unknown,
    numbers: Partial<Numbers<tf.Scalar>>,
    player: Player,
  ) => StepExtras | undefined;
  /** What a row of the history says of its numbers. */
  readonly columns?: (numbers: Numbers<number>) => Partial<HistoryRow>;

  // Within an update, in this order.

  /** Changes all that the discriminator sees, real examples and fakes. */
  readonly shown?: (x: tf.Tensor, turn: Turn, side: Side) => tf.Tensor;
  /** Changes the scores that the generator's loss is made of. */
  readonly learned?: (scores: tf.Tensor, turn: Turn) => tf.Tensor;
  /** Changes the generator's loss, before terms are added. */
  readonly weighed?: (loss: tf.Scalar, turn: Turn) => tf.Scalar;
  /** Adds something to a player's loss. */
  readonly added?: (turn: Turn, shown: Shown) => tf.Scalar | undefined;
  /** Stands around the computing of a player's loss. */
  readonly aroundLoss?: <T>(turn: Turn, loss: () => T) => T;
  /** Takes the place of one gradient of the whole batch. */
  readonly gradientsOf?: <Results extends object>(
    turn: Turn,
    ofBatch: (batch: StepBatch) => Slope<Results>,
  ) => Slope<Results>;
  /** Changes the gradients. */
  readonly limited?: (gradients: Gradients, turn: Turn) => Gradients;
  /** Stands around the optimiser's update. */
  readonly aroundUpdate?: (turn: Turn, update: () => void) => void;
  /** After the update, with what was measured before it. */
  readonly afterUpdate?: (turn: Turn, measured: Measured[Player]) => void;
}
