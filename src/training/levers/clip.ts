import { clipByNorm, clipByValue } from "../../penalties";
import { expectNumber } from "../../shape";
import type { Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** Keeps the gradients small. */
    readonly clip?: {
      /** The generator's; as they are when left out. */
      readonly generator?: GradientClip;
      /** The discriminator's; as they are when left out. */
      readonly discriminator?: GradientClip;
    };
  }
}

/** How gradients are kept small: each number by itself, or the length of all of them together. */
export type GradientClip =
  | {
      /** Each number stays between ± this: {@link clipByValue}. */
      readonly value: number;
    }
  | {
      /** The length of all gradients together stays at most this: {@link clipByNorm}. */
      readonly norm: number;
    };

/** Gradient clipping: what the optimiser gets is cut, or shortened. */
export const clip: Lever = {
  check(plan) {
    for (const player of ["generator", "discriminator"] as const) {
      for (const [kind, limit] of Object.entries<number>(plan.clip?.[player] ?? {})) {
        expectNumber(limit, `trainGan clip.${player}.${kind}`, { above: 0 });
      }
    }
  },
  limited(gradients, { game, player }) {
    const own = game.clip?.[player];
    if (!own) return gradients;
    if ("value" in own) {
      return clipByValue(gradients, expectNumber(own.value, "clip value", { above: 0 }));
    }
    return clipByNorm(gradients, expectNumber(own.norm, "clip norm", { above: 0 }));
  },
};
