import * as tf from "@tensorflow/tfjs";
import type { Gradients, Measured, Player, Slope, StepBatch } from "../game";
import type { Side } from "../term";
import type { Shown, Turn } from "./lever";
import { levers } from "./table";

// All levers at once, at each place of an update where one of them may do something. Those that are not pulled give
// back what they are given.

const all = Object.values(levers);

/** Examples as the discriminator is shown them. */
export function shown(x: tf.Tensor, turn: Turn, side: Side): tf.Tensor {
  return all.reduce((seen, lever) => lever.shown?.(seen, turn, side) ?? seen, x);
}

/** The scores that the generator learns from. */
export function learned(scores: tf.Tensor, turn: Turn): tf.Tensor {
  return all.reduce((best, lever) => lever.learned?.(best, turn) ?? best, scores);
}

/** The generator's loss as it counts for it. */
export function weighed(loss: tf.Scalar, turn: Turn): tf.Scalar {
  return all.reduce((counts, lever) => lever.weighed?.(counts, turn) ?? counts, loss);
}

/** What is added to a player's loss; 0 when nothing is. */
export function added(turn: Turn, what: Shown): tf.Scalar {
  const parts = all.flatMap((lever) => lever.added?.(turn, what) ?? []);
  if (parts.length === 1) return parts[0];
  return parts.length === 0 ? tf.scalar(0) : tf.addN(parts);
}

/** A player's loss, or what levers make of it. */
export function loss<T>(turn: Turn, plain: () => T): T {
  return all.reduce<() => T>(
    (inner, { aroundLoss }) => (aroundLoss ? () => aroundLoss(turn, inner) : inner),
    plain,
  )();
}

/** The gradients of a batch. */
export function gradientsOf<Results extends object>(
  turn: Turn,
  ofBatch: (batch: StepBatch) => Slope<Results>,
): Slope<Results> {
  const inParts = all.find((lever) => lever.gradientsOf)?.gradientsOf;
  return inParts ? inParts(turn, ofBatch) : ofBatch(turn.batch);
}

/** The gradients as the optimiser gets them. */
export function limited(gradients: Gradients, turn: Turn): Gradients {
  return all.reduce((kept, lever) => lever.limited?.(kept, turn) ?? kept, gradients);
}

/** The optimiser's update, and what belongs to it. */
export function update(turn: Turn, measured: Measured[Player], plain: () => void): void {
  all.reduce<() => void>((inner, { aroundUpdate }) => {
    return aroundUpdate
      ? () => {
          aroundUpdate(turn, inner);
        }
      : inner;
  }, plain)();
  for (const { afterUpdate } of all) afterUpdate?.(turn, measured);
}
