import * as tf from "@tensorflow/tfjs";
import { gradientsOf } from "../../runtime/gradients/tape";
import { withStandIns } from "../../runtime/stand-in";
import { expectInteger, expectNumber } from "../../shape";
import type { Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** The generator looks at the discriminator as it would be after some more updates. */
    readonly unrolling?: Unrolling;
  }
}

/** How far the generator looks ahead. */
export interface Unrolling {
  /** Updates of the discriminator that it foresees. */
  readonly steps: number;
  /** Learning rate of the foreseen updates, which are plain gradient descent. */
  readonly learningRate: number;
}

/**
 * Unrolling: the generator's loss is computed with the discriminator as it would be after some more updates on this
 * batch (unrolled GAN, Metz et al. 2017, eq. 3 to 5). The foreseen weights are tensors that depend on the fakes, so the
 * generator's gradient sees how the discriminator will answer. The discriminator's weights do not change; its states
 * (moving averages, power iteration) move on, as at every pass in training.
 */
export const unrolling: Lever = {
  check(plan) {
    if (!plan.unrolling) return;
    expectInteger(plan.unrolling.steps, "trainGan unrolling.steps", { atLeast: 1 });
    const { learningRate } = plan.unrolling;
    expectNumber(learningRate, "trainGan unrolling.learningRate", { atLeast: 0 });
  },
  needsReal: (plan) => plan.unrolling !== undefined,
  aroundLoss({ player, game, batch, lossOf }, loss) {
    const ahead = game.unrolling;
    if (!ahead || player !== "generator") return loss();
    if (!batch.real) {
      throw new TypeError("Unrolling needs real examples: wanted extras.real, found none");
    }
    const { variables } = game.discriminator;
    let weights: tf.Tensor[] = variables.map((variable) => tf.clone(variable));
    for (let step = 0; step < ahead.steps; step++) {
      const now = weights;
      const foreseen = () => withStandIns(variables, now, () => lossOf("discriminator", batch));
      const gradients = gradientsOf(foreseen, now);
      weights = now.map((weight, i) => tf.sub(weight, tf.mul(gradients[i], ahead.learningRate)));
    }
    return withStandIns(variables, weights, loss);
  },
};
