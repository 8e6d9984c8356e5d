import * as tf from "@tensorflow/tfjs";
import { expectNumber } from "../../shape";
import type { Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** What the generator's loss is multiplied with, its terms left out: 0 leaves the terms alone; 1. */
    readonly adversarialWeight?: number;
  }
}

/** How much the game itself counts for the generator, beside its terms. */
export const adversarialWeight: Lever = {
  check(plan) {
    expectNumber(plan.adversarialWeight ?? 1, "trainGan adversarialWeight", { atLeast: 0 });
  },
  weighed: (loss, { game }) => tf.mul(loss, game.adversarialWeight ?? 1),
};
