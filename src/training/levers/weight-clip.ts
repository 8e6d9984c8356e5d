import { clipWeights } from "../../penalties";
import type { Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** All weights of the discriminator stay between ± this (Arjovsky et al. 2017). */
    readonly weightClip?: number;
  }
}

/** Weight clipping: after each of its updates, the discriminator's weights are cut. */
export const weightClip: Lever = {
  afterUpdate({ player, game }) {
    if (player !== "discriminator" || game.weightClip === undefined) return;
    clipWeights(game.discriminator.variables, game.weightClip);
  },
};
