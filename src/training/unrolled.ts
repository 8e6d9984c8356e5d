import * as tf from "@tensorflow/tfjs";
import { gradientsOf } from "../runtime/gradients/tape";
import { withStandIns } from "../runtime/stand-in";
import { discriminatorLoss } from "./player-losses";
import type { Game, StepExtras } from "./steps";

/** How far the generator looks ahead. */
export interface Unrolling {
  /** Updates of the discriminator that it foresees. */
  readonly steps: number;
  /** Learning rate of the foreseen updates, which are plain gradient descent. */
  readonly learningRate: number;
}

/**
 * Runs `work` with the discriminator as it would be after some more updates on this batch (unrolled GAN,
 * Metz et al. 2017, eq. 3 to 5). The foreseen weights are tensors that depend on the fakes, so the
 * generator's gradient sees how the discriminator will answer. The discriminator's weights do not change; its states
 * (moving averages, power iteration) move on, as at every pass in training.
 *
 * @throws TypeError when the step has no real examples
 */
export function afterUnrolling<T>(
  game: Game,
  latent: tf.Tensor,
  extras: StepExtras,
  work: () => T,
): T {
  const { discriminator, unrolling } = game;
  if (!unrolling) return work();
  const { real } = extras;
  if (!real) throw new TypeError("Unrolling needs real examples: wanted extras.real, found none");
  const { variables } = discriminator;
  let weights: tf.Tensor[] = variables.map((variable) => tf.clone(variable));
  for (let step = 0; step < unrolling.steps; step++) {
    const now = weights;
    const loss = () =>
      withStandIns(variables, now, () => discriminatorLoss(game, real, latent, extras).total);
    const gradients = gradientsOf(loss, now);
    weights = now.map((weight, i) => tf.sub(weight, tf.mul(gradients[i], unrolling.learningRate)));
  }
  return withStandIns(variables, weights, work);
}
