import * as tf from "@tensorflow/tfjs";
import { expectNumber } from "../../shape";
import type { Both } from "../plan";
import { rateAt, type Rate } from "../rates";
import type { Lever } from "./lever";

declare module "../game" {
  interface StepExtras {
    /** What the optimiser's rate is multiplied with. */
    readonly rateFactor?: tf.Scalar;
  }
}

const players = ["generator", "discriminator"] as const;

/**
 * Learning rates on a schedule. An optimiser is made with one rate; at each step the variables go only a part of its
 * way: the same as a rate times that factor, for every optimiser whose step is in proportion to its rate.
 */
export const learningRate: Lever = {
  check(plan) {
    for (const player of players) {
      const rate = plan.learningRate[player];
      if (typeof rate !== "number") continue;
      expectNumber(rate, `trainGan learningRate.${player}`, { above: 0 });
    }
  },
  numbers(plan, step) {
    const numbers: Record<string, number> = {};
    for (const player of players) {
      const rate = plan.learningRate[player];
      if (typeof rate === "number") continue;
      const now = rateAt(rate, step, `trainGan learningRate.${player}`);
      numbers[player] = now / baseRate(rate, player);
    }
    return numbers;
  },
  extras: (_plan, _kind, factors, player) => factors[player] && { rateFactor: factors[player] },
  aroundUpdate({ game, player, batch: { rateFactor } }, update) {
    const { variables } = game[player];
    const before = rateFactor ? variables.map((variable) => tf.clone(variable)) : [];
    update();
    before.forEach((old, i) => {
      const step = tf.sub(variables[i], old);
      variables[i].assign(tf.add(old, tf.mul(step, rateFactor!)));
    });
  },
};

/** The rate that a player's optimiser is made with. */
export function baseRate(rate: Rate, player: keyof Both<Rate>): number {
  if (typeof rate === "number") return rate;
  return rateAt(rate, 1, `trainGan learningRate.${player}`) || 1e-3; // a schedule may begin at 0
}
