import { averageOf, updateAverage, type WeightAverage } from "../average";
import type { Kept, Lever } from "./lever";

declare module "../game" {
  interface Game {
    /** Decay of a moving average of the generator's weights (EMA), .9 to .9999. */
    readonly average?: number;
  }
}

interface KeptAverage extends Kept {
  readonly average: WeightAverage;
}

/** A moving average of the generator's weights, which follows them after each step. */
export const average: Lever = {
  keep(plan): KeptAverage | undefined {
    if (plan.average === undefined) return undefined;
    const kept = averageOf(plan.generator, plan.average);
    return {
      average: kept,
      states: kept.variables,
      afterStep: () => {
        updateAverage(kept);
      },
      dispose: () => {
        kept.dispose();
      },
    };
  },
};

/** The average of what a training keeps, if it keeps one. */
export function averageIn(kept: Readonly<Record<string, Kept>>): WeightAverage | undefined {
  return (kept.average as KeptAverage | undefined)?.average;
}
