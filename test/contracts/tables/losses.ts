import { minimax, nonSaturating, type GanLoss } from "../../../src/losses";
import type { DifferentiableRow } from "./row";

export interface LossRow extends DifferentiableRow {
  readonly loss: GanLoss;
  /** Losses at zero scores, as derived by hand: discriminator (sum of its parts), generator. */
  readonly atZero: readonly [discriminator: number, generator: number];
  /** The generator's loss for one score, in float64. */
  readonly generator: (score: number) => number;
}

const softplus = (s: number) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));

export const losses: LossRow[] = [
  {
    file: "losses.ts",
    name: "minimax",
    loss: minimax,
    atZero: [Math.log(4), -Math.log(2)],
    generator: (s) => -softplus(s),
  },
  {
    file: "losses.ts",
    name: "nonSaturating",
    loss: nonSaturating,
    atZero: [Math.log(4), Math.log(2)],
    generator: (s) => softplus(-s),
  },
];
